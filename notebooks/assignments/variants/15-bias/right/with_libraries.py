"""fairlearn and pandas for the rates, softmax for the pairs; a heap for the beds."""


# %% missed_rates
def missed_rates(watched, worse, group):
    from fairlearn.metrics import MetricFrame, false_negative_rate

    frame = MetricFrame(metrics=false_negative_rate, y_true=worse, y_pred=watched, sensitive_features=group)
    ill = {name for name, bad in zip(group, worse) if bad}
    return {name: rate if name in ill else None for name, rate in frame.by_group.items()}


# %% audited
def audited(files):
    import pandas as pd

    ill = pd.DataFrame(files).query("worse")
    return ill.weight[~ill.watched.astype(bool)].sum() / ill.weight.sum() if len(ill) else None


# %% beds_for
def beds_for(scores, worse, group, beds):
    import heapq

    ill = {name: sum(w for w, g in zip(worse, group) if g == name) for name in set(group)}
    line = {name: sorted((i for i, g in enumerate(group) if g == name), key=scores.__getitem__) for name in ill}
    left = dict(ill)
    heap = [(-1.0, name) for name in ill]
    heapq.heapify(heap)
    chosen = set()
    while heap and len(chosen) < beds:
        _, name = heapq.heappop(heap)
        one = line[name].pop()
        chosen.add(one)
        left[name] -= worse[one]
        if line[name]:
            heapq.heappush(heap, (-left[name] / ill[name], name))
    return [i in chosen for i in range(len(scores))]


# %% lost_by_tidying
def lost_by_tidying(rows):
    import pandas as pd

    table = pd.DataFrame([{"group": r["group"], "worse": r["worse"], "gap": pd.isna(r["values"]).any()} for r in rows])
    return table[table.worse.astype(bool)].groupby("group").gap.mean().to_dict()


# %% aunt_expected
def aunt_expected(spent):
    import torch

    return {
        job: torch.softmax(-torch.tensor(pairs, dtype=torch.float64), dim=1)[:, 0].mean().item()
        for job, pairs in spent.items()
    }
