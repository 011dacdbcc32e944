-- Schema 11: tasks in depth: priority, blocks, further people, tags, comments, whom one waits for, and the time it took.

ALTER TABLE task ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('low','normal','high','urgent'));
ALTER TABLE task ADD COLUMN blocked_on TEXT;       -- the day since which something of our own holds it up
ALTER TABLE task ADD COLUMN blocked_reason TEXT;

-- [replicated] further people on a task, beside the one who answers for it. id = v5(task, 'person:' person).
CREATE TABLE task_person (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), task_id BLOB NOT NULL REFERENCES task(id), person_id BLOB NOT NULL REFERENCES person(id),
  created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX task_person_task ON task_person(task_id);
CREATE INDEX task_person_person ON task_person(person_id) WHERE deleted_at IS NULL;

-- [replicated] a tag on a task. id = v5(task, 'tag:' tag).
CREATE TABLE task_tag (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), task_id BLOB NOT NULL REFERENCES task(id), tag_id BLOB NOT NULL REFERENCES tag(id),
  created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX task_tag_task ON task_tag(task_id);
CREATE INDEX task_tag_tag ON task_tag(tag_id);

-- [replicated] what people say about a task, in markdown.
CREATE TABLE comment (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), task_id BLOB NOT NULL REFERENCES task(id), person_id BLOB REFERENCES person(id), text TEXT NOT NULL,
  edited_at INTEGER, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX comment_task ON comment(task_id);

-- [replicated] a time in which a task waits for somebody outside; it runs while `ended_on` is empty.
CREATE TABLE waiting (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), task_id BLOB NOT NULL REFERENCES task(id), whom TEXT NOT NULL, contact_id BLOB REFERENCES contact(id),
  since TEXT NOT NULL, chase_on TEXT, ended_on TEXT, created_at INTEGER NOT NULL, deleted_at INTEGER, CHECK (ended_on IS NULL OR ended_on >= since)
) STRICT;
CREATE INDEX waiting_task ON waiting(task_id);
CREATE INDEX waiting_open ON waiting(chase_on) WHERE ended_on IS NULL AND deleted_at IS NULL;
CREATE INDEX waiting_contact ON waiting(contact_id) WHERE contact_id IS NOT NULL;

-- [replicated] time that somebody spent, on a task or on a project as such.
CREATE TABLE time_entry (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), project_id BLOB NOT NULL REFERENCES project(id), task_id BLOB REFERENCES task(id),
  person_id BLOB NOT NULL REFERENCES person(id), day TEXT NOT NULL, minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440), note TEXT,
  created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX time_entry_project ON time_entry(project_id, day) WHERE deleted_at IS NULL;
CREATE INDEX time_entry_task ON time_entry(task_id) WHERE task_id IS NOT NULL;
CREATE INDEX time_entry_person ON time_entry(person_id, day);

-- [replicated] the clock that runs for a person. id = v5(person, 'timer'): there is never a second one.
CREATE TABLE timer (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), person_id BLOB NOT NULL REFERENCES person(id), project_id BLOB NOT NULL REFERENCES project(id),
  task_id BLOB REFERENCES task(id), day TEXT NOT NULL, started_at INTEGER NOT NULL, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX timer_project ON timer(project_id);
CREATE INDEX timer_task ON timer(task_id) WHERE task_id IS NOT NULL;
