-- Up Migration
-- One-time sign-in tokens, by hash. Redeemed once, by POST.
CREATE TABLE duly.sign_in_token (
  token_hash text PRIMARY KEY,
  actor_id text NOT NULL,
  roles text[] NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  redeemed_at timestamptz
);
GRANT SELECT, INSERT, UPDATE (redeemed_at), DELETE ON duly.sign_in_token TO duly_app;

-- Who is signed in to the pages, by hash of the cookie.
CREATE TABLE duly.session (
  session_hash text PRIMARY KEY,
  actor_id text NOT NULL,
  roles text[] NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);
CREATE INDEX session_by_actor ON duly.session (actor_id);
GRANT SELECT, INSERT, UPDATE (revoked_at), DELETE ON duly.session TO duly_app;

-- Bearer tokens that end before they expire, by hash of issuer and jti.
CREATE TABLE duly.revoked_token (
  token_hash text PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, DELETE ON duly.revoked_token TO duly_app;

-- Who looked at what and who was refused, counted per minute until the row is staged for the ledger.
CREATE TABLE duly.access_record (
  access_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  minute timestamptz NOT NULL,
  access text NOT NULL,
  actor_role text NOT NULL,
  actor_id text NOT NULL,
  -- Empty where no case is meant.
  case_id text NOT NULL DEFAULT '',
  count integer NOT NULL DEFAULT 1 CHECK (count > 0),
  staged_at timestamptz
);
-- What comes late for a minute that is already staged opens a row of its own.
CREATE UNIQUE INDEX access_record_open ON duly.access_record (minute, access, actor_role, actor_id, case_id)
  WHERE staged_at IS NULL;
CREATE INDEX access_record_by_case ON duly.access_record (case_id, minute) WHERE case_id <> '';
GRANT SELECT, INSERT, UPDATE (count, staged_at) ON duly.access_record TO duly_app;

-- Append-only, but for the counter, which only grows, and the staging, which happens once.
CREATE FUNCTION duly.keep_access_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.staged_at IS NOT NULL OR NEW.count < OLD.count
    OR (NEW.access_id, NEW.minute, NEW.access, NEW.actor_role, NEW.actor_id, NEW.case_id)
      IS DISTINCT FROM (OLD.access_id, OLD.minute, OLD.access, OLD.actor_role, OLD.actor_id, OLD.case_id) THEN
    RAISE EXCEPTION 'UPDATE on duly.access_record is not allowed: it is append-only'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER access_record_only_counts BEFORE UPDATE ON duly.access_record
  FOR EACH ROW EXECUTE FUNCTION duly.keep_access_record();
CREATE TRIGGER access_record_is_never_deleted BEFORE DELETE ON duly.access_record
  FOR EACH ROW EXECUTE FUNCTION duly.refuse_change();
CREATE TRIGGER access_record_is_never_emptied BEFORE TRUNCATE ON duly.access_record
  FOR EACH STATEMENT EXECUTE FUNCTION duly.refuse_change();
