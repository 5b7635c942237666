-- Up Migration
-- Every version of the organisation file that was in force, by content: an auditor can see since when.
CREATE TABLE duly.organisation_version (
  version text PRIMARY KEY,
  first_seen_at timestamptz NOT NULL,
  content jsonb NOT NULL
);
GRANT SELECT, INSERT ON duly.organisation_version TO duly_app;
CREATE TRIGGER organisation_version_is_never_edited BEFORE UPDATE OR DELETE ON duly.organisation_version
  FOR EACH ROW EXECUTE FUNCTION duly.refuse_change();

-- Which alarms people have been told of.
ALTER TABLE duly.alarm ADD COLUMN told_at timestamptz;
CREATE INDEX alarm_untold ON duly.alarm (alarm_id) WHERE told_at IS NULL;
GRANT UPDATE (told_at) ON duly.alarm TO duly_app;
