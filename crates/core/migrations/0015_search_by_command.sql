-- The index of the search is written once a command, by the door (book/findable.rs). Triggers wrote it row by row, and FTS5 puts what it
-- has gathered on disk before every statement with a trigger: an import of many rows spent most of its time there.
DROP TRIGGER deal_search_in;
DROP TRIGGER deal_search_up;
DROP TRIGGER lead_search_in;
DROP TRIGGER lead_search_up;
DROP TRIGGER company_search_in;
DROP TRIGGER company_search_up;
DROP TRIGGER contact_search_in;
DROP TRIGGER contact_search_up;
DROP TRIGGER project_search_in;
DROP TRIGGER project_search_up;
DROP TRIGGER task_search_in;
DROP TRIGGER task_search_up;
DROP TRIGGER person_search_in;
DROP TRIGGER person_search_up;
DROP TRIGGER reach_search_in;
DROP TRIGGER reach_search_up;
