"""Drops the brackets and reads what is left.

loses: test_can_be_kept
"""


# %% can_be_kept
def can_be_kept(expression, accepted):
    plain = expression.replace("(", "").replace(")", "")
    return any(all(one in accepted for one in part.split(" AND ")) for part in plain.split(" OR "))
