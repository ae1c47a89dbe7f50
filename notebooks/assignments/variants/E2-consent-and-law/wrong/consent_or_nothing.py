"""Believes that nothing may be done without consent.

loses: test_may_use
"""


# %% may_use
def may_use(facts, bases, exceptions):
    known = set(facts) | ({"consent"} if "explicit consent" in facts else set())
    first, second = (
        [d["article"] for d in doors if set(d["needs"]) <= known and not set(d["shut by"]) & known]
        for doors in (bases, exceptions)
    )
    special = "special kind" in known
    allowed = "consent" in known and bool(first) and (bool(second) or not special)
    return allowed, first + (second if special else [])
