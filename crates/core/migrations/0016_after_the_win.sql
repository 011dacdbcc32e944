-- Schema 16: the handoff after the win: acceptance and its clock, projects that a win extends, amendments, what was sold.

-- Who is asked before a handoff counts as arrived; how long it may take, in working hours from the win. NULL: no target.
ALTER TABLE pipeline ADD COLUMN acceptance TEXT NOT NULL DEFAULT 'ask' CHECK (acceptance IN ('ask','auto','off'));
ALTER TABLE pipeline ADD COLUMN accept_hours INTEGER DEFAULT 16 CHECK (accept_hours > 0);
ALTER TABLE pipeline ADD COLUMN kickoff_hours INTEGER DEFAULT 40 CHECK (kickoff_hours > 0);

ALTER TABLE handoff ADD COLUMN acceptance TEXT CHECK (acceptance IN ('waiting','accepted','returned'));  -- NULL: nobody is asked
ALTER TABLE handoff ADD COLUMN accepted_by BLOB REFERENCES person(id);
ALTER TABLE handoff ADD COLUMN entered_by BLOB REFERENCES person(id);   -- who entered it, where that is somebody else
ALTER TABLE handoff ADD COLUMN accepted_at INTEGER;
ALTER TABLE handoff ADD COLUMN accepted_why TEXT;                       -- where nobody was asked: why not
ALTER TABLE handoff ADD COLUMN kickoff_on TEXT;                         -- the day agreed for the kickoff
ALTER TABLE handoff ADD COLUMN kickoff_task_id BLOB REFERENCES task(id); -- the task whose end is the kickoff
ALTER TABLE handoff ADD COLUMN kickoff_held_at INTEGER;
ALTER TABLE handoff ADD COLUMN cancel_reason TEXT;
ALTER TABLE handoff ADD COLUMN sold TEXT;                               -- JSON: the deal as delivery knows it, see handoff/amend
ALTER TABLE handoff ADD COLUMN extends_id BLOB REFERENCES project(id);  -- the running project that this win extends
CREATE INDEX handoff_project ON handoff(project_id) WHERE project_id IS NOT NULL;
CREATE INDEX handoff_acceptance ON handoff(acceptance) WHERE acceptance IS NOT NULL;

-- [replicated] a handoff sent back: to whom it goes, and when it came again.
CREATE TABLE handoff_return (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), handoff_id BLOB NOT NULL REFERENCES handoff(id), returned_by BLOB REFERENCES person(id),
  entered_by BLOB REFERENCES person(id), returned_at INTEGER NOT NULL, sent_by BLOB REFERENCES person(id), sent_at INTEGER,
  created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX handoff_return_handoff ON handoff_return(handoff_id);
-- [replicated] what was missing when it was sent back, and the answer.
CREATE TABLE handoff_gap (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), return_id BLOB NOT NULL REFERENCES handoff_return(id),
  what TEXT NOT NULL CHECK (what IN ('scope','promise','contact','price','people','access','other')), question TEXT NOT NULL,
  answer TEXT, answered_by BLOB REFERENCES person(id), answered_at INTEGER, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX handoff_gap_return ON handoff_gap(return_id);
-- [replicated] a time that does not count towards the target, with its reason. It runs while `until_at` is empty.
CREATE TABLE handoff_pause (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), handoff_id BLOB NOT NULL REFERENCES handoff(id), reason TEXT NOT NULL, person_id BLOB REFERENCES person(id),
  since_at INTEGER NOT NULL, until_at INTEGER, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX handoff_pause_handoff ON handoff_pause(handoff_id);
-- [replicated] a change of the deal after the win, and what delivery decided about it.
CREATE TABLE handoff_amendment (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), handoff_id BLOB NOT NULL REFERENCES handoff(id), what TEXT NOT NULL, was TEXT, became TEXT,
  taken INTEGER NOT NULL CHECK (taken IN (0, 1)), note TEXT, person_id BLOB REFERENCES person(id), decided_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX handoff_amendment_handoff ON handoff_amendment(handoff_id);
-- [replicated] what a win added to a running project instead of making one. id = v5(workspace, 'handoff:' deal ':' generation).
CREATE TABLE project_part (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), project_id BLOB NOT NULL REFERENCES project(id), deal_id BLOB NOT NULL REFERENCES deal(id),
  generation INTEGER NOT NULL CHECK (generation >= 1), created_at INTEGER NOT NULL, deleted_at INTEGER, UNIQUE (deal_id, generation)
) STRICT;
CREATE INDEX project_part_project ON project_part(project_id);
-- A win has a project of its own or a part of another, never both.
CREATE TRIGGER part_not_beside_project AFTER INSERT ON project_part WHEN NEW.deleted_at IS NULL
  AND EXISTS (SELECT 1 FROM project p WHERE p.deal_id = NEW.deal_id AND p.generation = NEW.generation AND p.deleted_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'this win has a project of its own already'); END;
CREATE TRIGGER part_not_back_beside_project AFTER UPDATE OF deleted_at ON project_part WHEN NEW.deleted_at IS NULL
  AND EXISTS (SELECT 1 FROM project p WHERE p.deal_id = NEW.deal_id AND p.generation = NEW.generation AND p.deleted_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'this win has a project of its own already'); END;
CREATE TRIGGER project_not_beside_part AFTER INSERT ON project WHEN NEW.deal_id IS NOT NULL AND NEW.deleted_at IS NULL
  AND EXISTS (SELECT 1 FROM project_part p WHERE p.deal_id = NEW.deal_id AND p.generation = NEW.generation AND p.deleted_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'this win has extended a project already'); END;
CREATE TRIGGER project_not_back_beside_part AFTER UPDATE OF deleted_at, deal_id, generation ON project WHEN NEW.deal_id IS NOT NULL AND NEW.deleted_at IS NULL
  AND EXISTS (SELECT 1 FROM project_part p WHERE p.deal_id = NEW.deal_id AND p.generation = NEW.generation AND p.deleted_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'this win has extended a project already'); END;
