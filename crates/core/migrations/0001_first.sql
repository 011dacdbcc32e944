-- Schema 1. Additive rule for later files: say whether older programs may still open the workspace.
-- Every table is marked [replicated] (its changes are journalled and will travel to other machines) or [local].
-- Ids are UUIDs as 16-byte BLOBs. Instants are UTC milliseconds, civil days are 'YYYY-MM-DD', money is minor units
-- with an ISO currency. Rows are never deleted: `deleted_at` (milliseconds) hides them, and children with them.

-- [local] one row: what this file is. `hlc` is the hybrid logical clock of the last command.
CREATE TABLE workspace (
  one INTEGER PRIMARY KEY CHECK (one = 1), id BLOB NOT NULL CHECK (length(id) = 16), device_id BLOB NOT NULL CHECK (length(device_id) = 16),
  nonce TEXT NOT NULL, hlc INTEGER NOT NULL, created_at INTEGER NOT NULL
) STRICT;

-- [replicated] one row keyed by the workspace id: what the firm decides for everybody.
CREATE TABLE firm (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), name TEXT NOT NULL, currency TEXT NOT NULL CHECK (length(currency) = 3),
  calendar_id BLOB REFERENCES calendar(id) DEFERRABLE INITIALLY DEFERRED, fallback_person_id BLOB REFERENCES person(id) DEFERRABLE INITIALLY DEFERRED,
  deleted_at INTEGER
) STRICT;

-- [replicated] the journal: one row a command, one entry a touched row, written in the command's own transaction.
CREATE TABLE command (
  seq INTEGER PRIMARY KEY, id BLOB NOT NULL CHECK (length(id) = 16), hlc INTEGER NOT NULL, at INTEGER NOT NULL, day TEXT NOT NULL,
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('person','worker','import')), actor_id BLOB, verb TEXT NOT NULL, label TEXT NOT NULL,
  subject_table TEXT, subject_id BLOB,
  step_of INTEGER REFERENCES command(seq),   -- a delivered handoff belongs to its win: one step for undo
  undoes INTEGER REFERENCES command(seq), undone_by INTEGER REFERENCES command(seq)
) STRICT;
CREATE INDEX command_undo ON command(actor_id, seq) WHERE undone_by IS NULL;
CREATE INDEX command_step ON command(step_of) WHERE step_of IS NOT NULL;
-- change: NULL for a created row (the row is the image), else JSON {"column":[before,after]}
CREATE TABLE entry (
  seq INTEGER NOT NULL REFERENCES command(seq), n INTEGER NOT NULL, tbl TEXT NOT NULL, row_id BLOB NOT NULL, change TEXT,
  PRIMARY KEY (seq, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_row ON entry(row_id, seq);

-- [replicated] people of the firm: records, not logins.
CREATE TABLE person (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), name TEXT NOT NULL, name_key TEXT NOT NULL, email TEXT, manager TEXT, office TEXT, active INTEGER NOT NULL DEFAULT 1,
  source_key TEXT, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX person_name ON person(name_key);
CREATE TABLE role (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), name TEXT NOT NULL, person_id BLOB REFERENCES person(id), created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;

-- [replicated] companies and contacts, many to many with a role on the link.
CREATE TABLE company (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), name TEXT NOT NULL, name_key TEXT NOT NULL, industry TEXT, location TEXT, website TEXT, employees INTEGER, founded INTEGER,
  parent_id BLOB REFERENCES company(id) DEFERRABLE INITIALLY DEFERRED, notes TEXT, source_key TEXT, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX company_name ON company(name_key);
CREATE INDEX company_source ON company(source_key) WHERE source_key IS NOT NULL;
CREATE TABLE contact (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), name TEXT NOT NULL, name_key TEXT NOT NULL, email TEXT, phone TEXT, title TEXT, notes TEXT,
  source_key TEXT, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX contact_name ON contact(name_key);
CREATE INDEX contact_email ON contact(email) WHERE email IS NOT NULL;
CREATE INDEX contact_source ON contact(source_key) WHERE source_key IS NOT NULL;
CREATE TABLE company_contact (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), company_id BLOB NOT NULL REFERENCES company(id), contact_id BLOB NOT NULL REFERENCES contact(id),
  role TEXT, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX company_contact_company ON company_contact(company_id);
CREATE INDEX company_contact_contact ON company_contact(contact_id);

CREATE TABLE product (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), name TEXT NOT NULL, name_key TEXT NOT NULL, series TEXT, price_minor INTEGER, currency TEXT,
  source_key TEXT, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;

-- [replicated] pipelines, stages, deals.
CREATE TABLE pipeline (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), name TEXT NOT NULL, rank TEXT NOT NULL, template_id BLOB REFERENCES template(id) DEFERRABLE INITIALLY DEFERRED,
  rot_days INTEGER NOT NULL DEFAULT 21, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE TABLE stage (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), pipeline_id BLOB NOT NULL REFERENCES pipeline(id), name TEXT NOT NULL, rank TEXT NOT NULL,
  probability INTEGER NOT NULL CHECK (probability BETWEEN 0 AND 100),
  forecast TEXT NOT NULL CHECK (forecast IN ('pipeline','best_case','commit','closed','omitted')),
  kind TEXT NOT NULL CHECK (kind IN ('open','won','lost')), created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE TABLE lost_reason (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), name TEXT NOT NULL, rank TEXT NOT NULL, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE TABLE deal (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), pipeline_id BLOB NOT NULL REFERENCES pipeline(id), stage_id BLOB NOT NULL REFERENCES stage(id), rank TEXT NOT NULL,
  name TEXT NOT NULL, company_id BLOB REFERENCES company(id), contact_id BLOB REFERENCES contact(id), owner_id BLOB REFERENCES person(id),
  amount_minor INTEGER, currency TEXT NOT NULL CHECK (length(currency) = 3),
  close_date TEXT,                                   -- expected until won or lost, then actual
  promise TEXT,                                      -- promised delivery day, or 'none' for "none promised", NULL while unasked
  product_id BLOB REFERENCES product(id), source TEXT, notes TEXT,
  lost_reason_id BLOB REFERENCES lost_reason(id), lost_note TEXT,
  generation INTEGER NOT NULL DEFAULT 0,             -- how many projects this deal has asked for; the handoff's key with the id
  project_wish TEXT CHECK (project_wish IN ('project','none','imported')),  -- set on win: hand off, win without a project, came in as won
  no_project_reason TEXT, stage_since TEXT NOT NULL, touched_on TEXT NOT NULL,  -- civil days; touched_on drives rotting
  opened_on TEXT, source_key TEXT, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX deal_board ON deal(stage_id, rank) WHERE deleted_at IS NULL;
CREATE INDEX deal_owner_board ON deal(owner_id, stage_id, rank) WHERE deleted_at IS NULL;
CREATE INDEX deal_company ON deal(company_id);
CREATE INDEX deal_main_contact ON deal(contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX deal_source ON deal(source_key) WHERE source_key IS NOT NULL;
CREATE TABLE deal_contact (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), deal_id BLOB NOT NULL REFERENCES deal(id), contact_id BLOB NOT NULL REFERENCES contact(id),
  role TEXT, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX deal_contact_deal ON deal_contact(deal_id);
CREATE INDEX deal_contact_contact ON deal_contact(contact_id);
-- append-only history with the figures as they were; imports write it with the dates the file gives.
CREATE TABLE deal_stage_event (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), deal_id BLOB NOT NULL REFERENCES deal(id), day TEXT NOT NULL, from_stage_id BLOB, to_stage_id BLOB NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('open','won','lost')), amount_minor INTEGER, currency TEXT NOT NULL, probability INTEGER NOT NULL, close_date TEXT,
  owner_id BLOB, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX deal_stage_event_deal ON deal_stage_event(deal_id);
CREATE INDEX deal_stage_event_day ON deal_stage_event(kind, day) WHERE deleted_at IS NULL;

-- [replicated] working calendars. workdays: bit 0 = Monday … bit 6 = Sunday.
CREATE TABLE calendar (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), name TEXT NOT NULL, workdays INTEGER NOT NULL CHECK (workdays BETWEEN 1 AND 127), created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE TABLE holiday (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), calendar_id BLOB NOT NULL REFERENCES calendar(id), day TEXT NOT NULL, name TEXT NOT NULL, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;

-- [replicated] project templates. `key` names a part inside its template for ever: derived ids hang on it.
CREATE TABLE template (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), name TEXT NOT NULL, description TEXT, fallback_person_id BLOB REFERENCES person(id), lead_role_id BLOB REFERENCES role(id),
  version INTEGER NOT NULL DEFAULT 1, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE TABLE template_phase (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), template_id BLOB NOT NULL REFERENCES template(id), key TEXT NOT NULL, name TEXT NOT NULL, rank TEXT NOT NULL,
  created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE TABLE template_task (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), template_id BLOB NOT NULL REFERENCES template(id), phase_id BLOB NOT NULL REFERENCES template_phase(id), key TEXT NOT NULL,
  name TEXT NOT NULL, description TEXT, role_id BLOB REFERENCES role(id), offset_days INTEGER NOT NULL, duration_days INTEGER NOT NULL CHECK (duration_days >= 0),
  checklist TEXT NOT NULL DEFAULT '[]',              -- JSON array of strings
  rank TEXT NOT NULL, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX template_task_template ON template_task(template_id);
CREATE TABLE template_link (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), template_id BLOB NOT NULL REFERENCES template(id), predecessor_id BLOB NOT NULL REFERENCES template_task(id),
  successor_id BLOB NOT NULL REFERENCES template_task(id), kind TEXT NOT NULL CHECK (kind IN ('FS','SS','FF','SF')), lag_days INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;

-- [replicated] projects and tasks. A project from a handoff has id = v5(workspace, 'handoff:' deal ':' generation).
CREATE TABLE project (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), name TEXT NOT NULL, deal_id BLOB REFERENCES deal(id), generation INTEGER, company_id BLOB REFERENCES company(id),
  contact_id BLOB REFERENCES contact(id), template_id BLOB REFERENCES template(id), template_version INTEGER, lead_id BLOB REFERENCES person(id),
  state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('planned','active','paused','done','cancelled')),
  start_date TEXT, promised_date TEXT, description TEXT, calendar_id BLOB REFERENCES calendar(id), created_at INTEGER NOT NULL, deleted_at INTEGER,
  CHECK ((deal_id IS NULL) = (generation IS NULL))
) STRICT;
CREATE UNIQUE INDEX project_once ON project(deal_id, generation) WHERE deal_id IS NOT NULL;
CREATE INDEX project_company ON project(company_id) WHERE company_id IS NOT NULL;
CREATE TABLE project_column (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), project_id BLOB NOT NULL REFERENCES project(id), name TEXT NOT NULL,
  category TEXT NOT NULL CHECK (category IN ('todo','doing','done')), rank TEXT NOT NULL, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX project_column_project ON project_column(project_id);
CREATE TABLE phase (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), project_id BLOB NOT NULL REFERENCES project(id), name TEXT NOT NULL, rank TEXT NOT NULL, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX phase_project ON phase(project_id);
CREATE TABLE task (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), project_id BLOB NOT NULL REFERENCES project(id), phase_id BLOB REFERENCES phase(id),
  column_id BLOB NOT NULL REFERENCES project_column(id), rank TEXT NOT NULL, name TEXT NOT NULL, description TEXT,
  assignee_id BLOB REFERENCES person(id), role_id BLOB REFERENCES role(id), start_date TEXT, due_date TEXT, duration_days INTEGER,
  done_on TEXT, wbs TEXT, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX task_board ON task(column_id, rank) WHERE deleted_at IS NULL;
CREATE INDEX task_project ON task(project_id);
CREATE INDEX task_assignee ON task(assignee_id, due_date) WHERE deleted_at IS NULL;
CREATE TABLE checklist_item (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), task_id BLOB NOT NULL REFERENCES task(id), text TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0, rank TEXT NOT NULL,
  created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX checklist_item_task ON checklist_item(task_id);
CREATE TABLE task_link (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), project_id BLOB NOT NULL REFERENCES project(id), predecessor_id BLOB NOT NULL REFERENCES task(id),
  successor_id BLOB NOT NULL REFERENCES task(id), kind TEXT NOT NULL CHECK (kind IN ('FS','SS','FF','SF')), lag_days INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL, deleted_at INTEGER, CHECK (predecessor_id <> successor_id)
) STRICT;
CREATE INDEX task_link_project ON task_link(project_id);
CREATE INDEX task_link_predecessor ON task_link(predecessor_id);
CREATE INDEX task_link_successor ON task_link(successor_id);

-- [replicated] the corridor. id = v5(workspace, 'corridor:' deal ':' generation). One row for each project a deal asked for.
CREATE TABLE handoff (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), deal_id BLOB NOT NULL REFERENCES deal(id), generation INTEGER NOT NULL CHECK (generation >= 1),
  state TEXT NOT NULL CHECK (state IN ('pending','parked','delivered','cancelled','reversed')),
  template_id BLOB REFERENCES template(id),          -- chosen in the win sheet; NULL: the pipeline's
  kickoff_date TEXT, project_id BLOB REFERENCES project(id), explanation TEXT,   -- JSON, see handoff/plan.rs
  won_command INTEGER NOT NULL, requested_at INTEGER NOT NULL, delivered_at INTEGER, created_at INTEGER NOT NULL, deleted_at INTEGER,
  UNIQUE (deal_id, generation)
) STRICT;
CREATE INDEX handoff_state ON handoff(state, requested_at);
-- [local] work the program owes: written in the transaction that caused it, taken away in the one that pays it.
CREATE TABLE outbox (
  kind TEXT NOT NULL CHECK (kind IN ('handoff')), key BLOB NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, due_at INTEGER NOT NULL, last_error TEXT,
  state TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due','parked','done')), PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox(state, due_at);

-- [local] column heads: maintained by triggers so that opening a board costs the same at any size.
CREATE TABLE stage_total (
  stage_id BLOB NOT NULL, currency TEXT NOT NULL, deals INTEGER NOT NULL, without_amount INTEGER NOT NULL, sum_minor INTEGER NOT NULL, PRIMARY KEY (stage_id, currency)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER deal_total_in AFTER INSERT ON deal WHEN NEW.deleted_at IS NULL BEGIN
  INSERT INTO stage_total VALUES (NEW.stage_id, NEW.currency, 1, NEW.amount_minor IS NULL, ifnull(NEW.amount_minor, 0))
  ON CONFLICT DO UPDATE SET deals = deals + 1, without_amount = without_amount + excluded.without_amount, sum_minor = sum_minor + excluded.sum_minor;
END;
CREATE TRIGGER deal_total_move AFTER UPDATE OF stage_id, currency, amount_minor, deleted_at ON deal BEGIN
  UPDATE stage_total SET deals = deals - 1, without_amount = without_amount - (OLD.amount_minor IS NULL), sum_minor = sum_minor - ifnull(OLD.amount_minor, 0)
  WHERE OLD.deleted_at IS NULL AND stage_id = OLD.stage_id AND currency = OLD.currency;
  INSERT INTO stage_total SELECT NEW.stage_id, NEW.currency, 1, NEW.amount_minor IS NULL, ifnull(NEW.amount_minor, 0) WHERE NEW.deleted_at IS NULL
  ON CONFLICT DO UPDATE SET deals = deals + 1, without_amount = without_amount + excluded.without_amount, sum_minor = sum_minor + excluded.sum_minor;
END;

-- [local] full-text search, kept by triggers. rowid is the index's own; kind and id name the record.
CREATE VIRTUAL TABLE search USING fts5(text, kind UNINDEXED, id UNINDEXED, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
CREATE TABLE search_row (id BLOB PRIMARY KEY, row INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TRIGGER deal_search_in AFTER INSERT ON deal WHEN NEW.deleted_at IS NULL BEGIN
  INSERT INTO search(text, kind, id) VALUES (NEW.name, 'deal', NEW.id);
  INSERT INTO search_row VALUES (NEW.id, last_insert_rowid());
END;
CREATE TRIGGER deal_search_up AFTER UPDATE OF name, deleted_at ON deal BEGIN
  DELETE FROM search WHERE rowid = (SELECT row FROM search_row WHERE id = OLD.id);
  DELETE FROM search_row WHERE id = OLD.id;
  INSERT INTO search(text, kind, id) SELECT NEW.name, 'deal', NEW.id WHERE NEW.deleted_at IS NULL;
  INSERT INTO search_row SELECT NEW.id, last_insert_rowid() WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER company_search_in AFTER INSERT ON company WHEN NEW.deleted_at IS NULL BEGIN
  INSERT INTO search(text, kind, id) VALUES (NEW.name || ' ' || ifnull(NEW.industry,'') || ' ' || ifnull(NEW.location,''), 'company', NEW.id);
  INSERT INTO search_row VALUES (NEW.id, last_insert_rowid());
END;
CREATE TRIGGER company_search_up AFTER UPDATE OF name, industry, location, deleted_at ON company BEGIN
  DELETE FROM search WHERE rowid = (SELECT row FROM search_row WHERE id = OLD.id);
  DELETE FROM search_row WHERE id = OLD.id;
  INSERT INTO search(text, kind, id) SELECT NEW.name || ' ' || ifnull(NEW.industry,'') || ' ' || ifnull(NEW.location,''), 'company', NEW.id WHERE NEW.deleted_at IS NULL;
  INSERT INTO search_row SELECT NEW.id, last_insert_rowid() WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER contact_search_in AFTER INSERT ON contact WHEN NEW.deleted_at IS NULL BEGIN
  INSERT INTO search(text, kind, id) VALUES (NEW.name || ' ' || ifnull(NEW.email,'') || ' ' || ifnull(NEW.phone,''), 'contact', NEW.id);
  INSERT INTO search_row VALUES (NEW.id, last_insert_rowid());
END;
CREATE TRIGGER contact_search_up AFTER UPDATE OF name, email, phone, deleted_at ON contact BEGIN
  DELETE FROM search WHERE rowid = (SELECT row FROM search_row WHERE id = OLD.id);
  DELETE FROM search_row WHERE id = OLD.id;
  INSERT INTO search(text, kind, id) SELECT NEW.name || ' ' || ifnull(NEW.email,'') || ' ' || ifnull(NEW.phone,''), 'contact', NEW.id WHERE NEW.deleted_at IS NULL;
  INSERT INTO search_row SELECT NEW.id, last_insert_rowid() WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER project_search_in AFTER INSERT ON project WHEN NEW.deleted_at IS NULL BEGIN
  INSERT INTO search(text, kind, id) VALUES (NEW.name, 'project', NEW.id);
  INSERT INTO search_row VALUES (NEW.id, last_insert_rowid());
END;
CREATE TRIGGER project_search_up AFTER UPDATE OF name, deleted_at ON project BEGIN
  DELETE FROM search WHERE rowid = (SELECT row FROM search_row WHERE id = OLD.id);
  DELETE FROM search_row WHERE id = OLD.id;
  INSERT INTO search(text, kind, id) SELECT NEW.name, 'project', NEW.id WHERE NEW.deleted_at IS NULL;
  INSERT INTO search_row SELECT NEW.id, last_insert_rowid() WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER task_search_in AFTER INSERT ON task WHEN NEW.deleted_at IS NULL BEGIN
  INSERT INTO search(text, kind, id) VALUES (NEW.name, 'task', NEW.id);
  INSERT INTO search_row VALUES (NEW.id, last_insert_rowid());
END;
CREATE TRIGGER task_search_up AFTER UPDATE OF name, deleted_at ON task BEGIN
  DELETE FROM search WHERE rowid = (SELECT row FROM search_row WHERE id = OLD.id);
  DELETE FROM search_row WHERE id = OLD.id;
  INSERT INTO search(text, kind, id) SELECT NEW.name, 'task', NEW.id WHERE NEW.deleted_at IS NULL;
  INSERT INTO search_row SELECT NEW.id, last_insert_rowid() WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER person_search_in AFTER INSERT ON person WHEN NEW.deleted_at IS NULL BEGIN
  INSERT INTO search(text, kind, id) VALUES (NEW.name || ' ' || ifnull(NEW.email,''), 'person', NEW.id);
  INSERT INTO search_row VALUES (NEW.id, last_insert_rowid());
END;
CREATE TRIGGER person_search_up AFTER UPDATE OF name, email, deleted_at ON person BEGIN
  DELETE FROM search WHERE rowid = (SELECT row FROM search_row WHERE id = OLD.id);
  DELETE FROM search_row WHERE id = OLD.id;
  INSERT INTO search(text, kind, id) SELECT NEW.name || ' ' || ifnull(NEW.email,''), 'person', NEW.id WHERE NEW.deleted_at IS NULL;
  INSERT INTO search_row SELECT NEW.id, last_insert_rowid() WHERE NEW.deleted_at IS NULL;
END;
