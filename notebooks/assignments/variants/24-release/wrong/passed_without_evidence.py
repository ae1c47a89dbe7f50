"""Believes a check that passed on no evidence.

loses: test_may_release
"""


# %% may_release
def may_release(findings, required):
    passed = {f["check"] for f in findings if f["passed"]}
    return all(f["passed"] for f in findings) and set(required) <= passed
