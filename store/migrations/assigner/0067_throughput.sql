-- What was done, how long it took and what it cost, summed up by quarters of an hour (store/throughput): prompts are kept
-- for a month, figures for a year. A day of any time zone is made of whole quarters.

CREATE TABLE throughput (
    slot INTEGER PRIMARY KEY, -- Unix seconds at which the quarter begins
    completed INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    cancelled INTEGER NOT NULL DEFAULT 0,
    indeterminate INTEGER NOT NULL DEFAULT 0,
    leased_seconds REAL NOT NULL DEFAULT 0, -- of leases that have ended
    looks INTEGER NOT NULL DEFAULT 0, -- how often the sessions were counted; 0: nobody was there
    sessions INTEGER NOT NULL DEFAULT 0, -- the sum of what was counted
    spends INTEGER NOT NULL DEFAULT 0, -- turns of agents and requests to models that were settled
    tokens INTEGER NOT NULL DEFAULT 0,
    unknown_tokens INTEGER NOT NULL DEFAULT 0, -- how many of them tell no tokens
    cost_usd REAL NOT NULL DEFAULT 0,
    unknown_cost INTEGER NOT NULL DEFAULT 0
);

-- Completed prompts by how long the try took that completed them. Each step is 2 % longer than the one before.
CREATE TABLE finish_times (
    slot INTEGER NOT NULL,
    step INTEGER NOT NULL, -- about 1.02 ^ step seconds
    prompts INTEGER NOT NULL,
    PRIMARY KEY (slot, step)
);

-- What there is so far.
INSERT INTO throughput (slot, completed, failed, cancelled, indeterminate)
SELECT unixepoch(completed_at) / 900 * 900 AS quarter, sum(stage = 'completed'), sum(stage = 'failed'), sum(stage = 'cancelled'),
    sum(stage = 'indeterminate')
FROM prompts WHERE unixepoch(completed_at) IS NOT NULL GROUP BY quarter;
INSERT INTO finish_times (slot, step, prompts)
SELECT unixepoch(completed_at) / 900 * 900,
    CAST(round(ln(max(0.01, (julianday(completed_at) - julianday(assigned_at)) * 86400)) / ln(1.02)) AS INTEGER), count(*)
FROM prompts WHERE stage = 'completed' AND unixepoch(completed_at) IS NOT NULL AND unixepoch(assigned_at) IS NOT NULL
    -- Of one that a person settled later nobody knows how long it took.
    AND id NOT IN (SELECT prompt_id FROM lost_and_found WHERE prompt_id IS NOT NULL AND resolution = 'completed')
GROUP BY 1, 2;
INSERT INTO throughput (slot, spends, tokens, unknown_tokens, cost_usd, unknown_cost)
SELECT unixepoch(settled_at) / 900 * 900 AS quarter, count(*), coalesce(sum(tokens), 0), sum(tokens IS NULL), total(cost_usd),
    sum(cost_usd IS NULL)
FROM spend WHERE state = 'settled' AND unixepoch(settled_at) IS NOT NULL GROUP BY quarter
ON CONFLICT (slot) DO UPDATE SET spends = excluded.spends, tokens = excluded.tokens, unknown_tokens = excluded.unknown_tokens,
    cost_usd = excluded.cost_usd, unknown_cost = excluded.unknown_cost;

-- By triggers, so that it is one transaction whoever ends them. Each end counts: one that failed and was queued again ends
-- twice.
CREATE TRIGGER throughput_ended AFTER UPDATE OF completed_at ON prompts
WHEN NEW.completed_at IS NOT OLD.completed_at AND unixepoch(NEW.completed_at) IS NOT NULL
BEGIN
    INSERT INTO throughput (slot, completed, failed, cancelled, indeterminate)
    VALUES (unixepoch(NEW.completed_at) / 900 * 900, NEW.stage = 'completed', NEW.stage = 'failed', NEW.stage = 'cancelled',
        NEW.stage = 'indeterminate')
    ON CONFLICT (slot) DO UPDATE SET completed = completed + excluded.completed, failed = failed + excluded.failed,
        cancelled = cancelled + excluded.cancelled, indeterminate = indeterminate + excluded.indeterminate;
END;
CREATE TRIGGER finish_times_ended AFTER UPDATE OF completed_at ON prompts
WHEN NEW.stage = 'completed' AND OLD.completed_at IS NULL AND unixepoch(NEW.completed_at) IS NOT NULL
    AND unixepoch(NEW.assigned_at) IS NOT NULL
BEGIN
    INSERT INTO finish_times (slot, step, prompts)
    VALUES (unixepoch(NEW.completed_at) / 900 * 900,
        CAST(round(ln(max(0.01, (julianday(NEW.completed_at) - julianday(NEW.assigned_at)) * 86400)) / ln(1.02)) AS INTEGER), 1)
    ON CONFLICT (slot, step) DO UPDATE SET prompts = prompts + 1;
END;
CREATE TRIGGER throughput_spent AFTER UPDATE OF state ON spend
WHEN NEW.state = 'settled' AND OLD.state <> 'settled' AND unixepoch(NEW.settled_at) IS NOT NULL
BEGIN
    INSERT INTO throughput (slot, spends, tokens, unknown_tokens, cost_usd, unknown_cost)
    VALUES (unixepoch(NEW.settled_at) / 900 * 900, 1, coalesce(NEW.tokens, 0), NEW.tokens IS NULL, coalesce(NEW.cost_usd, 0),
        NEW.cost_usd IS NULL)
    ON CONFLICT (slot) DO UPDATE SET spends = spends + 1, tokens = tokens + excluded.tokens,
        unknown_tokens = unknown_tokens + excluded.unknown_tokens, cost_usd = cost_usd + excluded.cost_usd,
        unknown_cost = unknown_cost + excluded.unknown_cost;
END;
