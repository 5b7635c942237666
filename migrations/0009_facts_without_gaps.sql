-- Up Migration
-- A database restored to an earlier day meets cases that are further on: what they add must not hide what is missing.
CREATE FUNCTION duly.refuse_gap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM duly.fact WHERE case_id = NEW.case_id AND position = NEW.position - 1) THEN
    RAISE EXCEPTION 'fact % of a case has no fact before it', NEW.position USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fact_follows_another BEFORE INSERT ON duly.fact
  FOR EACH ROW WHEN (NEW.position > 0) EXECUTE FUNCTION duly.refuse_gap();
