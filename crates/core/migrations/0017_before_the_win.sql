-- Schema 17: the handoff before the win. Older programs may not open it: they would plan without conditions, anchors and rules, win deals
-- without their brief, and save templates that lose half of what they say.

ALTER TABLE template ADD COLUMN kickoff_days INTEGER NOT NULL DEFAULT 0;   -- working days from the win to the kickoff
ALTER TABLE template_phase ADD COLUMN only_if TEXT;                         -- JSON condition on the deal, see handoff/when.rs; NULL: always
ALTER TABLE template_task ADD COLUMN only_if TEXT;
ALTER TABLE template_task ADD COLUMN anchor TEXT NOT NULL DEFAULT 'win' CHECK (anchor IN ('win','kickoff','promise'));
ALTER TABLE template_task ADD COLUMN estimate_minutes INTEGER CHECK (estimate_minutes >= 0);

-- [replicated] a template as it was saved, whole and for ever. id = v5(template, 'version:' version).
CREATE TABLE template_version (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), template_id BLOB NOT NULL REFERENCES template(id), version INTEGER NOT NULL, document TEXT NOT NULL,
  created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX template_version_template ON template_version(template_id, version);

-- How a role finds its person. With deal_owner = 1 the rule is not looked at.
ALTER TABLE role ADD COLUMN rule TEXT NOT NULL DEFAULT 'person' CHECK (rule IN ('person','company_owner','least_loaded','round_robin'));
-- [replicated] who can fill a role that chooses among several. id = v5(role, 'person:' person).
CREATE TABLE role_person (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), role_id BLOB NOT NULL REFERENCES role(id), person_id BLOB NOT NULL REFERENCES person(id), rank TEXT NOT NULL,
  created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX role_person_role ON role_person(role_id);
CREATE INDEX role_person_person ON role_person(person_id);
-- [replicated] whose turn it was: one row for each handoff that asked a role in turn. id = v5(project, 'turn:' role).
CREATE TABLE role_turn (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), role_id BLOB NOT NULL REFERENCES role(id), person_id BLOB NOT NULL REFERENCES person(id),
  project_id BLOB NOT NULL REFERENCES project(id), created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX role_turn_role ON role_turn(role_id, created_at);
CREATE INDEX role_turn_project ON role_turn(project_id);
ALTER TABLE firm ADD COLUMN handoff_owner_id BLOB REFERENCES person(id);    -- who answers for what nobody else would own

-- [replicated] which won deals become which project: read from the top, the first that fits decides; parts are added wherever they fit.
CREATE TABLE handoff_rule (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), name TEXT NOT NULL, rank TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('project','part','none')),
  pipeline_id BLOB REFERENCES pipeline(id), stage_id BLOB REFERENCES stage(id), template_id BLOB REFERENCES template(id), only_if TEXT,
  created_at INTEGER NOT NULL, deleted_at INTEGER, CHECK ((kind = 'none') = (template_id IS NULL))
) STRICT;
CREATE INDEX handoff_rule_template ON handoff_rule(template_id) WHERE template_id IS NOT NULL;

-- [replicated] what a pipeline asks before a deal is handed over, and what each deal answers.
CREATE TABLE brief_field (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), pipeline_id BLOB NOT NULL REFERENCES pipeline(id), label TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('text','choice','date','person','number')), choices TEXT NOT NULL DEFAULT '[]',   -- JSON array of strings
  help TEXT, required INTEGER NOT NULL DEFAULT 0,
  kickoff INTEGER NOT NULL DEFAULT 0,                                       -- 1: this date is the day of the kickoff
  rank TEXT NOT NULL, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX brief_field_pipeline ON brief_field(pipeline_id);
-- value: words, one of the choices, a civil day, a decimal, or a person's id as text. id = v5(deal, 'brief:' field).
CREATE TABLE brief_answer (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), deal_id BLOB NOT NULL REFERENCES deal(id), field_id BLOB NOT NULL REFERENCES brief_field(id), value TEXT,
  created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX brief_answer_deal ON brief_answer(deal_id);
CREATE INDEX brief_answer_field ON brief_answer(field_id);

-- [replicated] the first page of a project: what was said before the win, in words, and where it comes from. id = v5(project, 'brief:' n).
CREATE TABLE brief_line (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), project_id BLOB NOT NULL REFERENCES project(id), label TEXT NOT NULL, value TEXT NOT NULL, source TEXT NOT NULL,
  rank TEXT NOT NULL, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX brief_line_project ON brief_line(project_id);
-- [replicated] who matters at the customer. id = v5(project, 'contact:' contact).
CREATE TABLE project_contact (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), project_id BLOB NOT NULL REFERENCES project(id), contact_id BLOB NOT NULL REFERENCES contact(id), role TEXT,
  created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX project_contact_project ON project_contact(project_id);
CREATE INDEX project_contact_contact ON project_contact(contact_id);
