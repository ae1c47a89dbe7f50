"""Asks only how much is repeated, not whose words they are.

loses: test_tier
"""


# %% tier
def tier(harm, personal, memorised):
    if harm == "grave":
        return "reviewed"
    if memorised is None or memorised > 0.01:
        return "credentialed"
    return "registered" if harm == "some" else "open"
