-- Rows of the original without a status or severity get the ones that the API shows for them, so that lists find them.
UPDATE projects SET status = 'active' WHERE status IS NULL;
UPDATE features SET status = 'draft' WHERE status IS NULL;
UPDATE bugs SET status = 'open' WHERE status IS NULL;
UPDATE bugs SET severity = 'medium' WHERE severity IS NULL;
