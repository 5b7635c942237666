-- Up Migration
-- One alarm may be about many cases: after a restore one sweep starts hundreds of them.
ALTER TABLE duly.alarm ADD COLUMN case_ids text[] NOT NULL DEFAULT '{}';
UPDATE duly.alarm SET case_ids = ARRAY[case_id] WHERE case_id IS NOT NULL;
ALTER TABLE duly.alarm DROP COLUMN case_id;

-- When the bell rings for it next. Absent: everybody was told, or cannot be reached.
ALTER TABLE duly.alarm ADD COLUMN ring_at timestamptz DEFAULT now();
UPDATE duly.alarm SET ring_at = NULL WHERE told_at IS NOT NULL;
CREATE INDEX alarm_to_ring ON duly.alarm (ring_at) WHERE ring_at IS NOT NULL;
DROP INDEX duly.alarm_untold;
GRANT UPDATE (ring_at) ON duly.alarm TO duly_app;
