"""Reads from left to right, as one reads a sentence, so that OR and AND bind alike.

loses: test_can_be_kept
"""


# %% can_be_kept
def can_be_kept(expression, accepted):
    words = expression.replace("(", "( ").replace(")", " )").split()

    def read():
        found = one()
        while words and words[0] != ")":
            word = words.pop(0)
            other = one()
            found = (found and other) if word == "AND" else (found or other)
        return found

    def one():
        word = words.pop(0)
        if word != "(":
            return word in accepted
        found = read()
        words.pop(0)
        return found

    return read()
