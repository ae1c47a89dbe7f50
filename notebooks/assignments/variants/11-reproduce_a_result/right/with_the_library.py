"""Duels counted from tallies of the library, which refuses damaged tables by itself."""


# %% changed_duels
def changed_duels(certified, copy):
    from openhearth.labs.voting import BallotError, published

    names = sorted(certified)
    if names != sorted(copy):
        raise ValueError("other options")
    try:
        first, second = (
            published(names, [[0 if one == other else table[one][other] for other in names] for one in names])
            for table in (certified, copy)
        )
    except (BallotError, KeyError) as error:
        raise ValueError(str(error)) from error

    def winner(tally, one, other):
        ahead = tally.over(one, other) - tally.over(other, one)
        return None if ahead == 0 else one if ahead > 0 else other

    return {
        (one, other): (winner(first, one, other), winner(second, one, other))
        for one in names
        for other in names
        if one < other and winner(first, one, other) != winner(second, one, other)
    }
