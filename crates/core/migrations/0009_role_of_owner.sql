-- Additive. A role that means whoever owns the deal, not one person of the firm. The seller's role of the built-in templates has been one all along.
ALTER TABLE role ADD COLUMN deal_owner INTEGER NOT NULL DEFAULT 0 CHECK (deal_owner IN (0, 1));
UPDATE role SET deal_owner = 1 WHERE name = 'Sales' AND person_id IS NULL;
