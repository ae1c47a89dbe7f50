"""Counts files, as if all had been drawn alike.

loses: test_audited
"""


# %% audited
def audited(files):
    ill = [file for file in files if file["worse"]]
    return sum(not file["watched"] for file in ill) / len(ill) if ill else None
