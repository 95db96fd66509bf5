-- What recordings of screens need: whether a person has switched off that of a session, and what happened in it, for marks
-- on the line of time. A session is known by its uid, which it keeps whatever it is called.
-- ensure-column sessions recorded INTEGER

CREATE INDEX sessions_by_uid ON sessions (uid);

CREATE TABLE session_marks (
    id INTEGER PRIMARY KEY,
    uid INTEGER NOT NULL, -- of the session
    at TEXT NOT NULL,
    kind TEXT NOT NULL, -- prompt_taken, prompt_ended, dialog_opened or dialog_answered
    prompt_id INTEGER,
    confirmation_id INTEGER,
    word TEXT -- the stage of the prompt, or the status of the dialog
);
CREATE INDEX session_marks_by_session ON session_marks (uid, at);
CREATE INDEX session_marks_by_prompt ON session_marks (prompt_id) WHERE prompt_id IS NOT NULL;

CREATE TRIGGER session_marks_forgotten AFTER DELETE ON sessions BEGIN
    DELETE FROM session_marks WHERE uid = OLD.uid;
END;
CREATE TRIGGER session_marks_taken AFTER UPDATE OF stage ON prompts
WHEN NEW.stage IN ('taken', 'working', 'needs_confirmation') AND OLD.stage NOT IN ('taken', 'working', 'needs_confirmation')
BEGIN
    INSERT INTO session_marks (uid, at, kind, prompt_id, word)
    SELECT s.uid, h.created_at, 'prompt_taken', NEW.id, NEW.stage
    FROM sessions s, (SELECT created_at FROM assignment_history WHERE prompt_id = NEW.id ORDER BY id DESC LIMIT 1) h
    WHERE s.name = NEW.assigned_session AND s.uid IS NOT NULL;
END;
CREATE TRIGGER session_marks_ended AFTER UPDATE OF stage ON prompts
WHEN OLD.stage IN ('taken', 'working', 'needs_confirmation') AND NEW.stage NOT IN ('taken', 'working', 'needs_confirmation')
BEGIN
    INSERT INTO session_marks (uid, at, kind, prompt_id, word)
    SELECT s.uid, h.created_at, 'prompt_ended', NEW.id, NEW.stage
    FROM sessions s, (SELECT created_at FROM assignment_history WHERE prompt_id = NEW.id ORDER BY id DESC LIMIT 1) h
    WHERE s.name = OLD.assigned_session AND s.uid IS NOT NULL;
END;
CREATE TRIGGER session_marks_dialog AFTER INSERT ON confirmations BEGIN
    INSERT INTO session_marks (uid, at, kind, confirmation_id, prompt_id, word)
    SELECT uid, NEW.created_at, 'dialog_opened', NEW.id, NEW.prompt_id, NEW.kind
    FROM sessions WHERE name = NEW.session_name AND uid IS NOT NULL;
END;
CREATE TRIGGER session_marks_answered AFTER UPDATE OF status ON confirmations
WHEN OLD.status = 'pending' AND NEW.status <> 'pending' AND NEW.ended_at IS NOT NULL
BEGIN
    INSERT INTO session_marks (uid, at, kind, confirmation_id, prompt_id, word)
    SELECT uid, NEW.ended_at, 'dialog_answered', NEW.id, NEW.prompt_id, NEW.status
    FROM sessions WHERE name = NEW.session_name AND uid IS NOT NULL;
END;
