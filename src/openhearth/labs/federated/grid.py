"""Flower's client, its strategies, and a grid that is one process: a message is sent by calling the client."""

import contextlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flwr.app import Array, ArrayRecord, ConfigRecord, Context, Error, Message, MetricRecord, RecordDict
from flwr.clientapp import ClientApp
from flwr.serverapp import Grid
from flwr.serverapp.strategy import FedAvg, FedMedian, FedTrimmedAvg, Krum, Strategy
from numpy.typing import NDArray

from openhearth.labs.federated.network import Examples, FederationError, State, accuracy, network, train

Reply = tuple[State, float]
"""What a client sends back: its network, and the number of examples that it says it has."""

LIES: dict[str, Callable[[State, State, float], Reply]] = {
    "away": lambda before, after, count: (
        {name: before[name] - 10 * (after[name] - before[name]) for name in before},
        count,
    ),
    "boasts": lambda before, after, count: (network(seed=99), 1_000_000),
    "NaN": lambda before, after, count: (
        {name: np.full_like(array, np.nan) for name, array in after.items()},
        count,
    ),
    "wrong shape": lambda before, after, count: ({name: array[:-1] for name, array in after.items()}, count),
    "nothing": lambda before, after, count: ({}, count),
}
"""How a client may reply other than it should: ten times as far the other way; a network that has learnt nothing, and the
claim to have the most examples; three that cannot be used. ``"no reply"`` is a client that breaks down."""


def client_app(parts: Sequence[Examples], lies: Mapping[int, str] | None = None, seed: int = 0) -> ClientApp:
    """Flower's client: trains on the part that its node is configured for (``partition-id``) and sends back what it has.

    Args:
        parts: the examples of each client. lies: for some clients, one of `LIES`, or ``"no reply"``.

    Raises:
        FederationError: a lie that is not known.
    """
    lies = dict(lies or {})
    if unknown := set(lies.values()) - {*LIES, "no reply"}:
        raise FederationError(f"no lie is called {unknown.pop()!r}; there are {', '.join(LIES)}, no reply")
    app = ClientApp()

    @app.train()  # type: ignore[untyped-decorator]
    def train_here(message: Message, context: Context) -> Message:
        who = int(context.node_config["partition-id"])
        sent: Any = message.content
        before, config = _state(sent["arrays"]), sent["config"]
        rng = np.random.default_rng([seed, who, config["server-round"]])
        reply: Reply = train(before, parts[who], config["epochs"], rng), float(len(parts[who]))
        if lies.get(who) == "no reply":
            raise FederationError("the connection broke")
        if who in lies:
            reply = LIES[lies[who]](before, *reply)
        metrics = MetricRecord({"num-examples": reply[1], "one": 1.0})
        return Message(RecordDict({"arrays": _record(reply[0]), "metrics": metrics}), reply_to=message)

    return app


def _record(state: State) -> ArrayRecord:
    return ArrayRecord({name: Array(np.ascontiguousarray(array)) for name, array in state.items()})


def _state(record: ArrayRecord) -> State:
    return {name: array.numpy().copy() for name, array in record.items()}


RULES: dict[str, Callable[[int], Strategy]] = {
    "FedAvg": lambda liars: FedAvg(fraction_evaluate=0.0),
    "unweighted": lambda liars: FedAvg(fraction_evaluate=0.0, weighted_by_key="one"),
    "median": lambda liars: FedMedian(fraction_evaluate=0.0),
    "trimmed mean": lambda liars: FedTrimmedAvg(fraction_evaluate=0.0, beta=max(0.1 * liars, 0.01)),
    "Krum": lambda liars: Krum(fraction_evaluate=0.0, num_malicious_nodes=liars),
}
"""Flower's strategies by name, made for a number of liars in ten clients."""


def objection(state: Mapping[str, NDArray[Any]], examples: float, wanted: State) -> str:
    """Why a reply cannot be used: in one phrase, empty if it can."""
    if set(state) != set(wanted):
        missing = ", ".join(sorted(set(wanted) - set(state)))
        return f"lacks {missing}" if missing else "holds arrays that nobody asked for"
    for name, array in state.items():
        if array.shape != wanted[name].shape:
            return f"{name} has shape {array.shape}, not {wanted[name].shape}"
        if not np.isfinite(array).all():
            return f"{name} holds NaN or infinity"
    if not (np.isfinite(examples) and examples > 0):
        return f"says that it has {examples} examples"
    return ""


class Checked(Strategy):  # type: ignore[misc]
    """A strategy of Flower's that gets to see only the replies that can be used; ``refused`` lists the others."""

    def __init__(self, strategy: Strategy) -> None:
        self.strategy, self.refused = strategy, list[tuple[int, int, str]]()  # round, node, reason
        self._wanted: State = {}

    def configure_train(
        self, server_round: int, arrays: ArrayRecord, config: ConfigRecord, grid: Grid
    ) -> Iterable[Message]:
        self._wanted = _state(arrays)
        return self.strategy.configure_train(server_round, arrays, config, grid)  # type: ignore[no-any-return]

    def aggregate_train(
        self, server_round: int, replies: Iterable[Message]
    ) -> tuple[ArrayRecord | None, MetricRecord | None]:
        usable = []
        for reply in replies:
            if why := self._objection(reply):
                self.refused.append((server_round, reply.metadata.src_node_id, why))
            else:
                usable.append(reply)
        # Nothing usable: the model stays as it was.
        return self.strategy.aggregate_train(server_round, usable) if usable else (None, None)

    def _objection(self, reply: Message) -> str:
        if reply.has_error():
            return "no reply"
        arrays, metrics = reply.content.get("arrays"), reply.content.get("metrics")
        if not isinstance(arrays, ArrayRecord) or not isinstance(metrics, MetricRecord):
            return "holds no arrays or no metrics"
        count: Any = metrics.get("num-examples", 0)
        return objection(_state(arrays), float(count), self._wanted)

    def configure_evaluate(self, *args: Any, **kwargs: Any) -> Iterable[Message]:
        return self.strategy.configure_evaluate(*args, **kwargs)  # type: ignore[no-any-return]

    def aggregate_evaluate(self, *args: Any, **kwargs: Any) -> MetricRecord | None:
        return self.strategy.aggregate_evaluate(*args, **kwargs)

    def summary(self) -> None:
        self.strategy.summary()


class InProcess(Grid):  # type: ignore[misc]
    """Flower's grid in one process: a message is sent by calling the client. Counts the bytes of the arrays sent."""

    def __init__(self, app: ClientApp, clients: int) -> None:
        self.app, self.bytes, self._run = app, 0, None
        self.contexts = {
            who + 1: Context(
                run_id=1,
                node_id=who + 1,
                node_config={"partition-id": who},
                state=RecordDict(),
                run_config={},
            )
            for who in range(clients)
        }

    def set_run(self, run: Any) -> None:
        self._run = run

    @property
    def run(self) -> Any:
        return self._run

    def create_message(
        self, content: Any, message_type: str, dst_node_id: int, group_id: str, ttl: Any = None
    ) -> Message:
        return Message(content, message_type=message_type, dst_node_id=dst_node_id, group_id=group_id)

    def get_node_ids(self) -> list[int]:
        return list(self.contexts)

    def push_messages(self, messages: Iterable[Message]) -> Iterable[str]:
        raise NotImplementedError("here a message is answered at once: call send_and_receive")

    def pull_messages(self, message_ids: Iterable[str]) -> Iterable[Message]:
        raise NotImplementedError("here a message is answered at once: call send_and_receive")

    def send_and_receive(self, messages: Iterable[Message], *, timeout: float | None = None) -> list[Message]:
        replies = []
        for number, message in enumerate(messages):
            message.metadata.__dict__["_message_id"] = f"message {number}"
            try:
                reply = self.app(message, self.contexts[message.metadata.dst_node_id])
            except Exception as error:  # as a SuperNode does: whatever happens there is told here
                reply = Message(Error(code=0, reason=str(error)), reply_to=message)
            self.bytes += _bytes(message) + (0 if reply.has_error() else _bytes(reply))
            replies.append(reply)
        return replies


def _bytes(message: Message) -> int:
    return sum(
        len(array.data) for record in message.content.array_records.values() for array in record.values()
    )


@dataclass(frozen=True)
class Outcome:
    """What a federation reached."""

    accuracy: tuple[float, ...]  # on held-out examples, before the first round and after each
    state: State
    sent: int  # bytes of arrays, both ways; 0 on a grid that does not count
    refused: tuple[tuple[int, int, str], ...]  # round, client from 0, reason


def federate(
    strategy: Strategy,
    grid: Grid,
    held_out: Examples,
    *,
    rounds: int = 20,
    epochs: int = 4,
    seed: int = 0,
) -> Outcome:
    """Train one network with all clients: the server sends it out, each trains it, ``strategy`` combines the replies.

    Args:
        strategy: one of Flower's, perhaps in `Checked`. grid: how to reach the clients; `InProcess`, or Flower's own.
        epochs: passes over their examples that clients make in a round.

    Raises:
        FederationError: the strategy could not combine the replies; it says why.
    """
    measured: list[float] = []

    def measure(server_round: int, arrays: ArrayRecord) -> MetricRecord:
        measured.append(accuracy(_state(arrays), held_out))
        return MetricRecord({"accuracy": measured[-1]})

    try:
        with _quiet(), np.errstate(all="ignore"):
            result = strategy.start(
                grid=grid,
                initial_arrays=_record(network(seed)),
                num_rounds=rounds,
                train_config=ConfigRecord({"epochs": epochs}),
                evaluate_fn=measure,
            )
    except Exception as error:  # Flower raises several kinds, NumPy others
        raise FederationError(
            f"round {len(measured)}: the replies could not be combined ({error}); wrap the strategy in Checked"
        ) from error
    refused = strategy.refused if isinstance(strategy, Checked) else []
    state = _state(result.arrays) if result.arrays else network(seed)
    sent = int(getattr(grid, "bytes", 0))
    return Outcome(tuple(measured), state, sent, tuple((at, node - 1, why) for at, node, why in refused))


def rule(name: str, liars: int = 0) -> Strategy:
    """Flower's strategy called ``name`` in `RULES`, made for up to ``liars`` of ten clients.

    Raises:
        FederationError: there is none of that name, or liars are not 0 to 4: five of ten can agree on anything.
    """
    if not 0 <= liars <= 4:
        raise FederationError(f"{liars} liars of ten clients; rules are made for 0 to 4")
    if name not in RULES:
        raise FederationError(f"no rule is called {name!r}; there are {', '.join(RULES)}")
    with _quiet():
        return RULES[name](liars)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep Flower's log to itself, and give it the identity that a SuperLink would give."""
    from flwr.supercore.task_identity import TaskIdentity

    if TaskIdentity._run_id is None:
        TaskIdentity.task_id, TaskIdentity.run_id, TaskIdentity.node_id = 1, 1, 0
    log = logging.getLogger("flwr")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)
