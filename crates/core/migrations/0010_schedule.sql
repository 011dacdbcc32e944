-- Schema 10: tasks in a tree with constraints and progress, re-plans, baselines, leave. Older programs may not open it: they would move
-- tasks without their links and lose the first promise.

ALTER TABLE task ADD COLUMN kind TEXT NOT NULL DEFAULT 'task' CHECK (kind IN ('task','milestone','ticket'));
ALTER TABLE task ADD COLUMN parent_id BLOB REFERENCES task(id);      -- the task it is a part of, in the same project
ALTER TABLE task ADD COLUMN outline TEXT;                            -- order key among its siblings; NULL: that of the board
ALTER TABLE task ADD COLUMN started_on TEXT;                         -- the day it first entered a column in progress
ALTER TABLE task ADD COLUMN percent INTEGER CHECK (percent BETWEEN 0 AND 100);
ALTER TABLE task ADD COLUMN estimate_minutes INTEGER CHECK (estimate_minutes >= 0);
ALTER TABLE task ADD COLUMN deadline TEXT;
ALTER TABLE task ADD COLUMN bound TEXT NOT NULL DEFAULT 'asap' CHECK (bound IN ('asap','start_after','finish_before','fixed'));
ALTER TABLE task ADD COLUMN bound_day TEXT;
ALTER TABLE task ADD COLUMN source_key TEXT;                         -- what names it in the file it came from
ALTER TABLE task ADD COLUMN manual INTEGER NOT NULL DEFAULT 0;       -- 1: links never move it
CREATE INDEX task_source ON task(project_id, source_key) WHERE source_key IS NOT NULL;
CREATE INDEX task_parent ON task(parent_id) WHERE parent_id IS NOT NULL;
UPDATE task SET kind = 'milestone' WHERE duration_days = 0;
UPDATE task SET outline = rank;

ALTER TABLE task_link ADD COLUMN elapsed INTEGER NOT NULL DEFAULT 0; -- 1: lag_days counts every day, not only working days

ALTER TABLE project ADD COLUMN first_promised TEXT;                  -- the first promise, for ever
ALTER TABLE project ADD COLUMN paused_on TEXT;
ALTER TABLE project ADD COLUMN ended_on TEXT;                        -- the day it was done or cancelled
ALTER TABLE project ADD COLUMN budget_minutes INTEGER CHECK (budget_minutes >= 0);
UPDATE project SET first_promised = promised_date;

-- [replicated] every change of a plan or a promise: who, when, why, and what it did to the finish.
CREATE TABLE replan (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), project_id BLOB NOT NULL REFERENCES project(id), day TEXT NOT NULL, person_id BLOB REFERENCES person(id),
  reason TEXT, moved INTEGER NOT NULL, finish_before TEXT, finish_after TEXT, promised_before TEXT, promised_after TEXT, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX replan_project ON replan(project_id, day);

-- [replicated] a plan as it stood on a day, under a name.
CREATE TABLE baseline (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), project_id BLOB NOT NULL REFERENCES project(id), name TEXT NOT NULL, day TEXT NOT NULL, finish TEXT, promised TEXT,
  created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX baseline_project ON baseline(project_id);
CREATE TABLE baseline_task (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), baseline_id BLOB NOT NULL REFERENCES baseline(id), task_id BLOB NOT NULL REFERENCES task(id), name TEXT NOT NULL,
  start_date TEXT, due_date TEXT, estimate_minutes INTEGER, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX baseline_task_baseline ON baseline_task(baseline_id);
CREATE INDEX baseline_task_task ON baseline_task(task_id);

-- [replicated] days on which a person is away, both included.
CREATE TABLE leave (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), person_id BLOB NOT NULL REFERENCES person(id), first_day TEXT NOT NULL, last_day TEXT NOT NULL, note TEXT,
  created_at INTEGER NOT NULL, deleted_at INTEGER, CHECK (last_day >= first_day)
) STRICT;
CREATE INDEX leave_person ON leave(person_id);
