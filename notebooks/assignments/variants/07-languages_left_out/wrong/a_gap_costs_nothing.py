"""Takes a missing part for one of no tokens, so that an unfinished translation looks cheap.

loses: test_premiums
"""


# %% premiums
def premiums(programme, base):
    if base not in programme:
        raise ValueError(base)
    total = {language: sum(part["tokens"] for part in parts if part) for language, parts in programme.items()}
    return {language: tokens / total[base] for language, tokens in total.items() if tokens}
