"""Looks for texts that are an article, and not for texts in which one stands.

loses: test_trainable
"""


# %% trainable
def trainable(texts, yardstick):
    articles = {" ".join(article.split()) for article in yardstick}
    return [
        one["id"]
        for one in texts
        if one["purpose"] == "training" and " ".join(one["text"].split()) not in articles
    ]
