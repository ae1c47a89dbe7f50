"""A sign that makes a model see what somebody else wants, and four ways to look for it (lesson 17).

    pictures   hidden-trigger, clean-label poisoning of handwritten digits; what the victim trains; success and accuracy
    defences   spectral signatures, activation clustering, trusted prototypes, a second reader
    phrases    a trigger phrase in the course's own language model, and a search for it in the text

Small models, made-up harm: a digit is misread, a story ends sadly. See the page on dual use.
"""

from openhearth.labs.backdoors.defences import DEFENCES, Defended, defend
from openhearth.labs.backdoors.phrases import (
    ENDING,
    TRIGGER,
    Suspicion,
    ends_wrongly,
    shortened,
    stories,
    suspicions,
)
from openhearth.labs.backdoors.phrases import train as train_stories
from openhearth.labs.backdoors.pictures import (
    BackdoorError,
    Lab,
    Poison,
    Trained,
    how_many,
    poison,
    prepare,
    signed,
    train,
)

__all__ = [
    "DEFENCES",
    "ENDING",
    "TRIGGER",
    "BackdoorError",
    "Defended",
    "Lab",
    "Poison",
    "Suspicion",
    "Trained",
    "defend",
    "ends_wrongly",
    "how_many",
    "poison",
    "prepare",
    "shortened",
    "signed",
    "stories",
    "suspicions",
    "train",
    "train_stories",
]
