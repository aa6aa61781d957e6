-- The tables of a participant, in the database of its business rows. Every statement can be run again.
CREATE SCHEMA IF NOT EXISTS serverlesstx;

-- One answer for each transaction, branch and phase. Of a two-phase commit the prepare's row is written by the prepared transaction itself:
-- whoever sees it with the verdict "done" knows that it was committed, and "refused" is the mark that no prepare can pass any more.
CREATE TABLE IF NOT EXISTS serverlesstx.barrier (
    transaction_id text        NOT NULL,
    branch         text        NOT NULL,
    phase          text        NOT NULL,
    verdict        text        NOT NULL,
    result         json,
    reason         text,
    recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (transaction_id, branch, phase)
);

-- Messages that leave once the transaction is committed that inserted them. "due_at" is null where one was refused for good, see "error".
CREATE TABLE IF NOT EXISTS serverlesstx.outbox (
    id         text        PRIMARY KEY,
    kind       text        NOT NULL,
    payload    json        NOT NULL,
    attempts   int         NOT NULL DEFAULT 0,
    error      text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    due_at     timestamptz DEFAULT clock_timestamp()
);

CREATE INDEX IF NOT EXISTS outbox_due_at ON serverlesstx.outbox (due_at);

-- The highest fencing token that has written a resource: who comes with a lower one is refused, by a statement of its own transaction.
CREATE TABLE IF NOT EXISTS serverlesstx.fence (
    resource text   PRIMARY KEY,
    highest  bigint NOT NULL
);

-- The newest version of a group's mode that this database has been told of.
CREATE TABLE IF NOT EXISTS serverlesstx.mode_told (
    group_name text   PRIMARY KEY,
    version    bigint NOT NULL
);
