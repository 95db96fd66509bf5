-- Which uses of tools a dialog may be about: two that look the same are told apart by them.
ALTER TABLE confirmations ADD COLUMN uses TEXT; -- JSON array of the agent's ids; NULL = it told none
