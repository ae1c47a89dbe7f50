"""Looks for the letters of a licence anywhere in a name.

loses: test_can_be_kept
"""


# %% can_be_kept
def can_be_kept(expression, accepted):
    words = expression.replace("(", "( ").replace(")", " )").split()
    python = [
        word if word in "()" else word.lower() if word in ("AND", "OR") else str(any(a in word for a in accepted))
        for word in words
    ]
    return eval(" ".join(python))
