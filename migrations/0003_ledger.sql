-- Up Migration
-- Leaves that were written with what they record and have no place in the tree yet.
CREATE TABLE duly.ledger_staged (
  staged_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id text,
  position integer,
  body bytea NOT NULL CHECK (octet_length(body) BETWEEN 1 AND 65535)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
GRANT SELECT, INSERT, DELETE ON duly.ledger_staged TO duly_app;

-- The tree: level 0 holds the leaf hashes, level n the hash of every complete subtree of 2^n leaves (RFC 6962).
CREATE TABLE duly.ledger_hash (
  level smallint NOT NULL CHECK (level BETWEEN 0 AND 52),
  index bigint NOT NULL CHECK (index >= 0),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (level, index)
);
GRANT SELECT, INSERT ON duly.ledger_hash TO duly_app;

-- What each leaf says. Apart from the hashes, because bodies may be pruned and every proof still holds.
CREATE TABLE duly.ledger_body (
  index bigint PRIMARY KEY CHECK (index >= 0),
  case_id text,
  position integer,
  body bytea NOT NULL
);
CREATE INDEX ledger_body_by_case ON duly.ledger_body (case_id, position) WHERE case_id IS NOT NULL;
GRANT SELECT, INSERT ON duly.ledger_body TO duly_app;
GRANT SELECT, DELETE ON duly.ledger_body TO duly_pruner;

-- The signed size and root after each batch.
CREATE TABLE duly.ledger_checkpoint (
  size bigint PRIMARY KEY CHECK (size >= 0),
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  note text NOT NULL,
  signed_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT ON duly.ledger_checkpoint TO duly_app;

-- Rights alone would not hold back the owner of the tables.
CREATE TRIGGER hash_is_never_edited BEFORE UPDATE OR DELETE ON duly.ledger_hash
  FOR EACH ROW EXECUTE FUNCTION duly.refuse_change();
CREATE TRIGGER hash_is_never_emptied BEFORE TRUNCATE ON duly.ledger_hash
  FOR EACH STATEMENT EXECUTE FUNCTION duly.refuse_change();
CREATE TRIGGER checkpoint_is_never_edited BEFORE UPDATE OR DELETE ON duly.ledger_checkpoint
  FOR EACH ROW EXECUTE FUNCTION duly.refuse_change();
CREATE TRIGGER checkpoint_is_never_emptied BEFORE TRUNCATE ON duly.ledger_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION duly.refuse_change();
CREATE TRIGGER body_is_never_edited BEFORE UPDATE ON duly.ledger_body
  FOR EACH ROW EXECUTE FUNCTION duly.refuse_change();
CREATE TRIGGER body_is_pruned_by_one_role BEFORE DELETE ON duly.ledger_body
  FOR EACH ROW WHEN (current_user <> 'duly_pruner') EXECUTE FUNCTION duly.refuse_change();
CREATE TRIGGER body_is_never_emptied BEFORE TRUNCATE ON duly.ledger_body
  FOR EACH STATEMENT EXECUTE FUNCTION duly.refuse_change();
CREATE TRIGGER staged_leaf_is_never_edited BEFORE UPDATE ON duly.ledger_staged
  FOR EACH ROW EXECUTE FUNCTION duly.refuse_change();
CREATE TRIGGER staged_leaves_are_never_emptied BEFORE TRUNCATE ON duly.ledger_staged
  FOR EACH STATEMENT EXECUTE FUNCTION duly.refuse_change();
