// The barrier: a row a transaction and branch, with an answer for each phase, in the same database transaction as the work.
export const prepareBarrier = (pool) => pool.query(`
  CREATE TABLE IF NOT EXISTS barrier (
    transaction_id text NOT NULL,
    branch text NOT NULL,
    answers jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (transaction_id, branch));
  CREATE TABLE IF NOT EXISTS newest (of text PRIMARY KEY, seen bigint NOT NULL);`);

const forward = { undo: 'action', confirm: 'try', cancel: 'try' };

/** Does the work of a call once; whoever repeats the call gets the same answer, a refusal included. */
export async function once(pool, call, work) {
  const db = await pool.connect();
  try {
    await db.query('BEGIN');
    await db.query('INSERT INTO barrier (transaction_id, branch) VALUES ($1, $2) ON CONFLICT DO NOTHING', [call.transaction_id, call.branch]);
    const { rows: [{ answers }] } = await db.query(
      'SELECT answers FROM barrier WHERE transaction_id = $1 AND branch = $2 FOR UPDATE', [call.transaction_id, call.branch]);
    const answer = answers[call.phase] ?? withoutWork(answers, call.phase) ?? await doing(db, call, work);
    await db.query(
      'UPDATE barrier SET answers = answers || $3 WHERE transaction_id = $1 AND branch = $2',
      [call.transaction_id, call.branch, { [call.phase]: answer }]);
    await db.query('COMMIT');
    return answer;
  } catch (failure) {
    await db.query('ROLLBACK').catch(() => {});
    throw failure;
  } finally {
    db.release();
  }
}

/** A refusal keeps nothing of what was tried, only itself. */
async function doing(db, call, work) {
  await db.query('SAVEPOINT work');
  const answer = (await tooOld(db, call)) ?? (await work(db));
  if (answer.refused) await db.query('ROLLBACK TO SAVEPOINT work');
  return answer;
}

/** What may be refused is, when a newer holder of its lock or a newer mode of its group has been heard of; else it is the newest. */
async function tooOld(db, call) {
  if (!['action', 'try'].includes(call.phase)) return undefined;
  const { fence } = call.input ?? {};
  if (fence && !(await isNewest(db, `fence ${fence.resource}`, fence.token))) return { refused: 'fenced_out' };
  if (call.mode && !(await isNewest(db, `mode ${call.mode.group}`, call.mode.version))) return { refused: 'mode_superseded' };
}

const isNewest = async (db, of, number) => (await db.query(
  `INSERT INTO newest VALUES ($1, $2)
   ON CONFLICT (of) DO UPDATE SET seen = EXCLUDED.seen WHERE newest.seen <= EXCLUDED.seen`, [of, number])).rowCount === 1;

/** The answers that the row alone gives. */
function withoutWork(answers, phase) {
  const turnedBack = answers.undo || answers.cancel;
  const isDone = answers[forward[phase]]?.result !== undefined;
  switch (phase) {
    // The first call comes behind the one that undid it (hanging).
    case 'action': case 'try': return turnedBack ? { refused: 'turned_back_before' } : undefined;
    // Nothing was done here (null compensation); the row stays, so that the late call is refused.
    case 'undo': case 'cancel':
      if (answers.confirm) return { heuristic: 'it had been confirmed here' };
      return isDone ? undefined : { result: { nothing_to_undo: true } };
    case 'confirm':
      if (turnedBack) return { heuristic: 'it had been turned back here' };
      return isDone ? undefined : { heuristic: 'nothing had been promised here' };
  }
}
