-- Additive: a program of schema 1 would refuse the file all the same, because it can't journal what it doesn't know.
-- [replicated] a view of a list that somebody saved: `spec` is JSON (see views/mod.rs). Without an owner everybody sees it.
CREATE TABLE saved_view (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), subject TEXT NOT NULL CHECK (subject IN ('deals','companies','contacts')), name TEXT NOT NULL, rank TEXT NOT NULL,
  owner_id BLOB REFERENCES person(id), spec TEXT NOT NULL CHECK (json_valid(spec)), created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
-- [local] what a calendar and "closing this month" look for.
CREATE INDEX deal_close ON deal(close_date) WHERE deleted_at IS NULL AND close_date IS NOT NULL;
