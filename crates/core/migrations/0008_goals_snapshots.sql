-- Goals, and forecasts as they were said. Older programs may open it: they leave both alone.

-- [replicated] what a person wants to win in a month; without a person: everyone together.
-- id = v5(workspace, 'goal:' person or 'all' ':' month ':' currency), so that a goal entered on two machines is one row.
CREATE TABLE goal (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), person_id BLOB REFERENCES person(id), month TEXT NOT NULL CHECK (length(month) = 7),
  amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0), currency TEXT NOT NULL CHECK (length(currency) = 3), created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX goal_month ON goal(month) WHERE deleted_at IS NULL;

-- [replicated] a forecast kept as it was said on a day, whatever becomes of its deals. id = v5(workspace, 'forecast:' day).
-- content: JSON, see reports/snapshots.rs
CREATE TABLE forecast_snapshot (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), day TEXT NOT NULL, content TEXT NOT NULL, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX forecast_snapshot_day ON forecast_snapshot(day) WHERE deleted_at IS NULL;
