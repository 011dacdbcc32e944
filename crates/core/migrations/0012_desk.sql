-- Schema 12: limits on columns, tasks that come again, the ticket desk.

ALTER TABLE project_column ADD COLUMN wip_limit INTEGER CHECK (wip_limit > 0);   -- more cards than this are shown as too many

-- [replicated] the rule of a task that comes again. The next one is made from the latest.
CREATE TABLE recurrence (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), project_id BLOB NOT NULL REFERENCES project(id),
  unit TEXT NOT NULL CHECK (unit IN ('workday','day','week','month','last_workday')), every INTEGER NOT NULL CHECK (every BETWEEN 1 AND 366),
  weekdays INTEGER NOT NULL DEFAULT 0,               -- for weeks: bit 0 = Monday … bit 6 = Sunday
  anchor TEXT NOT NULL,                              -- the first day
  until TEXT, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX recurrence_project ON recurrence(project_id);
ALTER TABLE task ADD COLUMN recurrence_id BLOB REFERENCES recurrence(id);
ALTER TABLE task ADD COLUMN occurrence_on TEXT;    -- its day by the rule; its own days may differ
CREATE UNIQUE INDEX task_occurrence ON task(recurrence_id, occurrence_on) WHERE recurrence_id IS NOT NULL;

ALTER TABLE project ADD COLUMN desk INTEGER NOT NULL DEFAULT 0;  -- 1: no project but the board of tickets

-- [replicated] what makes a task a ticket. id = v5(task, 'ticket').
CREATE TABLE ticket (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), task_id BLOB NOT NULL REFERENCES task(id), number INTEGER NOT NULL, company_id BLOB REFERENCES company(id),
  contact_id BLOB REFERENCES contact(id), project_id BLOB REFERENCES project(id), reply_by TEXT, replied_on TEXT,
  created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX ticket_task ON ticket(task_id);
CREATE INDEX ticket_number ON ticket(number);
CREATE INDEX ticket_company ON ticket(company_id) WHERE company_id IS NOT NULL;
CREATE INDEX ticket_contact ON ticket(contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX ticket_project ON ticket(project_id) WHERE project_id IS NOT NULL;
