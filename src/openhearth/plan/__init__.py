"""The dial: a machine and some minutes in, a model and its training out; each choice with its reason.

shapes    the ladder of models; what one token costs
speed     floating-point operations a second, by size: measured here, or typical of the machine
memory    bytes at the peak of training
tokens    in a step and in a text; how many stories a training can use
looks     at held-out stories: how often, and what they cost
scaling   the loss to expect: a law fitted to a sweep (``make sweep``)
plan      a model and its training, as chosen; what is predicted of it
dial      all of it together: `make_plan`
picture   loss against size, with the chosen point
"""

from openhearth.plan.dial import candidates, make_plan, parse_minutes
from openhearth.plan.memory import BASE_BYTES, predicted_bytes
from openhearth.plan.plan import Plan, PlanError, Prediction
from openhearth.plan.scaling import Law, law_for
from openhearth.plan.shapes import LADDER, Shape
from openhearth.plan.speed import Speed, matrix_peak, typical_speed
from openhearth.plan.tokens import best_step, stories_for

__all__ = [
    "BASE_BYTES",
    "LADDER",
    "Law",
    "Plan",
    "PlanError",
    "Prediction",
    "Shape",
    "Speed",
    "best_step",
    "candidates",
    "law_for",
    "make_plan",
    "matrix_peak",
    "parse_minutes",
    "predicted_bytes",
    "stories_for",
    "typical_speed",
]
