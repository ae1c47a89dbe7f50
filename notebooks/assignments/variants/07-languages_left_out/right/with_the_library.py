"""The window filled by the library's function; regular expressions for broken lines."""


# %% trainable
def trainable(texts, yardstick):
    import re

    patterns = [re.compile(r"\s+".join(map(re.escape, article.split()))) for article in yardstick]
    return [
        one["id"]
        for one in texts
        if one["purpose"] == "training" and not any(pattern.search(one["text"]) for pattern in patterns)
    ]


# %% parts_read
def parts_read(tokens, window, instruction, answer):
    from openhearth.labs.languages import parts_that_fit

    return parts_that_fit(tokens, window - instruction - answer)
