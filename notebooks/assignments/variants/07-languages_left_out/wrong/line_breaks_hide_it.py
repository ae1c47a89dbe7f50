"""Looks for the article letter by letter, and misses it where lines break elsewhere.

loses: test_trainable
"""


# %% trainable
def trainable(texts, yardstick):
    return [
        one["id"]
        for one in texts
        if one["purpose"] == "training" and not any(article in one["text"] for article in yardstick)
    ]
