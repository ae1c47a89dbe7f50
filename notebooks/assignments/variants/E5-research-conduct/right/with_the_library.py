"""The course's own functions."""


# %% honest_p
from openhearth.labs import conduct


def honest_p(analyses, printed, planned):
    return conduct.honest_p(analyses[printed], 1 if printed == planned else len(analyses))


# %% can_exist
from openhearth.labs import conduct


def can_exist(mean, people, low, high):
    return conduct.can_exist(mean, people, low, high)


# %% who_signs
from openhearth.labs import conduct

WORDS = {"author": "author", "ask first": "ask", "thank": "thank", "say that it was used": "disclose", "neither": "none"}


def who_signs(team):
    return {
        one["name"]: WORDS[
            conduct.credit(
                conduct.Contributor(
                    one["name"], tuple(one["roles"]), one["approved"], one["answers"], one["asked"], one["tool"]
                )
            )
        ]
        for one in team
    }


# %% what_to_ask
import numpy as np

from openhearth.labs import conduct


def what_to_ask(new, old, leaked, claim):
    return conduct.mended(np.array(new), np.array(old), np.array(leaked), claim)[0]
