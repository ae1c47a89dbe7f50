"""The class service's members, enrolment codes, sign-ins and sessions."""

FIRST = (
    """CREATE TABLE IF NOT EXISTS member (
        did TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, since FLOAT NOT NULL, hub TEXT,
        PRIMARY KEY (did), UNIQUE (hub))""",
    """CREATE TABLE IF NOT EXISTS enrolment (
        code TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, expires FLOAT NOT NULL, used_by TEXT,
        PRIMARY KEY (code))""",
    """CREATE TABLE IF NOT EXISTS sign_in (
        code TEXT NOT NULL, browser TEXT NOT NULL, nonce TEXT NOT NULL, expires FLOAT NOT NULL, did TEXT,
        PRIMARY KEY (code))""",
    "CREATE INDEX IF NOT EXISTS sign_in_by_browser ON sign_in (browser)",
    "CREATE INDEX IF NOT EXISTS sign_in_by_end ON sign_in (expires)",
    """CREATE TABLE IF NOT EXISTS session (
        token TEXT NOT NULL, did TEXT NOT NULL, csrf TEXT NOT NULL, expires FLOAT NOT NULL,
        PRIMARY KEY (token))""",
    "CREATE INDEX IF NOT EXISTS session_by_end ON session (expires)",
)
STEPS = (FIRST,)
