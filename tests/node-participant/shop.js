// What the shop does. Each function runs inside the barrier's database transaction.
export const prepareShop = (pool) => pool.query(`
  CREATE TABLE IF NOT EXISTS stock (item text PRIMARY KEY, available integer NOT NULL);
  CREATE TABLE IF NOT EXISTS holds (
    transaction_id text, branch text, item text NOT NULL, quantity integer NOT NULL, deadline timestamptz NOT NULL, state text NOT NULL,
    PRIMARY KEY (transaction_id, branch));
  CREATE TABLE IF NOT EXISTS movements (id serial PRIMARY KEY, transaction_id text NOT NULL, branch text NOT NULL, what text NOT NULL);`);

/** By operation and phase, as the coordinator's addresses are. */
export const operations = {
  reserve_item: { action: reserve, undo: (db, call) => release(db, call, 'released') },
  send_receipt: { retriable: sendReceipt },
  tcc: { try: reserve, confirm, cancel: (db, call) => release(db, call, 'cancelled') },
};

async function reserve(db, call) {
  const { item, quantity } = call.input;
  const taken = await db.query('UPDATE stock SET available = available - $2 WHERE item = $1 AND available >= $2', [item, quantity]);
  if (taken.rowCount === 0) return { refused: 'out_of_stock' };
  await db.query(
    "INSERT INTO holds VALUES ($1, $2, $3, $4, $5, 'held')", [call.transaction_id, call.branch, item, quantity, call.deadline]);
  await move(db, call, 'reserved');
  return { result: { item, quantity } };
}

async function release(db, call, what) {
  await db.query(
    `WITH hold AS (DELETE FROM holds WHERE transaction_id = $1 AND branch = $2 RETURNING item, quantity)
     UPDATE stock SET available = available + hold.quantity FROM hold WHERE stock.item = hold.item`, [call.transaction_id, call.branch]);
  await move(db, call, what);
  return { result: {} };
}

async function confirm(db, call) {
  await db.query("UPDATE holds SET state = 'sold' WHERE transaction_id = $1 AND branch = $2", [call.transaction_id, call.branch]);
  await move(db, call, 'confirmed');
  return { result: {} };
}

async function sendReceipt(db, call) {
  await move(db, call, 'receipt');
  return { result: {} };
}

/** What was done, for whoever counts. */
const move = (db, call, what) =>
  db.query('INSERT INTO movements (transaction_id, branch, what) VALUES ($1, $2, $3)', [call.transaction_id, call.branch, what]);
