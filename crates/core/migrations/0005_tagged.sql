-- Additive. [local] a tag's records from the index alone: a list narrowed by a tag reads no tagging.
CREATE INDEX tagging_companies ON tagging(tag_id, company_id) WHERE deleted_at IS NULL AND company_id IS NOT NULL;
CREATE INDEX tagging_contacts ON tagging(tag_id, contact_id) WHERE deleted_at IS NULL AND contact_id IS NOT NULL;
