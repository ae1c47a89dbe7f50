"""Opens a door when one of its conditions holds.

loses: test_may_use
"""


# %% may_use
def may_use(facts, bases, exceptions):
    known = set(facts) | ({"consent"} if "explicit consent" in facts else set())
    first, second = (
        [d["article"] for d in doors if set(d["needs"]) & known and not set(d["shut by"]) & known]
        for doors in (bases, exceptions)
    )
    special = "special kind" in known
    return bool(first) and (bool(second) or not special), first + (second if special else [])
