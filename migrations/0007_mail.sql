-- Up Migration
-- Every mail that was taken, from the moment its sender heard 250. The raw message is a document under a key of its own.
CREATE TABLE duly.mail (
  -- Also the case that the mail opens, if it opens one; the key of the message becomes the key of the case.
  mail_id text PRIMARY KEY,
  document_id uuid NOT NULL,
  received_at timestamptz NOT NULL,
  has_null_sender boolean NOT NULL,
  state text NOT NULL DEFAULT 'received'
    CHECK (state IN ('received', 'opened', 'filed', 'set-aside', 'duplicate')),
  -- What the program took it for: a closed set.
  kind text,
  -- SHA-256 over what relays do not change, keyed: the same message twice opens one case.
  identity text UNIQUE,
  -- Keyed hash of the sender's address, for the limit of acknowledgements.
  sender text,
  -- The case that it belongs to.
  case_id text,
  -- What of it is told to a case that exists already: once, however often it is tried.
  filed_document_id uuid,
  spf text,
  dkim text,
  dmarc text,
  attempts integer NOT NULL DEFAULT 0,
  processed_at timestamptz
);
CREATE INDEX mail_unprocessed ON duly.mail (received_at) WHERE state = 'received';
CREATE INDEX mail_by_sender ON duly.mail (sender, received_at) WHERE state = 'opened';
CREATE INDEX mail_by_age ON duly.mail (received_at);
GRANT SELECT, INSERT, UPDATE (state, kind, identity, sender, case_id, filed_document_id, spf, dkim, dmarc, attempts,
    processed_at), DELETE ON duly.mail TO duly_app;
