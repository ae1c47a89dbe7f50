"""The access gate: resources, agreements, requests, grants, cohorts, challenges, the audit log."""

FIRST = (
    """CREATE TABLE IF NOT EXISTS resource (
        name TEXT NOT NULL, body TEXT NOT NULL, placed FLOAT NOT NULL, withdrawn FLOAT,
        PRIMARY KEY (name))""",
    """CREATE TABLE IF NOT EXISTS agreement (
        learner TEXT NOT NULL, resource TEXT NOT NULL, sha256 TEXT NOT NULL, token TEXT NOT NULL, at FLOAT NOT NULL,
        PRIMARY KEY (learner, resource, sha256))""",
    """CREATE TABLE IF NOT EXISTS request (
        id TEXT NOT NULL, learner TEXT NOT NULL, resource TEXT NOT NULL, purpose TEXT NOT NULL, why TEXT NOT NULL,
        days INTEGER NOT NULL, referee TEXT NOT NULL, at FLOAT NOT NULL, vouched FLOAT, decided FLOAT,
        decided_by TEXT, granted BOOLEAN,
        PRIMARY KEY (id))""",
    "CREATE INDEX IF NOT EXISTS request_by_learner ON request (learner, resource)",
    "CREATE INDEX IF NOT EXISTS request_by_resource ON request (resource, at)",
    "CREATE INDEX IF NOT EXISTS request_waiting ON request (decided, at)",
    """CREATE TABLE IF NOT EXISTS access_grant (
        id TEXT NOT NULL, resource TEXT NOT NULL, learner TEXT, cohort TEXT, purpose TEXT NOT NULL,
        begins FLOAT NOT NULL, ends FLOAT NOT NULL, granted_by TEXT NOT NULL, request TEXT, revoked FLOAT,
        revoked_by TEXT,
        PRIMARY KEY (id))""",
    "CREATE INDEX IF NOT EXISTS grant_by_learner ON access_grant (learner, resource)",
    "CREATE INDEX IF NOT EXISTS grant_by_cohort ON access_grant (cohort, resource)",
    "CREATE INDEX IF NOT EXISTS grant_running ON access_grant (revoked, begins)",
    """CREATE TABLE IF NOT EXISTS cohort (
        name TEXT NOT NULL, learner TEXT NOT NULL,
        PRIMARY KEY (name, learner))""",
    "CREATE INDEX IF NOT EXISTS cohort_by_learner ON cohort (learner)",
    """CREATE TABLE IF NOT EXISTS nonce (
        value TEXT NOT NULL, expires FLOAT NOT NULL, used FLOAT,
        PRIMARY KEY (value))""",
    "CREATE INDEX IF NOT EXISTS nonce_by_end ON nonce (expires)",
    """CREATE TABLE IF NOT EXISTS audit (
        n INTEGER NOT NULL, body TEXT NOT NULL, hash TEXT NOT NULL,
        PRIMARY KEY (n))""",
)
STEPS = (FIRST,)
