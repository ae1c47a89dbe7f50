"""Closes every model that read people's data, whether it repeats them or not.

loses: test_tier
"""


# %% tier
def tier(harm, personal, memorised):
    if harm == "grave":
        return "reviewed"
    if personal:
        return "credentialed"
    return "registered" if harm == "some" else "open"
