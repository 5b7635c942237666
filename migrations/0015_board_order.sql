-- Up Migration
-- What is due at the same instant stands in the order of references; each filter of the list finds its page in order.
CREATE INDEX board_pages ON duly.board (closed, (coalesce(due_at, 'infinity')), reference);
CREATE INDEX board_pages_of_phase ON duly.board (phase, (coalesce(due_at, 'infinity')), reference) WHERE NOT closed;
CREATE INDEX board_pages_of_owner ON duly.board (owner, (coalesce(due_at, 'infinity')), reference) WHERE NOT closed;
DROP INDEX duly.board_by_page;
DROP INDEX duly.board_in_order;
DROP INDEX duly.board_by_phase;
