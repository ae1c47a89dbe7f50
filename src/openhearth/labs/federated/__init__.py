"""One model trained in many places whose data stay where they are; liars among them; what an update tells (lesson 12).

    network   digits shared out evenly or not, and a network of two layers with its gradient by hand
    grid      Flower's client and strategies on a grid that is one process; clients that lie; replies checked
    leaks     what one update tells; masks that hide it and keep the sum

Sources: McMahan et al. 2017 (FedAvg); Yin et al. 2018 (median, trimmed mean); Blanchard et al. 2017 (Krum); Hsu, Qi and Brown
2019 (Dirichlet shares); Zhu, Liu and Han 2019 (leakage); Bonawitz et al. 2017 (secure aggregation).
"""

from openhearth.labs.federated.grid import (
    LIES,
    RULES,
    Checked,
    InProcess,
    Outcome,
    client_app,
    federate,
    objection,
    rule,
)
from openhearth.labs.federated.leaks import candidates, digits_told, masked, picture_and_digit, recovered
from openhearth.labs.federated.network import (
    Examples,
    FederationError,
    State,
    accuracy,
    alone,
    digits,
    gradient,
    network,
    one_large,
    shared_out,
    train,
)

__all__ = [
    "LIES",
    "RULES",
    "Checked",
    "Examples",
    "FederationError",
    "InProcess",
    "Outcome",
    "State",
    "accuracy",
    "alone",
    "candidates",
    "client_app",
    "digits",
    "digits_told",
    "federate",
    "gradient",
    "masked",
    "network",
    "objection",
    "one_large",
    "picture_and_digit",
    "recovered",
    "rule",
    "shared_out",
    "train",
]
