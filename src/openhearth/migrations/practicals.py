"""The practical tasks: who was given which, and what became of it."""

FIRST = (
    """CREATE TABLE IF NOT EXISTS practical (
        learner TEXT NOT NULL, task TEXT NOT NULL, number INTEGER NOT NULL, given FLOAT NOT NULL,
        ended FLOAT, points FLOAT, of FLOAT, journal TEXT,
        PRIMARY KEY (learner, task, number))""",
)
STEPS = (FIRST,)
