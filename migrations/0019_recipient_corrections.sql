-- Up Migration
-- What is put right on a list of recipients: an address, an entry taken off, a letter written again.
ALTER TABLE duly.wave_recipient
  ALTER COLUMN address DROP NOT NULL,
  ALTER COLUMN address_hash DROP NOT NULL,
  -- One more for every letter to the same number, so that none is taken for another.
  ADD COLUMN edition integer NOT NULL DEFAULT 0,
  -- Which order to repeat letters it belongs to; none at first.
  ADD COLUMN repeat_order integer NOT NULL DEFAULT 0,
  -- Of letters that another one has followed: what comes back of them is known, and changes nothing.
  ADD COLUMN earlier_message_ids text[] NOT NULL DEFAULT '{}',
  DROP CONSTRAINT wave_recipient_state_check,
  ADD CONSTRAINT wave_recipient_state_check
    CHECK (state IN ('waiting', 'sending', 'sent', 'refused', 'bounced', 'unknown', 'removed')),
  -- Of whom was taken off, the number is all that stays.
  ADD CONSTRAINT wave_recipient_removed_check
    CHECK ((state = 'removed') = (address IS NULL) AND (address IS NULL) = (address_hash IS NULL));
CREATE INDEX wave_recipient_by_earlier_message ON duly.wave_recipient USING gin (earlier_message_ids)
  WHERE earlier_message_ids <> '{}';
GRANT UPDATE (address, address_hash, language, edition, repeat_order, earlier_message_ids) ON duly.wave_recipient TO duly_app;
