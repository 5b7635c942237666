-- Up Migration
-- Whom a breach concerns, by the hundred thousand. Name and address are encrypted under the case's key and end with it.
CREATE TABLE duly.wave_recipient (
  case_id text NOT NULL,
  number integer NOT NULL,
  address bytea NOT NULL,
  -- Keyed with the case's key: finds who is named twice, and means nothing once the key is gone.
  address_hash bytea NOT NULL,
  language text NOT NULL,
  state text NOT NULL DEFAULT 'waiting'
    CHECK (state IN ('waiting', 'sending', 'sent', 'refused', 'bounced', 'unknown')),
  attempts integer NOT NULL DEFAULT 0,
  -- Since when it is tried.
  tried_at timestamptz,
  message_id text,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (case_id, number),
  UNIQUE (case_id, address_hash)
);
CREATE UNIQUE INDEX wave_recipient_by_message ON duly.wave_recipient (message_id) WHERE message_id IS NOT NULL;
GRANT SELECT, INSERT, UPDATE (state, attempts, tried_at, message_id, changed_at), DELETE ON duly.wave_recipient TO duly_app;
