"""Takes what was noted for what is true.

loses: test_audited
"""


# %% audited
def audited(files):
    ill = [file for file in files if file["noted"]]
    if not ill:
        return None
    return sum(file["weight"] for file in ill if not file["watched"]) / sum(file["weight"] for file in ill)
