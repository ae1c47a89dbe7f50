"""Looks at the required checks and lets another failure pass.

loses: test_may_release
"""


# %% may_release
def may_release(findings, required):
    proved = {f["check"] for f in findings if f["passed"] and f["evidence"].strip()}
    return set(required) <= proved
