"""Hands over to each person once, and not once a challenge.

loses: test_hand_over
"""


# %% hand_over
def hand_over(messages, challenges, domain):
    keys, served = [], set()
    for message in messages:
        said = json.loads(message["said"])
        sound = fits(said["holder"], message["said"], message["signature"]) and said["domain"] == domain
        if sound and said["nonce"] in challenges and said["holder"] not in served:
            served.add(said["holder"])
            keys.append(said["recipient"])
        else:
            keys.append(None)
    return keys
