-- Additive: a program of an older schema refuses the file, because it could not journal what it doesn't know.
-- [replicated] a lead: interest that nobody has judged yet. Qualifying makes the contact, company and deal that are named here.
-- `company` is text until then. `touched_at` is the first answer, in milliseconds; for leads out of a file only days are known, so
-- both instants are the starts of their days (UTC).
CREATE TABLE lead (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), name TEXT NOT NULL, name_key TEXT NOT NULL, company TEXT, email TEXT, phone TEXT, source TEXT, notes TEXT,
  owner_id BLOB REFERENCES person(id), status TEXT NOT NULL CHECK (status IN ('new','contacted','qualified','disqualified')),
  reason TEXT, received_at INTEGER NOT NULL, touched_at INTEGER, decided_on TEXT,
  contact_id BLOB REFERENCES contact(id), company_id BLOB REFERENCES company(id), deal_id BLOB REFERENCES deal(id),
  source_key TEXT, created_at INTEGER NOT NULL, deleted_at INTEGER,
  CHECK ((status = 'disqualified') = (reason IS NOT NULL))
) STRICT;
CREATE INDEX lead_inbox ON lead(status, received_at, id) WHERE deleted_at IS NULL;
CREATE INDEX lead_all ON lead(received_at, id) WHERE deleted_at IS NULL;
CREATE INDEX lead_owner ON lead(owner_id, status) WHERE deleted_at IS NULL;
CREATE INDEX lead_deal ON lead(deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX lead_source ON lead(source_key) WHERE source_key IS NOT NULL;
CREATE INDEX lead_name ON lead(name_key);
CREATE INDEX lead_email ON lead(email) WHERE email IS NOT NULL;
CREATE TRIGGER lead_search_in AFTER INSERT ON lead WHEN NEW.deleted_at IS NULL BEGIN
  INSERT INTO search(text, kind, id) VALUES (NEW.name || ' ' || ifnull(NEW.company,'') || ' ' || ifnull(NEW.email,'') || ' ' || ifnull(NEW.phone,''), 'lead', NEW.id);
  INSERT INTO search_row VALUES (NEW.id, last_insert_rowid());
END;
CREATE TRIGGER lead_search_up AFTER UPDATE OF name, company, email, phone, deleted_at ON lead BEGIN
  DELETE FROM search WHERE rowid = (SELECT row FROM search_row WHERE id = OLD.id);
  DELETE FROM search_row WHERE id = OLD.id;
  INSERT INTO search(text, kind, id) SELECT NEW.name || ' ' || ifnull(NEW.company,'') || ' ' || ifnull(NEW.email,'') || ' ' || ifnull(NEW.phone,''), 'lead', NEW.id WHERE NEW.deleted_at IS NULL;
  INSERT INTO search_row SELECT NEW.id, last_insert_rowid() WHERE NEW.deleted_at IS NULL;
END;
