-- Up Migration
-- An update leaves the old version of a row in the table's file. Of a destroyed key that version is the key: the file is
-- written anew, by the role that destroys, which owns nothing and may do this alone.
GRANT MAINTAIN ON duly.case_key TO duly_app;
ALTER TABLE duly.case_key ADD COLUMN cleared_at timestamptz CHECK (cleared_at IS NULL OR destroyed_at IS NOT NULL);
GRANT UPDATE (cleared_at) ON duly.case_key TO duly_app;
CREATE INDEX case_key_to_clear ON duly.case_key (key_id) WHERE destroyed_at IS NOT NULL AND cleared_at IS NULL;
