-- Schema 3: contacts and companies, whole. Older programs may not open it: they would leave the counts of this file behind.
-- The main e-mail and phone stay columns of the record; further ones are rows of `reach`.

-- [replicated] further columns. lifecycle_set overrides what the deals say.
ALTER TABLE company ADD COLUMN email TEXT;
ALTER TABLE company ADD COLUMN phone TEXT;
ALTER TABLE company ADD COLUMN email_label TEXT;
ALTER TABLE company ADD COLUMN phone_label TEXT;
ALTER TABLE company ADD COLUMN owner_id BLOB REFERENCES person(id);
ALTER TABLE company ADD COLUMN lifecycle_set TEXT CHECK (lifecycle_set IN ('lead','prospect','customer','churned'));
ALTER TABLE contact ADD COLUMN email_label TEXT;
ALTER TABLE contact ADD COLUMN phone_label TEXT;
ALTER TABLE contact ADD COLUMN owner_id BLOB REFERENCES person(id);
ALTER TABLE contact ADD COLUMN lifecycle_set TEXT CHECK (lifecycle_set IN ('lead','prospect','customer','churned'));

-- [local] columns: what the lists sort and filter by, kept by the triggers below; never written by a verb, never journalled.
-- owner_key and company_key: the name keys of the owner and of the first company. at_company: the lifecycle of a contact's companies.
ALTER TABLE company ADD COLUMN owner_key TEXT;
ALTER TABLE company ADD COLUMN deals_open INTEGER NOT NULL DEFAULT 0;
ALTER TABLE company ADD COLUMN deals_won INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN owner_key TEXT;
ALTER TABLE contact ADD COLUMN deals_open INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN deals_won INTEGER NOT NULL DEFAULT 0;
ALTER TABLE company ADD COLUMN projects INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN company_key TEXT;
ALTER TABLE contact ADD COLUMN at_company INTEGER NOT NULL DEFAULT 0;
-- 0 lead, 1 prospect, 2 customer, 3 churned: a won deal makes a customer, an open one a prospect; a contact follows its company too.
ALTER TABLE company ADD COLUMN lifecycle INTEGER GENERATED ALWAYS AS (CASE lifecycle_set WHEN 'lead' THEN 0 WHEN 'prospect' THEN 1 WHEN 'customer' THEN 2 WHEN 'churned' THEN 3
  ELSE CASE WHEN deals_won > 0 THEN 2 WHEN deals_open > 0 THEN 1 ELSE 0 END END) VIRTUAL;
ALTER TABLE contact ADD COLUMN lifecycle INTEGER GENERATED ALWAYS AS (CASE lifecycle_set WHEN 'lead' THEN 0 WHEN 'prospect' THEN 1 WHEN 'customer' THEN 2 WHEN 'churned' THEN 3
  ELSE CASE WHEN deals_won > 0 OR at_company = 2 THEN 2 WHEN deals_open > 0 THEN 1 ELSE at_company END END) VIRTUAL;
-- The last nine digits: what a number has in common with and without country code. The same as values::text::phone_key.
ALTER TABLE company ADD COLUMN phone_key TEXT GENERATED ALWAYS AS (nullif(substr(ltrim(replace(replace(replace(replace(replace(replace(replace(phone, ' ', ''), '-', ''), '/', ''), '(', ''), ')', ''), '.', ''), '+', ''), '0'), -9), '')) VIRTUAL;
ALTER TABLE contact ADD COLUMN phone_key TEXT GENERATED ALWAYS AS (nullif(substr(ltrim(replace(replace(replace(replace(replace(replace(replace(phone, ' ', ''), '-', ''), '/', ''), '(', ''), ')', ''), '.', ''), '+', ''), '0'), -9), '')) VIRTUAL;

-- [replicated] further e-mails and phones; value_key is what two spellings of one have in common.
CREATE TABLE reach (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), company_id BLOB REFERENCES company(id), contact_id BLOB REFERENCES contact(id),
  kind TEXT NOT NULL CHECK (kind IN ('email','phone')), label TEXT, value TEXT NOT NULL, value_key TEXT NOT NULL,
  created_at INTEGER NOT NULL, deleted_at INTEGER, CHECK ((company_id IS NULL) <> (contact_id IS NULL))
) STRICT;
CREATE INDEX reach_company ON reach(company_id) WHERE company_id IS NOT NULL;
CREATE INDEX reach_contact ON reach(contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX reach_value ON reach(value_key) WHERE deleted_at IS NULL;
CREATE TABLE address (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), company_id BLOB REFERENCES company(id), contact_id BLOB REFERENCES contact(id),
  kind TEXT NOT NULL CHECK (kind IN ('postal','billing','site')), label TEXT, street TEXT, postcode TEXT, city TEXT, region TEXT, country TEXT,
  created_at INTEGER NOT NULL, deleted_at INTEGER, CHECK ((company_id IS NULL) <> (contact_id IS NULL))
) STRICT;
CREATE INDEX address_company ON address(company_id) WHERE company_id IS NOT NULL;
CREATE INDEX address_contact ON address(contact_id) WHERE contact_id IS NOT NULL;

-- [replicated] tags, and what they are on.
CREATE TABLE tag (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), name TEXT NOT NULL, name_key TEXT NOT NULL, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE TABLE tagging (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), tag_id BLOB NOT NULL REFERENCES tag(id), company_id BLOB REFERENCES company(id), contact_id BLOB REFERENCES contact(id),
  deal_id BLOB REFERENCES deal(id), created_at INTEGER NOT NULL, deleted_at INTEGER,
  CHECK ((company_id IS NOT NULL) + (contact_id IS NOT NULL) + (deal_id IS NOT NULL) = 1)
) STRICT;
CREATE INDEX tagging_tag ON tagging(tag_id);
CREATE INDEX tagging_company ON tagging(company_id) WHERE company_id IS NOT NULL;
CREATE INDEX tagging_contact ON tagging(contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX tagging_deal ON tagging(deal_id) WHERE deal_id IS NOT NULL;

-- [replicated] files on a company, contact or deal. A letter (.eml) has its sender, day and text beside it.
CREATE TABLE attachment (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), company_id BLOB REFERENCES company(id), contact_id BLOB REFERENCES contact(id), deal_id BLOB REFERENCES deal(id),
  name TEXT NOT NULL, size INTEGER NOT NULL, sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  mail_from TEXT, mail_to TEXT, mail_subject TEXT, mail_at INTEGER, mail_text TEXT, created_at INTEGER NOT NULL, deleted_at INTEGER,
  CHECK ((company_id IS NOT NULL) + (contact_id IS NOT NULL) + (deal_id IS NOT NULL) = 1)
) STRICT;
CREATE INDEX attachment_company ON attachment(company_id) WHERE company_id IS NOT NULL;
CREATE INDEX attachment_contact ON attachment(contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX attachment_deal ON attachment(deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX attachment_content ON attachment(sha256);
-- [local] the bytes of files by their SHA-256, in parts: each once, however often it is attached. Never changed, so never journalled.
CREATE TABLE content (
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32), part INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (sha256, part)
) STRICT;

-- What the lists sort by: one index a column over live rows, equal values in the order they came (rowid).
DROP INDEX company_name;
DROP INDEX contact_name;
DROP INDEX contact_email;
CREATE INDEX company_by_name ON company(name_key) WHERE deleted_at IS NULL;
CREATE INDEX company_by_industry ON company(industry COLLATE NOCASE) WHERE deleted_at IS NULL;
CREATE INDEX company_by_location ON company(location COLLATE NOCASE) WHERE deleted_at IS NULL;
CREATE INDEX company_by_owner ON company(owner_key) WHERE deleted_at IS NULL;
CREATE INDEX company_by_lifecycle ON company(lifecycle) WHERE deleted_at IS NULL;
CREATE INDEX company_by_deals_open ON company(deals_open) WHERE deleted_at IS NULL;
CREATE INDEX company_by_deals_won ON company(deals_won) WHERE deleted_at IS NULL;
CREATE INDEX company_by_projects ON company(projects) WHERE deleted_at IS NULL;
CREATE INDEX contact_by_name ON contact(name_key) WHERE deleted_at IS NULL;
CREATE INDEX contact_by_company ON contact(company_key) WHERE deleted_at IS NULL;
CREATE INDEX contact_by_title ON contact(title COLLATE NOCASE) WHERE deleted_at IS NULL;
CREATE INDEX contact_by_email ON contact(email) WHERE deleted_at IS NULL;
CREATE INDEX contact_by_phone ON contact(phone) WHERE deleted_at IS NULL;
CREATE INDEX contact_by_owner ON contact(owner_key) WHERE deleted_at IS NULL;
CREATE INDEX contact_by_lifecycle ON contact(lifecycle) WHERE deleted_at IS NULL;
CREATE INDEX company_owner ON company(owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX company_phone_key ON company(phone_key) WHERE phone_key IS NOT NULL;
CREATE INDEX contact_owner ON contact(owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX contact_phone_key ON contact(phone_key) WHERE phone_key IS NOT NULL;
CREATE INDEX company_email ON company(email) WHERE email IS NOT NULL;
CREATE INDEX company_parent ON company(parent_id) WHERE parent_id IS NOT NULL;

-- Deals of a company and of a contact, counted as they come, close and go.
CREATE TRIGGER deal_figures_in AFTER INSERT ON deal WHEN NEW.deleted_at IS NULL AND NEW.company_id IS NOT NULL BEGIN
  UPDATE company SET deals_open = deals_open + (SELECT kind = 'open' FROM stage WHERE id = NEW.stage_id), deals_won = deals_won + (SELECT kind = 'won' FROM stage WHERE id = NEW.stage_id)
  WHERE id = NEW.company_id;
END;
CREATE TRIGGER deal_figures_up AFTER UPDATE OF company_id, stage_id, deleted_at ON deal
WHEN OLD.company_id IS NOT NEW.company_id OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)
  OR (SELECT kind FROM stage WHERE id = OLD.stage_id) <> (SELECT kind FROM stage WHERE id = NEW.stage_id) BEGIN
  UPDATE company SET deals_open = deals_open - (SELECT kind = 'open' FROM stage WHERE id = OLD.stage_id), deals_won = deals_won - (SELECT kind = 'won' FROM stage WHERE id = OLD.stage_id)
  WHERE id = OLD.company_id AND OLD.deleted_at IS NULL;
  UPDATE company SET deals_open = deals_open + (SELECT kind = 'open' FROM stage WHERE id = NEW.stage_id), deals_won = deals_won + (SELECT kind = 'won' FROM stage WHERE id = NEW.stage_id)
  WHERE id = NEW.company_id AND NEW.deleted_at IS NULL;
  UPDATE contact SET deals_open = deals_open - (SELECT kind = 'open' FROM stage WHERE id = OLD.stage_id), deals_won = deals_won - (SELECT kind = 'won' FROM stage WHERE id = OLD.stage_id)
  WHERE OLD.deleted_at IS NULL AND id IN (SELECT contact_id FROM deal_contact WHERE deal_id = OLD.id AND deleted_at IS NULL);
  UPDATE contact SET deals_open = deals_open + (SELECT kind = 'open' FROM stage WHERE id = NEW.stage_id), deals_won = deals_won + (SELECT kind = 'won' FROM stage WHERE id = NEW.stage_id)
  WHERE NEW.deleted_at IS NULL AND id IN (SELECT contact_id FROM deal_contact WHERE deal_id = NEW.id AND deleted_at IS NULL);
  UPDATE company SET projects = projects - (SELECT count(*) FROM project WHERE deal_id = NEW.id AND deleted_at IS NULL) WHERE id = OLD.company_id AND OLD.company_id IS NOT NEW.company_id;
  UPDATE company SET projects = projects + (SELECT count(*) FROM project WHERE deal_id = NEW.id AND deleted_at IS NULL) WHERE id = NEW.company_id AND OLD.company_id IS NOT NEW.company_id;
END;
CREATE TRIGGER deal_contact_figures_in AFTER INSERT ON deal_contact BEGIN
  UPDATE contact SET deals_open = deals_open + (SELECT d.deleted_at IS NULL AND s.kind = 'open' FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.id = NEW.deal_id), deals_won = deals_won + (SELECT d.deleted_at IS NULL AND s.kind = 'won' FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.id = NEW.deal_id)
  WHERE id = NEW.contact_id AND NEW.deleted_at IS NULL;
END;
CREATE TRIGGER deal_contact_figures_up AFTER UPDATE OF deal_id, contact_id, deleted_at ON deal_contact BEGIN
  UPDATE contact SET deals_open = deals_open - (SELECT d.deleted_at IS NULL AND s.kind = 'open' FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.id = OLD.deal_id), deals_won = deals_won - (SELECT d.deleted_at IS NULL AND s.kind = 'won' FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.id = OLD.deal_id)
  WHERE id = OLD.contact_id AND OLD.deleted_at IS NULL;
  UPDATE contact SET deals_open = deals_open + (SELECT d.deleted_at IS NULL AND s.kind = 'open' FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.id = NEW.deal_id), deals_won = deals_won + (SELECT d.deleted_at IS NULL AND s.kind = 'won' FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.id = NEW.deal_id)
  WHERE id = NEW.contact_id AND NEW.deleted_at IS NULL;
END;
CREATE TRIGGER project_figures_in AFTER INSERT ON project WHEN NEW.deleted_at IS NULL BEGIN
  UPDATE company SET projects = projects + 1 WHERE id = (CASE WHEN NEW.deal_id IS NULL THEN NEW.company_id ELSE (SELECT company_id FROM deal WHERE id = NEW.deal_id) END);
END;
CREATE TRIGGER project_figures_up AFTER UPDATE OF company_id, deal_id, deleted_at ON project BEGIN
  UPDATE company SET projects = projects - 1 WHERE id = (CASE WHEN OLD.deal_id IS NULL THEN OLD.company_id ELSE (SELECT company_id FROM deal WHERE id = OLD.deal_id) END) AND OLD.deleted_at IS NULL;
  UPDATE company SET projects = projects + 1 WHERE id = (CASE WHEN NEW.deal_id IS NULL THEN NEW.company_id ELSE (SELECT company_id FROM deal WHERE id = NEW.deal_id) END) AND NEW.deleted_at IS NULL;
END;

-- A contact's companies: the first by name, and how far they are.
CREATE TRIGGER company_contact_figures_in AFTER INSERT ON company_contact WHEN NEW.deleted_at IS NULL BEGIN
  UPDATE contact SET company_key = (SELECT min(y.name_key) FROM company_contact l JOIN company y ON y.id = l.company_id
      WHERE l.contact_id = contact.id AND l.deleted_at IS NULL AND y.deleted_at IS NULL),
    at_company = (SELECT CASE WHEN sum(y.lifecycle = 2) > 0 THEN 2 ELSE ifnull(max(y.lifecycle), 0) END FROM company_contact l JOIN company y ON y.id = l.company_id
      WHERE l.contact_id = contact.id AND l.deleted_at IS NULL AND y.deleted_at IS NULL) WHERE id = NEW.contact_id;
END;
CREATE TRIGGER company_contact_figures_up AFTER UPDATE OF company_id, contact_id, deleted_at ON company_contact BEGIN
  UPDATE contact SET company_key = (SELECT min(y.name_key) FROM company_contact l JOIN company y ON y.id = l.company_id
      WHERE l.contact_id = contact.id AND l.deleted_at IS NULL AND y.deleted_at IS NULL),
    at_company = (SELECT CASE WHEN sum(y.lifecycle = 2) > 0 THEN 2 ELSE ifnull(max(y.lifecycle), 0) END FROM company_contact l JOIN company y ON y.id = l.company_id
      WHERE l.contact_id = contact.id AND l.deleted_at IS NULL AND y.deleted_at IS NULL) WHERE id IN (OLD.contact_id, NEW.contact_id);
END;
CREATE TRIGGER company_figures_up AFTER UPDATE OF name_key, deals_open, deals_won, lifecycle_set, deleted_at ON company
WHEN OLD.lifecycle <> NEW.lifecycle OR OLD.name_key <> NEW.name_key OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL) BEGIN
  UPDATE contact SET company_key = (SELECT min(y.name_key) FROM company_contact l JOIN company y ON y.id = l.company_id
      WHERE l.contact_id = contact.id AND l.deleted_at IS NULL AND y.deleted_at IS NULL),
    at_company = (SELECT CASE WHEN sum(y.lifecycle = 2) > 0 THEN 2 ELSE ifnull(max(y.lifecycle), 0) END FROM company_contact l JOIN company y ON y.id = l.company_id
      WHERE l.contact_id = contact.id AND l.deleted_at IS NULL AND y.deleted_at IS NULL) WHERE id IN (SELECT contact_id FROM company_contact WHERE company_id = NEW.id AND deleted_at IS NULL);
END;

-- Owners by name.
CREATE TRIGGER company_owner_in AFTER INSERT ON company WHEN NEW.owner_id IS NOT NULL BEGIN
  UPDATE company SET owner_key = (SELECT name_key FROM person WHERE id = NEW.owner_id) WHERE id = NEW.id;
END;
CREATE TRIGGER company_owner_up AFTER UPDATE OF owner_id ON company WHEN OLD.owner_id IS NOT NEW.owner_id BEGIN
  UPDATE company SET owner_key = (SELECT name_key FROM person WHERE id = NEW.owner_id) WHERE id = NEW.id;
END;
CREATE TRIGGER contact_owner_in AFTER INSERT ON contact WHEN NEW.owner_id IS NOT NULL BEGIN
  UPDATE contact SET owner_key = (SELECT name_key FROM person WHERE id = NEW.owner_id) WHERE id = NEW.id;
END;
CREATE TRIGGER contact_owner_up AFTER UPDATE OF owner_id ON contact WHEN OLD.owner_id IS NOT NEW.owner_id BEGIN
  UPDATE contact SET owner_key = (SELECT name_key FROM person WHERE id = NEW.owner_id) WHERE id = NEW.id;
END;
CREATE TRIGGER person_owner_key AFTER UPDATE OF name_key ON person WHEN OLD.name_key <> NEW.name_key BEGIN
  UPDATE company SET owner_key = NEW.name_key WHERE owner_id = NEW.id;
  UPDATE contact SET owner_key = NEW.name_key WHERE owner_id = NEW.id;
END;

-- Search finds a record by every e-mail and phone it has.
DROP TRIGGER company_search_in;
DROP TRIGGER company_search_up;
CREATE TRIGGER company_search_in AFTER INSERT ON company WHEN NEW.deleted_at IS NULL BEGIN
  INSERT INTO search(text, kind, id) VALUES (NEW.name || ' ' || ifnull(NEW.industry,'') || ' ' || ifnull(NEW.location,'') || ' ' || ifnull(NEW.email,'') || ' ' || ifnull(NEW.phone,''), 'company', NEW.id);
  INSERT INTO search_row VALUES (NEW.id, last_insert_rowid());
END;
CREATE TRIGGER company_search_up AFTER UPDATE OF name, industry, location, email, phone, deleted_at ON company BEGIN
  DELETE FROM search WHERE rowid = (SELECT row FROM search_row WHERE id = OLD.id);
  DELETE FROM search_row WHERE id = OLD.id;
  INSERT INTO search(text, kind, id) SELECT NEW.name || ' ' || ifnull(NEW.industry,'') || ' ' || ifnull(NEW.location,'') || ' ' || ifnull(NEW.email,'') || ' ' || ifnull(NEW.phone,'') || ' ' || (SELECT ifnull(group_concat(r.value, ' '), '') FROM reach r WHERE r.company_id = NEW.id AND r.deleted_at IS NULL), 'company', NEW.id WHERE NEW.deleted_at IS NULL;
  INSERT INTO search_row SELECT NEW.id, last_insert_rowid() WHERE NEW.deleted_at IS NULL;
END;
DROP TRIGGER contact_search_in;
DROP TRIGGER contact_search_up;
CREATE TRIGGER contact_search_in AFTER INSERT ON contact WHEN NEW.deleted_at IS NULL BEGIN
  INSERT INTO search(text, kind, id) VALUES (NEW.name || ' ' || ifnull(NEW.email,'') || ' ' || ifnull(NEW.phone,''), 'contact', NEW.id);
  INSERT INTO search_row VALUES (NEW.id, last_insert_rowid());
END;
CREATE TRIGGER contact_search_up AFTER UPDATE OF name, email, phone, deleted_at ON contact BEGIN
  DELETE FROM search WHERE rowid = (SELECT row FROM search_row WHERE id = OLD.id);
  DELETE FROM search_row WHERE id = OLD.id;
  INSERT INTO search(text, kind, id) SELECT NEW.name || ' ' || ifnull(NEW.email,'') || ' ' || ifnull(NEW.phone,'') || ' ' || (SELECT ifnull(group_concat(r.value, ' '), '') FROM reach r WHERE r.contact_id = NEW.id AND r.deleted_at IS NULL), 'contact', NEW.id WHERE NEW.deleted_at IS NULL;
  INSERT INTO search_row SELECT NEW.id, last_insert_rowid() WHERE NEW.deleted_at IS NULL;
END;
CREATE TRIGGER reach_search_in AFTER INSERT ON reach BEGIN
  UPDATE company SET name = name WHERE id = NEW.company_id;
  UPDATE contact SET name = name WHERE id = NEW.contact_id;
END;
CREATE TRIGGER reach_search_up AFTER UPDATE OF value, deleted_at ON reach BEGIN
  UPDATE company SET name = name WHERE id = NEW.company_id;
  UPDATE contact SET name = name WHERE id = NEW.contact_id;
END;

-- What is there already.
UPDATE company SET deals_open = (SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.company_id = company.id AND d.deleted_at IS NULL AND s.kind = 'open'),
  deals_won = (SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.company_id = company.id AND d.deleted_at IS NULL AND s.kind = 'won'),
  projects = (SELECT count(*) FROM project p JOIN deal d ON d.id = p.deal_id WHERE d.company_id = company.id AND p.deleted_at IS NULL)
    + (SELECT count(*) FROM project p WHERE p.company_id = company.id AND p.deal_id IS NULL AND p.deleted_at IS NULL);
UPDATE contact SET deals_open = (SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE s.kind = 'open' AND d.deleted_at IS NULL AND d.id IN (SELECT deal_id FROM deal_contact WHERE contact_id = contact.id AND deleted_at IS NULL)), deals_won = (SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE s.kind = 'won' AND d.deleted_at IS NULL AND d.id IN (SELECT deal_id FROM deal_contact WHERE contact_id = contact.id AND deleted_at IS NULL)), company_key = (SELECT min(y.name_key) FROM company_contact l JOIN company y ON y.id = l.company_id
      WHERE l.contact_id = contact.id AND l.deleted_at IS NULL AND y.deleted_at IS NULL),
    at_company = (SELECT CASE WHEN sum(y.lifecycle = 2) > 0 THEN 2 ELSE ifnull(max(y.lifecycle), 0) END FROM company_contact l JOIN company y ON y.id = l.company_id
      WHERE l.contact_id = contact.id AND l.deleted_at IS NULL AND y.deleted_at IS NULL);
