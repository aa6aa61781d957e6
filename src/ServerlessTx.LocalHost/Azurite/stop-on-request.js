// Windows has no SIGTERM to send to another process. There the request to save and end is a file beside the log.
'use strict';
const { existsSync, rmSync } = require('node:fs');

const request = 'azurite.stop';
rmSync(request, { force: true });
setInterval(() => {
  if (existsSync(request)) process.emit('SIGTERM');
}, 100).unref();
