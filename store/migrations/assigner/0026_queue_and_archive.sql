-- Times in which nothing is given out, each with who began and ended it, and why. The open one holds now.
CREATE TABLE queue_pauses (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    paused_at TEXT NOT NULL,
    paused_by TEXT NOT NULL,
    reason TEXT,
    resumed_at TEXT,
    resumed_by TEXT,
    resume_reason TEXT
);
CREATE UNIQUE INDEX queue_pauses_open ON queue_pauses (resumed_at IS NULL) WHERE resumed_at IS NULL;
CREATE TRIGGER queue_paused AFTER INSERT ON queue_pauses BEGIN
    INSERT INTO changes (kind, key) VALUES ('queue', '');
END;
CREATE TRIGGER queue_resumed AFTER UPDATE ON queue_pauses BEGIN
    INSERT INTO changes (kind, key) VALUES ('queue', '');
END;

-- Lists leave archived prompts out: without these, counting or sorting the others would read all their texts.
DROP INDEX prompts_by_status;
CREATE INDEX prompts_by_status ON prompts (status, archived, id);
CREATE INDEX prompts_by_archived ON prompts (archived, id);
DROP INDEX prompts_by_priority;
CREATE INDEX prompts_by_priority ON prompts (archived, priority DESC, id);
