"""Does not see that whoever consented explicitly has consented.

loses: test_may_use
"""


# %% may_use
def may_use(facts, bases, exceptions):
    known = set(facts)
    first, second = (
        [d["article"] for d in doors if set(d["needs"]) <= known and not set(d["shut by"]) & known]
        for doors in (bases, exceptions)
    )
    special = "special kind" in known
    return bool(first) and (bool(second) or not special), first + (second if special else [])
