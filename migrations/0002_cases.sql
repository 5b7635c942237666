-- Up Migration
-- Data keys, one per case, wrapped by a key-encryption key that lives outside the database.
CREATE TABLE duly.case_key (
  key_id uuid PRIMARY KEY,
  case_id text NOT NULL UNIQUE,
  kek_id text NOT NULL,
  wrapped_key bytea,
  created_at timestamptz NOT NULL,
  destroyed_at timestamptz,
  CHECK ((wrapped_key IS NULL) = (destroyed_at IS NOT NULL))
);
GRANT SELECT, INSERT, UPDATE (wrapped_key, destroyed_at) ON duly.case_key TO duly_app;

-- Every fact, its body under the case's key. Facts outlive the engine.
CREATE TABLE duly.fact (
  case_id text NOT NULL,
  position integer NOT NULL CHECK (position >= 0),
  type text NOT NULL,
  at timestamptz NOT NULL,
  actor_role text NOT NULL,
  actor_id text NOT NULL,
  -- What brought it about: an update's id, a signal's number, an effect's key, a milestone. Opaque.
  cause text NOT NULL,
  -- The engine's run that decided it.
  run_id text NOT NULL,
  body bytea NOT NULL,
  -- HMAC-SHA-256 of the canonical fact under a key derived from the case's key; also the ledger's commitment.
  hash bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (case_id, position)
);
GRANT SELECT, INSERT ON duly.fact TO duly_app;
CREATE TRIGGER fact_is_never_edited BEFORE UPDATE OR DELETE ON duly.fact
  FOR EACH ROW EXECUTE FUNCTION duly.refuse_change();
CREATE TRIGGER fact_is_never_emptied BEFORE TRUNCATE ON duly.fact
  FOR EACH STATEMENT EXECUTE FUNCTION duly.refuse_change();

-- One row per case, folded from its facts.
CREATE TABLE duly.board (
  case_id text PRIMARY KEY,
  kind text NOT NULL,
  reference text NOT NULL UNIQUE,
  what text NOT NULL,
  phase text NOT NULL,
  waiting_for text NOT NULL,
  owner text,
  controller text NOT NULL,
  due_at timestamptz,
  overdue boolean NOT NULL,
  drill boolean NOT NULL,
  closed boolean NOT NULL,
  position integer NOT NULL,
  last_fact text NOT NULL,
  last_fact_at timestamptz NOT NULL
);
CREATE INDEX board_by_due ON duly.board (closed, due_at, case_id);
CREATE INDEX board_by_phase ON duly.board (phase) WHERE NOT closed;
GRANT SELECT, INSERT, UPDATE ON duly.board TO duly_app;

-- What is to be carried out in the world, claimed before it is tried. A letter without an answering fact is tried again.
CREATE TABLE duly.outbox (
  case_id text NOT NULL,
  effect_key text NOT NULL,
  type text NOT NULL,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sending', 'sent', 'refused', 'unknown')),
  message_id text UNIQUE,
  attempts integer NOT NULL DEFAULT 0,
  response_code integer,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (case_id, effect_key)
);
GRANT SELECT, INSERT, UPDATE (state, message_id, attempts, response_code, changed_at) ON duly.outbox TO duly_app;

-- A registration that was accepted at the door, before its case has a first fact.
CREATE TABLE duly.registration (
  case_id text PRIMARY KEY,
  kind text NOT NULL,
  -- The `register` command, under the case's key.
  command bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  registered_at timestamptz
);
CREATE INDEX registration_open ON duly.registration (created_at) WHERE registered_at IS NULL;
GRANT SELECT, INSERT, UPDATE (registered_at) ON duly.registration TO duly_app;

-- How to reach the data subject, under the case's key.
CREATE TABLE duly.subject (
  case_id text PRIMARY KEY,
  contact bytea NOT NULL
);
GRANT SELECT, INSERT, UPDATE (contact), DELETE ON duly.subject TO duly_app;

-- Request texts, evidence, packages, letters: ciphertext in chunks, under the case's key.
CREATE TABLE duly.document (
  document_id uuid PRIMARY KEY,
  case_id text NOT NULL,
  kind text NOT NULL,
  -- File name and content type, encrypted: names of files name people.
  label bytea NOT NULL,
  size bigint NOT NULL,
  -- HMAC-SHA-256 of the plain bytes under a key derived from the case's key.
  hash bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX document_by_case ON duly.document (case_id);
CREATE TABLE duly.document_chunk (
  document_id uuid NOT NULL,
  number integer NOT NULL,
  data bytea NOT NULL,
  PRIMARY KEY (document_id, number)
);
GRANT SELECT, INSERT, DELETE ON duly.document, duly.document_chunk TO duly_app;

-- Which question was already asked under an Idempotency-Key, and its answer. Hashes only; kept 30 days.
CREATE TABLE duly.idempotency (
  key_hash text PRIMARY KEY,
  body_hash text NOT NULL,
  case_id text NOT NULL,
  answer jsonb,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idempotency_by_age ON duly.idempotency (created_at);
GRANT SELECT, INSERT, UPDATE (answer), DELETE ON duly.idempotency TO duly_app;

-- References are given out per kind and year: S-2026-0031.
CREATE TABLE duly.reference_counter (
  prefix text NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (prefix, year)
);
GRANT SELECT, INSERT, UPDATE ON duly.reference_counter TO duly_app;

-- Defects and alarms that a person must see: closed-set codes and ids, no content.
CREATE TABLE duly.alarm (
  alarm_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL,
  case_id text,
  raised_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT ON duly.alarm TO duly_app;
