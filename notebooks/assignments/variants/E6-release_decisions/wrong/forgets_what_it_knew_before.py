"""Weighs only the reports, as if harmful and harmless had been equally likely before.

loses: test_chance_harmful
"""

# %% chance_harmful
import math


def chance_harmful(prior, if_harmless, if_harmful, reports):
    bad = if_harmful**reports * math.exp(-if_harmful)
    good = if_harmless**reports * math.exp(-if_harmless)
    return bad / (bad + good)
