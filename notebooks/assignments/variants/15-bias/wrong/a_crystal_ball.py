"""Watches those who got worse, which nobody knows beforehand.

loses: test_beds_for
"""


# %% beds_for
def beds_for(scores, worse, group, beds):
    order = sorted(range(len(scores)), key=lambda i: (not worse[i], -scores[i]))
    top = set(order[:beds])
    return [i in top for i in range(len(scores))]
