-- Up Migration
-- A ticket of another system opens one case, whoever reports it again. The key of the hash is that of the server.
CREATE TABLE duly.reported_ticket (
  ticket_hash bytea PRIMARY KEY,
  case_id text NOT NULL
);
GRANT SELECT, INSERT ON duly.reported_ticket TO duly_app;
