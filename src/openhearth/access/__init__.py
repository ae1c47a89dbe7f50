"""The gate that the ethics certificate opens: datasets, source code and weights in tiers. The stages, in order:

terms        what a resource asks: tier, agreement, policy (odrl: usage policies, deny by default)
sealing      its files, encrypted; and its key, wrapped to whoever may open it
signed       what a learner signs: agreements, and presentations that answer one challenge
records      requests, grants, cohorts, challenges; every change with a line in the log
audit        the log: a chain of hashes, anchored outside, checked offline
desk         learners ask and sign, referees vouch, instructors decide
asks         each thing that a resource may ask for
gate         the one rule: all that is asked for has to be there, each time
local        a class's gate on this machine, and what a learner has opened
remote       the same through a class service

What a gate cannot do: stop copying after release, undo the past, or bind the owner of the machine it runs on.
"""

from openhearth.access.desk import Desk
from openhearth.access.errors import AccessError
from openhearth.access.gate import Check, Decision, Gate
from openhearth.access.records import Records
from openhearth.access.terms import Resource

__all__ = ["AccessError", "Check", "Decision", "Desk", "Gate", "Records", "Resource"]
