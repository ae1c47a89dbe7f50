"""Throws out whatever shares a few words with the yardstick, and most of a rare language with it.

loses: test_trainable
"""


# %% trainable
def trainable(texts, yardstick):
    words = {word for article in yardstick for word in article.split()}
    return [
        one["id"]
        for one in texts
        if one["purpose"] == "training" and sum(word in words for word in one["text"].split()) < 4
    ]
