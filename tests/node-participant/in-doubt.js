// Holds of a TCC whose deadline has passed and of which nobody has said what becomes of them: the coordinator is asked, never presumed.
import { once } from './barrier.js';
import { operations } from './shop.js';

const phases = { confirm: 'confirm', cancel: 'cancel' };

export function settleOverdue(pool, coordinator, everyMs) {
  const pass = async () => {
    // A coordinator or a database that does not answer now is asked again later.
    await settle(pool, coordinator).catch(() => {});
    setTimeout(pass, everyMs);
  };
  pass();
}

async function settle(pool, coordinator) {
  const { rows } = await pool.query(
    `SELECT holds.transaction_id, holds.branch FROM holds JOIN barrier USING (transaction_id, branch)
     WHERE holds.state = 'held' AND holds.deadline < now() AND barrier.answers ? 'try'`);
  for (const hold of rows) {
    const phase = await told(coordinator, hold.transaction_id);
    if (!phase) continue;
    const call = { ...hold, operation: 'tcc', phase };
    await once(pool, call, (db) => operations.tcc[phase](db, call));
  }
}

/** A transaction without any record was never decided and never will be: that alone is presumed cancelled. */
async function told(coordinator, transactionId) {
  const answer = await fetch(`${coordinator}/api/transactions/${transactionId}/decision`, { method: 'POST' });
  if (answer.status === 404) return 'cancel';
  return answer.ok ? phases[(await answer.json()).decision] : undefined;
}
