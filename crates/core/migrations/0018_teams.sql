-- Schema 18: crews: people who are given tasks together. A task may be a crew's, a person's, or a crew's with one who answers for it.

-- [replicated] a crew.
CREATE TABLE team (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), name TEXT NOT NULL, name_key TEXT NOT NULL, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
-- [replicated] who is in a crew. id = v5(team, 'person:' person).
CREATE TABLE team_member (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), team_id BLOB NOT NULL REFERENCES team(id), person_id BLOB NOT NULL REFERENCES person(id),
  created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX team_member_team ON team_member(team_id);
CREATE INDEX team_member_person ON team_member(person_id) WHERE deleted_at IS NULL;

ALTER TABLE task ADD COLUMN team_id BLOB REFERENCES team(id);
CREATE INDEX task_team ON task(team_id) WHERE team_id IS NOT NULL;
