-- The month, 1 to 12, in which the firm's year begins: quarters and years of filters, reports and goals follow it.
ALTER TABLE firm ADD COLUMN year_starts INTEGER NOT NULL DEFAULT 1 CHECK (year_starts BETWEEN 1 AND 12);
