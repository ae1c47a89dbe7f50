"""Is content that there is a signature.

loses: test_hand_over
"""


# %% hand_over
def hand_over(messages, challenges, domain):
    keys, left = [], set(challenges)
    for message in messages:
        said = json.loads(message["said"])
        if message["signature"] and said["domain"] == domain and said["nonce"] in left:
            left.remove(said["nonce"])
            keys.append(said["recipient"])
        else:
            keys.append(None)
    return keys
