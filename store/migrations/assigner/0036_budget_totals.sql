-- What entries of the ledger took that are no longer in it: a total goes on counting them.

CREATE TABLE budget_carried (
    budget_id INTEGER PRIMARY KEY REFERENCES budgets (id) ON DELETE CASCADE,
    used_usd REAL NOT NULL,
    used_tokens INTEGER NOT NULL,
    unknown_cost INTEGER NOT NULL,
    unknown_tokens INTEGER NOT NULL
);

-- By a trigger, so that it is one transaction whoever removes them. store/budgets/sums.ts says what counts.
CREATE TRIGGER spend_carried AFTER DELETE ON spend WHEN old.state = 'settled'
BEGIN
    INSERT INTO budget_carried (budget_id, used_usd, used_tokens, unknown_cost, unknown_tokens)
    SELECT id, coalesce(old.cost_usd, old.reserved_usd), coalesce(old.tokens, old.reserved_tokens),
        old.cost_usd IS NULL, old.tokens IS NULL
    FROM budgets
    WHERE period = 'total' AND old.at >= counts_from AND CASE scope
        WHEN 'all' THEN 1
        WHEN 'account' THEN old.account = subject
        WHEN 'project' THEN old.project_id = CAST(subject AS INTEGER)
        WHEN 'plan' THEN old.plan_id = CAST(subject AS INTEGER)
    END
    ON CONFLICT (budget_id) DO UPDATE SET
        used_usd = used_usd + excluded.used_usd,
        used_tokens = used_tokens + excluded.used_tokens,
        unknown_cost = unknown_cost + excluded.unknown_cost,
        unknown_tokens = unknown_tokens + excluded.unknown_tokens;
END;
