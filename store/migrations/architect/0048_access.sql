-- Who may use the dashboard beside the login of the settings, and who asked for what (store/access).
CREATE TABLE access_users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    role TEXT NOT NULL, -- viewer, operator or admin
    source TEXT NOT NULL, -- password, proxy or oidc
    password_hash TEXT, -- of source password
    subject TEXT UNIQUE, -- issuer and subject at the OpenID provider
    role_is_set INTEGER NOT NULL DEFAULT 0, -- 1 = a person set the role: groups of the provider change it no more
    login_key TEXT NOT NULL, -- logins made with another one have ended
    disabled_at TEXT,
    last_login_at TEXT,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL
);

CREATE TABLE access_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    kind TEXT NOT NULL DEFAULT 'api', -- api or host
    token_hash TEXT NOT NULL UNIQUE, -- SHA-256; the token itself is kept nowhere
    hint TEXT NOT NULL, -- how it begins, to tell one from another
    scopes TEXT NOT NULL, -- JSON list
    expires_at TEXT,
    revoked_at TEXT,
    revoked_by TEXT,
    last_used_at TEXT,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL
);

-- One row a request that changed something, read a secret, or was refused for want of a login or a right.
CREATE TABLE access_requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    actor TEXT, -- the user, token:NAME or api-token; NULL = nobody was logged in
    method TEXT NOT NULL,
    route TEXT NOT NULL, -- as the operation declares it: /api/tasks/:id
    path TEXT NOT NULL, -- without the query
    status INTEGER NOT NULL,
    address TEXT,
    request_id TEXT NOT NULL
);
CREATE INDEX access_requests_by_actor ON access_requests (actor, id);
