"""Arrays: a count of the cheaper ones, thresholds by sorting, gradients scaled in one go."""


# %% exposure
def exposure(secret, candidates):
    costs = np.array(candidates)
    return np.log2((len(costs) + 1) / (1 + (costs < secret).sum()))


# %% members_found
def members_found(members, strangers, wrongly):
    allowed = int(np.floor(wrongly * len(strangers) + 1e-9))
    if allowed >= len(strangers):
        return 1.0
    return np.mean(np.array(members) < np.sort(strangers)[allowed])


# %% private_sum
def private_sum(gradients, clip, noise, normal):
    length = np.sqrt((gradients**2).sum(axis=1))
    factor = np.where(length > clip, clip / np.where(length == 0, 1, length), 1.0)
    return factor @ gradients + normal * (noise * clip)


# %% epsilon_for_a_person
def epsilon_for_a_person(claim):
    holds = all(
        (
            claim["clipped"] == "each",
            claim["noise"] > 0,
            np.isfinite(claim["epsilon"]) and claim["epsilon"] > 0,
            0 < claim["delta"] * claim["people"] < 1,
        )
    )
    return claim["epsilon"] * claim["rows"] if holds else None
