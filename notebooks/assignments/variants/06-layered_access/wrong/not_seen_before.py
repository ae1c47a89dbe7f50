"""Refuses only challenges that were answered before, and takes ones it never gave.

loses: test_hand_over
"""


# %% hand_over
def hand_over(messages, challenges, domain):
    keys, used = [], set()
    for message in messages:
        said = json.loads(message["said"])
        sound = fits(said["holder"], message["said"], message["signature"]) and said["domain"] == domain
        fresh = said["nonce"] not in used
        keys.append(said["recipient"] if sound and fresh else None)
        if sound:
            used.add(said["nonce"])
    return keys
