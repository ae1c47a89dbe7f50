"""scikit-learn's ROC curve, PyTorch's gradients, the library's own check."""


# %% exposure
def exposure(secret, candidates):
    from bisect import bisect_left

    return math.log2(len(candidates) + 1) - math.log2(bisect_left(sorted(candidates), secret) + 1)


# %% keep_one_of_each
def keep_one_of_each(pages, alike):
    from itertools import islice

    def runs(page):
        words = page.lower().split()
        return set(zip(words, islice(words, 1, None), islice(words, 2, None)))

    kept, holders = [], {}
    for page in pages:
        mine, shared = runs(page), {}
        for run in mine:
            for at in holders.get(run, ()):
                shared[at] = shared.get(at, 0) + 1
        if any(n / (len(mine) + len(kept[at][1]) - n) > alike for at, n in shared.items()):
            continue
        for run in mine:
            holders.setdefault(run, []).append(len(kept))
        kept.append((page, mine))
    return [page for page, _ in kept]


# %% members_found
def members_found(members, strangers, wrongly):
    from sklearn.metrics import roc_curve

    labels = [1] * len(members) + [0] * len(strangers)
    false, found, _ = roc_curve(labels, [-loss for loss in [*members, *strangers]], drop_intermediate=False)
    return found[false <= wrongly + 1e-9].max()


# %% private_sum
def private_sum(gradients, clip, noise, normal):
    import torch

    rows = torch.tensor(gradients)
    rows = rows * torch.clamp(clip / rows.norm(dim=1, keepdim=True).clamp_min(1e-12), max=1)
    return (rows.sum(0) + noise * clip * torch.tensor(normal)).numpy()


# %% epsilon_for_a_person
def epsilon_for_a_person(claim):
    from openhearth.labs.privacy import PrivacyError, check

    try:
        check(claim["epsilon"], claim["delta"], claim["people"])
    except PrivacyError:
        return None
    return claim["epsilon"] * claim["rows"] if claim["clipped"] == "each" and claim["noise"] else None
