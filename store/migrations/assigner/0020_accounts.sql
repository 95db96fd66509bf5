-- Accounts were told by the variables that a session was made with; now by what its agent is logged in as, which is noted anew.
UPDATE sessions SET account = NULL;
