-- Up Migration
-- Acknowledgements of the last day by keyed hash of the address, whichever door the request came through.
CREATE TABLE duly.acknowledgement (
  address text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX acknowledgement_by_address ON duly.acknowledgement (address, at);
GRANT SELECT, INSERT, DELETE ON duly.acknowledgement TO duly_app;

-- Takes its index with it.
ALTER TABLE duly.mail DROP COLUMN sender;
