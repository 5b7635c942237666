-- Up Migration
-- Living keys are wrapped anew, so that the key-encryption key of a month can die on schedule.
GRANT UPDATE (kek_id) ON duly.case_key TO duly_app;
CREATE INDEX case_key_by_kek ON duly.case_key (kek_id) WHERE wrapped_key IS NOT NULL;

-- The end of a closed case's data: proposed by one person, approved by another, carried out seven days later.
CREATE TABLE duly.key_destruction (
  destruction_id uuid PRIMARY KEY,
  case_id text NOT NULL,
  proposed_by text NOT NULL,
  proposed_at timestamptz NOT NULL,
  approved_by text,
  approved_at timestamptz,
  due_at timestamptz,
  withdrawn_by text,
  withdrawn_at timestamptz,
  carried_out_at timestamptz,
  documents integer,
  -- When the last backup that still holds the wrapped key expires.
  backups_expire_at timestamptz,
  CHECK (approved_by IS DISTINCT FROM proposed_by),
  CHECK ((approved_by IS NULL) = (approved_at IS NULL) AND (approved_at IS NULL) = (due_at IS NULL)),
  CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL)),
  CHECK (carried_out_at IS NULL OR (approved_at IS NOT NULL AND withdrawn_at IS NULL)),
  CHECK ((carried_out_at IS NULL) = (backups_expire_at IS NULL))
);
CREATE UNIQUE INDEX key_destruction_one_at_a_time ON duly.key_destruction (case_id) WHERE withdrawn_at IS NULL;
CREATE INDEX key_destruction_due ON duly.key_destruction (due_at) WHERE withdrawn_at IS NULL AND carried_out_at IS NULL;
GRANT SELECT, INSERT, UPDATE (approved_by, approved_at, due_at, withdrawn_by, withdrawn_at, carried_out_at, documents,
    backups_expire_at)
  ON duly.key_destruction TO duly_app;

-- Why a case's data must stay for now. The ground is one of a closed set: no words about a person.
CREATE TABLE duly.legal_hold (
  hold_id uuid PRIMARY KEY,
  case_id text NOT NULL,
  ground text NOT NULL,
  placed_by text NOT NULL,
  placed_at timestamptz NOT NULL,
  lifted_by text,
  lifted_at timestamptz,
  CHECK ((lifted_by IS NULL) = (lifted_at IS NULL))
);
CREATE INDEX legal_hold_in_force ON duly.legal_hold (case_id) WHERE lifted_at IS NULL;
GRANT SELECT, INSERT, UPDATE (lifted_by, lifted_at) ON duly.legal_hold TO duly_app;
