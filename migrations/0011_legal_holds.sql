-- Up Migration
-- Why a hold was placed and why it was lifted, under the case's key. No address placed one before, so there is none yet.
ALTER TABLE duly.legal_hold
  ALTER COLUMN hold_id TYPE text,
  ADD COLUMN reasons bytea NOT NULL,
  ADD COLUMN lifted_reasons bytea,
  ADD CHECK ((lifted_reasons IS NULL) = (lifted_at IS NULL));
CREATE INDEX legal_hold_by_case ON duly.legal_hold (case_id, placed_at);
DROP INDEX duly.legal_hold_in_force;
GRANT UPDATE (lifted_reasons) ON duly.legal_hold TO duly_app;
