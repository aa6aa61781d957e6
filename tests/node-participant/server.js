// A shop that takes part in sagas and TCCs. Everything it knows is in PostgreSQL: kill it anywhere and start it again.
import express from 'express';
import pg from 'pg';
import { once, prepareBarrier } from './barrier.js';
import { verified } from './signature.js';
import { operations, prepareShop } from './shop.js';
import { settleOverdue } from './in-doubt.js';

const pool = new pg.Pool({ connectionString: process.env.DATABASE });
// An idle connection that breaks is replaced; its error must not end the process.
pool.on('error', () => {});
await prepareBarrier(pool);
await prepareShop(pool);

const app = express();
app.post('/tx/:operation/:phase', express.raw({ type: 'application/json', limit: '1mb' }), async (request, response) => {
  const call = verified(request);
  if (!call) return response.status(401).end();
  const work = operations[call.operation]?.[call.phase];
  if (!work) return response.status(404).end();

  const answer = await once(pool, call, (db) => work(db, call));
  if (answer.refused) {
    return response.status(409).type('application/problem+json').send({
      type: 'urn:serverlesstx:participant:refused', title: 'Refused', status: 409, reason: answer.refused,
    });
  }
  response.json(answer);
});

// Whatever failed here is no answer: the coordinator asks again, and the barrier knows what was done.
app.use((error, request, response, next) => response.status(500).end());

const server = app.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log(`Listening on ${server.address().port}`));
if (process.env.COORDINATOR) settleOverdue(pool, process.env.COORDINATOR, 500);
