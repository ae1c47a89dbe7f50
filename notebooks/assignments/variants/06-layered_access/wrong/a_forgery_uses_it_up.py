"""Uses the challenge up before it looks at the signature, so that anybody can lock others out.

loses: test_hand_over
"""


# %% hand_over
def hand_over(messages, challenges, domain):
    keys, left = [], set(challenges)
    for message in messages:
        said = json.loads(message["said"])
        fresh = said["nonce"] in left
        left.discard(said["nonce"])
        sound = fits(said["holder"], message["said"], message["signature"]) and said["domain"] == domain
        keys.append(said["recipient"] if sound and fresh else None)
    return keys
