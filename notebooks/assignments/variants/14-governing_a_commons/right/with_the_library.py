"""The course's own counting: its tally, its default and quorum, Debian's way of setting weakest defeats aside, its fewest."""


# %% pairwise
def pairwise(options, ballots):
    from openhearth.labs import voting

    papers = tuple(
        voting.Ballot({name: at for at, group in enumerate(groups, 1) for name in group}, count)
        for count, groups in ballots
    )
    counted = voting.tally(voting.Election(tuple(options), papers))
    return {(a, b): counted.over(a, b) for a in options for b in options if a != b}


# %% still_in
def still_in(votes, default, quorum, majority):
    from openhearth.labs import voting

    names = sorted({name for pair in votes for name in pair})
    table = voting.published(names, [[votes.get((a, b), 0) for b in names] for a in names])
    fallen = voting.decide(table, default, quorum, majority).dropped
    return [name for name in names if name != default and name not in fallen]


# %% winners
def winners(options, votes):
    from openhearth.labs import voting

    table = voting.published(options, [[votes.get((a, b), 0) for b in options] for a in options])
    return list(voting.decide(table).winners)


# %% fewest
def fewest(weights, majority):
    from openhearth.labs import capture

    return capture.fewest(weights, majority)
