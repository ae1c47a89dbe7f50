"""Wraps to the key beside the signed text, which anybody could have put there.

loses: test_hand_over
"""


# %% hand_over
def hand_over(messages, challenges, domain):
    keys, left = [], set(challenges)
    for message in messages:
        said = json.loads(message["said"])
        if (
            fits(said["holder"], message["said"], message["signature"])
            and said["domain"] == domain
            and said["nonce"] in left
        ):
            left.remove(said["nonce"])
            keys.append(message["recipient"])
        else:
            keys.append(None)
    return keys
