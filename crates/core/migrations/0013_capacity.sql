-- Schema 13: what a person gives in a usual week. Older programs would plan as if everybody gave the same.

ALTER TABLE person ADD COLUMN week_minutes INTEGER CHECK (week_minutes >= 0);   -- NULL: eight hours for each working day of the firm
