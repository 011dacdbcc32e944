-- Activities: calls, meetings, e-mails, to-dos and notes around a deal, a company or a contact. They are not project tasks.
-- Additive: older programs must not write here, because they would not keep `touched_on` of the deals.

-- [replicated] All but notes have a due day; a note is done at once. `due_minute` counts from midnight of the due day on the clock of
-- whoever does it; `minutes` is how long it takes. `done_on` is the civil day of `done_at`.
CREATE TABLE activity (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), kind TEXT NOT NULL CHECK (kind IN ('call','meeting','email','todo','note')),
  subject TEXT NOT NULL, body TEXT, owner_id BLOB REFERENCES person(id),
  due_on TEXT, due_minute INTEGER CHECK (due_minute BETWEEN 0 AND 1439), minutes INTEGER CHECK (minutes BETWEEN 1 AND 10080),
  done_at INTEGER, done_on TEXT, outcome TEXT,
  deal_id BLOB REFERENCES deal(id), company_id BLOB REFERENCES company(id), contact_id BLOB REFERENCES contact(id),
  source_key TEXT, created_at INTEGER NOT NULL, deleted_at INTEGER,
  CHECK ((done_at IS NULL) = (done_on IS NULL)), CHECK ((kind = 'note') = (due_on IS NULL)),
  CHECK (kind <> 'note' OR (done_at IS NOT NULL AND due_minute IS NULL))
) STRICT;
-- One look here finds the next step of a card.
CREATE INDEX activity_next ON activity(deal_id, due_on, due_minute, id) WHERE done_at IS NULL AND deleted_at IS NULL;
CREATE INDEX activity_open ON activity(due_on, due_minute) WHERE done_at IS NULL AND deleted_at IS NULL;
CREATE INDEX activity_owner ON activity(owner_id, due_on, due_minute) WHERE done_at IS NULL AND deleted_at IS NULL;
CREATE INDEX activity_done ON activity(done_on) WHERE done_on IS NOT NULL;
CREATE INDEX activity_deal ON activity(deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX activity_company ON activity(company_id) WHERE company_id IS NOT NULL;
CREATE INDEX activity_contact ON activity(contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX activity_source ON activity(source_key) WHERE source_key IS NOT NULL;
