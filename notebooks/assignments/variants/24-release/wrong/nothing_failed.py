"""Opens when nothing failed, so a gate without checks is open.

loses: test_may_release
"""


# %% may_release
def may_release(findings, required):
    return all(finding["passed"] for finding in findings)
