-- While a person had the keyboard of a terminal at which a prompt was at work: no working time of the prompt.
CREATE TABLE terminal_holds (
    id INTEGER PRIMARY KEY,
    prompt_id INTEGER NOT NULL REFERENCES prompts(id) ON DELETE CASCADE,
    began_at TEXT NOT NULL,
    ended_at TEXT -- NULL = it goes on, or its terminal ended with it
);
CREATE INDEX terminal_holds_by_prompt ON terminal_holds (prompt_id);
