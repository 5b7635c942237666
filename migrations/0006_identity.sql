-- Up Migration
-- What services found out about who asks: the result and the method, no attribute of the person.
CREATE TABLE duly.identity_result (
  result_id uuid PRIMARY KEY,
  case_id text NOT NULL,
  confirmed boolean NOT NULL,
  method text NOT NULL,
  service text NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT ON duly.identity_result TO duly_app;
CREATE TRIGGER identity_result_is_never_edited BEFORE UPDATE OR DELETE ON duly.identity_result
  FOR EACH ROW EXECUTE FUNCTION duly.refuse_change();
