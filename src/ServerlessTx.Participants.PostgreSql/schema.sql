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
