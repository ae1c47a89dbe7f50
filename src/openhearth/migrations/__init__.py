"""How the tables of each part came to be as they are: numbered steps of SQL, which SQLite and PostgreSQL both read.

`openhearth.database.connect` takes the steps that a database has not taken yet, and writes into its table
``openhearth_version`` how many it has. To change a table, change it where it is used, and add a step at the end of its
part here; a step that was released is never changed. The parts:

    gate        what the access gate keeps, its audit log included
    accounts    members and sessions of the class service
    exam        attempts and answers
    practicals  tries of the practical tasks

A first step makes what is not there, because databases were in use before their versions were counted. ``{id}`` stands for a
column that numbers its rows.
"""

from openhearth.migrations import accounts, exam, gate, practicals

STEPS: dict[str, tuple[tuple[str, ...], ...]] = {
    "gate": gate.STEPS,
    "accounts": accounts.STEPS,
    "exam": exam.STEPS,
    "practicals": practicals.STEPS,
}
