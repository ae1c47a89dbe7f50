"""Opens when most of the required checks passed.

loses: test_may_release
"""


# %% may_release
def may_release(findings, required):
    passed = [f for f in findings if f["passed"] and f["evidence"].strip()]
    return len(passed) >= 0.8 * len(required)
