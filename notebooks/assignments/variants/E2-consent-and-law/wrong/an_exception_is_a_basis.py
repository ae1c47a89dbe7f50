"""Takes an exception for special data for a basis of its own.

loses: test_may_use
"""


# %% may_use
def may_use(facts, bases, exceptions):
    known = set(facts) | ({"consent"} if "explicit consent" in facts else set())
    first, second = (
        [d["article"] for d in doors if set(d["needs"]) <= known and not set(d["shut by"]) & known]
        for doors in (bases, exceptions)
    )
    if "special kind" in known:
        return bool(second), first + second
    return bool(first), first
