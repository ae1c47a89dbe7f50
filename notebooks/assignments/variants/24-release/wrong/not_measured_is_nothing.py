"""Takes what nobody measured for zero.

loses: test_tier
"""


# %% tier
def tier(harm, personal, memorised):
    if harm == "grave":
        return "reviewed"
    if personal and (memorised or 0) > 0.01:
        return "credentialed"
    return "registered" if harm == "some" else "open"
