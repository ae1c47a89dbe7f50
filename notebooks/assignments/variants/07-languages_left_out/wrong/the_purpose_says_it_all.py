"""Trusts the purpose on the label, so that quotations of the yardstick slip in.

loses: test_trainable
"""


# %% trainable
def trainable(texts, yardstick):
    return [one["id"] for one in texts if one["purpose"] == "training"]
