-- Up Migration
-- The order of the list, of open cases and of all, so that a page of it needs no sorting of the others.
CREATE INDEX board_by_page ON duly.board (closed, (coalesce(due_at, 'infinity')), case_id);
CREATE INDEX board_in_order ON duly.board ((coalesce(due_at, 'infinity')), case_id);
DROP INDEX duly.board_by_due;
