"""Sets of those who are better and worse off; signs of differences."""


# %% judge_remedy
def judge_remedy(before, after):
    signs = {(after[group] > was) - (after[group] < was) for group, was in before.items()} - {0}
    return {frozenset(): "nothing", frozenset({-1}): "helps", frozenset({1}): "harms"}.get(frozenset(signs), "trades")


# %% line_for
def line_for(scores, wrong, most):
    bad = sorted(score for score, w in zip(scores, wrong) if w)
    allowed = 0
    while (allowed + 1) / len(bad) <= most:
        allowed += 1
    return bad[allowed]
