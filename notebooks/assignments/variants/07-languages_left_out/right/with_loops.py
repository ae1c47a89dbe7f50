"""Plain loops, and logarithms for the shares."""


# %% premiums
def premiums(programme, base):
    try:
        base_parts = programme[base]
    except KeyError as error:
        raise ValueError(f"{base} is not among {sorted(programme)}") from error
    found = {}
    for language in programme:
        here = there = 0
        for n in range(len(base_parts)):
            if programme[language][n] is not None and base_parts[n] is not None:
                here += programme[language][n]["tokens"]
                there += base_parts[n]["tokens"]
        if there > 0:
            found[language] = here / there
    return found


# %% trainable
def trainable(texts, yardstick):
    squeezed = ["".join(article.split()) for article in yardstick]
    kept = set()
    for one in texts:
        if one["purpose"] != "evaluation":
            inside = "".join(one["text"].split())
            if all(article not in inside for article in squeezed):
                kept.add(one["id"])
    return kept


# %% shares
def shares(characters, alpha):
    import math

    logs = {language: alpha * math.log(count) for language, count in characters.items() if count}
    top = max(logs.values())
    weight = {language: math.exp(one - top) for language, one in logs.items()}
    return {language: weight.get(language, 0) / sum(weight.values()) for language in characters}


# %% parts_read
def parts_read(tokens, window, instruction, answer):
    room = max(0, window - instruction - answer)
    read = 0
    while read < len(tokens) and sum(tokens[: read + 1]) <= room:
        read += 1
    return read


# %% named
def named(text, known, least):
    total = max(len(text) - 2, 0)
    if total == 0:
        return None
    ranked = sorted((sum(text[i : i + 3] in common for i in range(total)), name) for name, common in known.items())
    if len(ranked) > 1 and ranked[-1][0] == ranked[-2][0]:
        return None
    score, name = ranked[-1]
    return name if score >= least * total else None
