"""Takes a blank line for evidence.

loses: test_may_release
"""


# %% may_release
def may_release(findings, required):
    proved = {f["check"] for f in findings if f["passed"] and f["evidence"]}
    return all(f["passed"] for f in findings) and set(required) <= proved
