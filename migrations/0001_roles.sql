-- Up Migration
-- Schema and what each role may do in it. Tables grant their own rights, so nothing is writable by default.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA duly TO duly_app, duly_pruner, duly_vault;

-- Refuses to change what must stay: facts, the ledger, access records.
CREATE FUNCTION duly.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on %.% is not allowed: it is append-only', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
