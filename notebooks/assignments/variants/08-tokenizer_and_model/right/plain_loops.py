"""Loops and plain numbers, as one would by hand."""


# %% merge_step
def merge_step(words):
    pairs = []
    for word in words:
        for i in range(len(word) - 1):
            pairs += [(word[i], word[i + 1])] * words[word]
    best = sorted(set(pairs), key=lambda pair: (-pairs.count(pair), pair))[0]
    after = {}
    for word in words:
        tokens = list(word)
        i = 0
        while i + 1 < len(tokens):
            if (tokens[i], tokens[i + 1]) == best:
                tokens[i : i + 2] = [tokens[i] + tokens[i + 1]]
            i += 1
        after[tuple(tokens)] = after.get(tuple(tokens), 0) + words[word]
    return best, after


# %% rotary
def rotary(x, theta):
    time, width = x.shape
    out = torch.zeros(time, width)
    for t in range(time):
        for i in range(width // 2):
            angle = t * theta ** (-2 * i / width)
            a, b = x[t, i], x[t, i + width // 2]
            out[t, i] = a * math.cos(angle) - b * math.sin(angle)
            out[t, i + width // 2] = a * math.sin(angle) + b * math.cos(angle)
    return out


# %% causal_attention
def causal_attention(q, k, v):
    rows = []
    for t in range(len(q)):
        weights = torch.softmax(k[: t + 1] @ q[t] / math.sqrt(q.shape[1]), dim=0)
        rows.append(weights @ v[: t + 1])
    return torch.stack(rows)


# %% inputs_and_targets
def inputs_and_targets(ids, context):
    inputs, targets = [], []
    start = 0
    while start + context + 1 <= len(ids):
        row = ids[start : start + context + 1]
        inputs.append(row[:-1])
        targets.append(row[1:])
        start += context
    return inputs, targets


# %% parameters
def parameters(shape):
    d, f = shape["width"], shape["hidden"]
    e = d // shape["heads"]
    total = shape["vocab_size"] * d
    if not shape["tie_embeddings"]:
        total += shape["vocab_size"] * d
    for _ in range(shape["layers"]):
        total += d * shape["heads"] * e  # queries
        total += d * shape["kv_heads"] * e  # keys
        total += d * shape["kv_heads"] * e  # values
        total += shape["heads"] * e * d  # output
        total += d * f + d * f + f * d
        total += d + d
    return total + d
