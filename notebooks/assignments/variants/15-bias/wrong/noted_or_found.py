"""Adds what the second look found to the notes, and keeps the notes that it did not confirm.

loses: test_audited
"""


# %% audited
def audited(files):
    ill = [file for file in files if file["worse"] or file["noted"]]
    if not ill:
        return None
    return sum(file["weight"] for file in ill if not file["watched"]) / sum(file["weight"] for file in ill)
