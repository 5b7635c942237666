-- Up Migration
-- Controllers for whom we process, by the hundreds: what the organisation file says of a few. Contacts are encrypted.
CREATE TABLE duly.outside_controller (
  controller_id text PRIMARY KEY,
  services text[] NOT NULL,
  last_checked_on date,
  -- Name, contacts, contract, external id, language: under a key of the server.
  particulars bytea NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL
);
CREATE INDEX outside_controller_by_service ON duly.outside_controller USING gin (services);
GRANT SELECT, INSERT, UPDATE, DELETE ON duly.outside_controller TO duly_app;

-- How many notices a confirmation of a breach ordered: who sums up knows when all of them are there.
CREATE TABLE duly.notice_batch (
  breach_id text NOT NULL,
  batch integer NOT NULL,
  expected integer NOT NULL,
  PRIMARY KEY (breach_id, batch)
);
-- What the case of the breach was last told of them.
CREATE TABLE duly.notice_summary (
  breach_id text PRIMARY KEY,
  expected integer NOT NULL,
  is_told boolean NOT NULL,
  is_acknowledged boolean NOT NULL
);
-- One row per notice, folded from its facts.
CREATE TABLE duly.controller_notice (
  case_id text PRIMARY KEY,
  breach_id text NOT NULL,
  addressee text NOT NULL,
  due_at timestamptz NOT NULL,
  told_at timestamptz,
  acknowledged_at timestamptz,
  rungs_passed integer NOT NULL,
  position integer NOT NULL
);
CREATE INDEX controller_notice_by_breach ON duly.controller_notice (breach_id, addressee);
GRANT SELECT, INSERT ON duly.notice_batch TO duly_app;
GRANT SELECT, INSERT, UPDATE ON duly.notice_summary, duly.controller_notice TO duly_app;
