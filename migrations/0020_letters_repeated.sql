-- Up Migration
-- A letter did not arrive and its address was put right: it goes out again when that is ordered.
ALTER TABLE duly.wave_recipient ADD COLUMN is_corrected boolean NOT NULL DEFAULT false;
GRANT UPDATE (is_corrected) ON duly.wave_recipient TO duly_app;
