// Starts Azurite in a session of its own, which .NET cannot do: Ctrl-C in the host's terminal must not reach it, because the
// host stops first and Azurite saves after it.
//
//   node launch.js outlive LOG STATE INSTANCE [azurite's arguments]   writes STATE, prints the process id, ends at once
//   node launch.js follow  LOG -     INSTANCE [azurite's arguments]   ends Azurite when its own standard input ends
'use strict';
const { spawn } = require('node:child_process');
const { openSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const [mode, log, state, instance, ...settings] = process.argv.slice(2);
// The terminal sends these to everybody at once. The host ends Azurite, and has to hear of it first.
process.on('SIGINT', () => {}).on('SIGHUP', () => {});
const output = openSync(log, 'w');
const preloaded = process.platform === 'win32' ? ['close-connections.js', 'stop-on-request.js'] : ['close-connections.js'];
const preload = preloaded.flatMap((script) => ['--require', join(__dirname, script)]);
const azurite = spawn(process.execPath, [...preload, require.resolve('azurite/dist/src/azurite.js'), ...settings], {
  cwd: dirname(log),
  detached: true,
  stdio: ['ignore', output, output],
  windowsHide: true,
});

azurite.on('spawn', () => {
  // Written here and not by the host: a host that is killed now leaves no Azurite that nobody knows of.
  if (mode === 'outlive') writeFileSync(state, JSON.stringify({ pid: azurite.pid, instance }));
  console.log(azurite.pid);
  if (mode === 'outlive') azurite.unref();
});

if (mode === 'follow') {
  const stop = () => azurite.kill('SIGTERM');
  process.stdin.on('end', stop).on('error', stop).resume();
  process.on('SIGTERM', stop);
  azurite.on('exit', () => process.exit());
}
