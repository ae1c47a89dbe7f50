"""The exam: attempts with their papers, and answers, of which there may be several to one question."""

FIRST = (
    """CREATE TABLE IF NOT EXISTS attempt (
        learner TEXT NOT NULL, number INTEGER NOT NULL, paper TEXT NOT NULL, bank TEXT NOT NULL,
        started FLOAT NOT NULL, due FLOAT NOT NULL, finished FLOAT,
        PRIMARY KEY (learner, number))""",
    "CREATE UNIQUE INDEX IF NOT EXISTS one_open ON attempt (learner) WHERE finished IS NULL",
    """CREATE TABLE IF NOT EXISTS answer (
        id {id}, learner TEXT NOT NULL, number INTEGER NOT NULL, question INTEGER NOT NULL,
        choice INTEGER NOT NULL, at FLOAT NOT NULL,
        FOREIGN KEY (learner, number) REFERENCES attempt (learner, number))""",
)
QUICK = (  # with thousands of learners; each answer asks for its attempt's answers, and for the latest time
    "CREATE INDEX answer_of ON answer (learner, number)",
    "CREATE INDEX answer_at ON answer (at)",
    "CREATE INDEX attempt_started ON attempt (started)",
    "CREATE INDEX attempt_finished ON attempt (finished)",
)
STEPS = (FIRST, QUICK)
