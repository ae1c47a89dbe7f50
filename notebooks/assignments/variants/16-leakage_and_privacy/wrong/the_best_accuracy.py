"""Takes the threshold that is right most often, whomever it accuses.

loses: test_members_found
"""


# %% members_found
def members_found(members, strangers, wrongly):
    def right(threshold):
        return sum(x <= threshold for x in members) + sum(x > threshold for x in strangers)

    best = max(members, key=right)
    return sum(x <= best for x in members) / len(members)
