"""Never uses a challenge up, so a message can be played again.

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
            keys.append(said["recipient"])
        else:
            keys.append(None)
    return keys
