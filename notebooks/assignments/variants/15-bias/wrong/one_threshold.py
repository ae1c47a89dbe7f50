"""Treats everybody alike: the highest scores, whatever the group.

loses: test_beds_for
"""


# %% beds_for
def beds_for(scores, worse, group, beds):
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    top = set(order[:beds])
    return [i in top for i in range(len(scores))]
