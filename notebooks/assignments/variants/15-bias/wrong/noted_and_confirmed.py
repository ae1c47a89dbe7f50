"""Looks only at notes that the second look confirmed, and so never at those who were overlooked.

loses: test_audited
"""


# %% audited
def audited(files):
    ill = [file for file in files if file["noted"] and file["worse"]]
    if not ill:
        return None
    return sum(file["weight"] for file in ill if not file["watched"]) / sum(file["weight"] for file in ill)
