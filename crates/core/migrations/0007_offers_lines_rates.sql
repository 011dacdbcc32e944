-- Schema 6: products with a period, lines on deals, dated rates, deal rules, offers. Older programs may not open it: they would not keep an amount
-- equal to its lines, nor the weighted sums with their overrides.

-- What a price is for: once, or each period.
ALTER TABLE product ADD COLUMN billing TEXT NOT NULL DEFAULT 'once' CHECK (billing IN ('once','month','quarter','year'));
ALTER TABLE product ADD COLUMN active INTEGER NOT NULL DEFAULT 1;   -- 0: on old deals, offered no more
CREATE INDEX product_name ON product(name_key);
CREATE INDEX product_source ON product(source_key) WHERE source_key IS NOT NULL;

-- Printed on offers.
ALTER TABLE firm ADD COLUMN address TEXT;
ALTER TABLE firm ADD COLUMN offer_terms TEXT;
ALTER TABLE firm ADD COLUMN offer_days INTEGER NOT NULL DEFAULT 30;  -- how long an offer holds unless somebody says otherwise

ALTER TABLE stage ADD COLUMN rot_days INTEGER;                       -- NULL: the pipeline's; 0: never
ALTER TABLE stage ADD COLUMN required TEXT NOT NULL DEFAULT '[]';    -- JSON array of fields, see sell/gates.rs

ALTER TABLE deal ADD COLUMN probability INTEGER CHECK (probability BETWEEN 0 AND 100);   -- NULL: the stage's
ALTER TABLE deal ADD COLUMN forecast TEXT CHECK (forecast IN ('pipeline','best_case','commit','omitted'));  -- NULL: the stage's
ALTER TABLE deal ADD COLUMN amount_from TEXT NOT NULL DEFAULT 'typed' CHECK (amount_from IN ('typed','lines'));
CREATE INDEX deal_product ON deal(product_id) WHERE product_id IS NOT NULL;
ALTER TABLE deal_stage_event ADD COLUMN forecast TEXT;               -- as it was; NULL in older lines: the stage's

-- [replicated] what a deal sells, in the deal's currency. quantity in thousandths, discount in hundredths of a percent.
CREATE TABLE deal_line (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), deal_id BLOB NOT NULL REFERENCES deal(id), product_id BLOB REFERENCES product(id), name TEXT NOT NULL,
  rank TEXT NOT NULL, quantity INTEGER NOT NULL CHECK (quantity > 0), unit_minor INTEGER NOT NULL, discount INTEGER NOT NULL DEFAULT 0 CHECK (discount BETWEEN 0 AND 10000),
  billing TEXT NOT NULL CHECK (billing IN ('once','month','quarter','year')), term INTEGER CHECK (term >= 1),   -- how many periods; NULL exactly for 'once'
  created_at INTEGER NOT NULL, deleted_at INTEGER, CHECK ((billing = 'once') = (term IS NULL))
) STRICT;
CREATE INDEX deal_line_deal ON deal_line(deal_id, rank);
CREATE INDEX deal_line_product ON deal_line(product_id) WHERE product_id IS NOT NULL;

-- [replicated] one unit of `currency` was worth `rate` units of `home` on `day` and until the next one. rate: an exact decimal as text.
CREATE TABLE rate (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), day TEXT NOT NULL, currency TEXT NOT NULL CHECK (length(currency) = 3), home TEXT NOT NULL CHECK (length(home) = 3),
  rate TEXT NOT NULL, created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX rate_currency ON rate(home, currency, day);

-- [replicated] numbers count through the whole firm and are never given twice; a new version keeps the number.
CREATE TABLE offer (
  id BLOB PRIMARY KEY CHECK (length(id) = 16), deal_id BLOB NOT NULL REFERENCES deal(id), number INTEGER NOT NULL, version INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft','sent','accepted','declined')), dated TEXT NOT NULL, valid_until TEXT, sent_on TEXT, decided_on TEXT,
  customer TEXT, address TEXT, intro TEXT, terms TEXT,
  content TEXT,                                      -- JSON of everything printed, written when it leaves the draft and never again; see offers/types.rs
  created_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX offer_once ON offer(number, version);
CREATE INDEX offer_deal ON offer(deal_id);

-- Column heads also know what the overrides weigh: `own_sum` is the part of the sum with a probability of its own, `own_weighted` what that
-- part weighs, each deal rounded half up to the minor unit.
ALTER TABLE stage_total ADD COLUMN own_sum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stage_total ADD COLUMN own_weighted INTEGER NOT NULL DEFAULT 0;
DROP TRIGGER deal_total_in;
DROP TRIGGER deal_total_move;
CREATE TRIGGER deal_total_in AFTER INSERT ON deal WHEN NEW.deleted_at IS NULL BEGIN
  INSERT INTO stage_total VALUES (NEW.stage_id, NEW.currency, 1, NEW.amount_minor IS NULL, ifnull(NEW.amount_minor, 0),
    iif(NEW.probability IS NULL, 0, ifnull(NEW.amount_minor, 0)), ifnull((NEW.amount_minor * NEW.probability + 50) / 100, 0))
  ON CONFLICT DO UPDATE SET deals = deals + 1, without_amount = without_amount + excluded.without_amount, sum_minor = sum_minor + excluded.sum_minor,
    own_sum = own_sum + excluded.own_sum, own_weighted = own_weighted + excluded.own_weighted;
END;
CREATE TRIGGER deal_total_move AFTER UPDATE OF stage_id, currency, amount_minor, probability, deleted_at ON deal BEGIN
  UPDATE stage_total SET deals = deals - 1, without_amount = without_amount - (OLD.amount_minor IS NULL), sum_minor = sum_minor - ifnull(OLD.amount_minor, 0),
    own_sum = own_sum - iif(OLD.probability IS NULL, 0, ifnull(OLD.amount_minor, 0)), own_weighted = own_weighted - ifnull((OLD.amount_minor * OLD.probability + 50) / 100, 0)
  WHERE OLD.deleted_at IS NULL AND stage_id = OLD.stage_id AND currency = OLD.currency;
  INSERT INTO stage_total SELECT NEW.stage_id, NEW.currency, 1, NEW.amount_minor IS NULL, ifnull(NEW.amount_minor, 0),
    iif(NEW.probability IS NULL, 0, ifnull(NEW.amount_minor, 0)), ifnull((NEW.amount_minor * NEW.probability + 50) / 100, 0) WHERE NEW.deleted_at IS NULL
  ON CONFLICT DO UPDATE SET deals = deals + 1, without_amount = without_amount + excluded.without_amount, sum_minor = sum_minor + excluded.sum_minor,
    own_sum = own_sum + excluded.own_sum, own_weighted = own_weighted + excluded.own_weighted;
END;
