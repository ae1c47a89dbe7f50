"""The hand-written path is the reference, only sooner: the same loss and the same gradient everywhere."""

import dataclasses

import pytest
import torch
from torch.nn.functional import cross_entropy

from openhearth import lm
from openhearth.lm import fast, nodes
from openhearth.lm.optimizers import Muon, orthogonal

BASE = lm.ModelConfig(vocab_size=300, width=128, layers=2, heads=2, kv_heads=2, hidden=96, context=64)


def made(dtype: torch.dtype = torch.float32, **changes: object) -> lm.Llama:
    torch.manual_seed(0)
    model = lm.Llama(dataclasses.replace(BASE, **changes), dtype)
    with torch.no_grad():  # gains of one would hide a gain that is left out
        for name, parameter in model.named_parameters():
            if parameter.ndim == 1:
                parameter.copy_(1 + 0.3 * torch.randn(parameter.shape))
                assert "norm" in name
    return model


def batch(sequences: int = 3, length: int = 40) -> tuple[torch.Tensor, torch.Tensor]:
    rows = torch.randint(0, 300, (sequences, length + 1), generator=torch.Generator().manual_seed(1))
    return rows[:, :-1], rows[:, 1:]


def gradients(model: lm.Llama, loss: torch.Tensor) -> dict[str, torch.Tensor]:
    model.zero_grad()
    loss.backward()
    return {name: parameter.grad.clone() for name, parameter in model.named_parameters()}


@pytest.mark.parametrize(
    "changes",
    [{}, {"tie_embeddings": False}, {"layers": 1}, {"heads": 4, "kv_heads": 4}, {"heads": 1, "kv_heads": 1}],
)
def test_loss_and_every_gradient_are_the_references(changes: dict) -> None:
    model = made(**changes)
    x, y = batch()
    plain, quick = cross_entropy(model(x).flatten(0, 1), y.flatten()), fast.loss(model, x, y)
    assert torch.allclose(plain, quick, rtol=1e-5)
    theirs, ours = gradients(model, plain), gradients(model, quick)
    for name in theirs:
        assert torch.allclose(
            theirs[name], ours[name], rtol=1e-4, atol=2e-6 * float(theirs[name].abs().max())
        ), name


def test_more_tokens_than_the_head_holds_at_once_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    model = made()
    x, y = batch()
    whole = gradients(model, fast.loss(model, x, y))
    monkeypatch.setattr(nodes, "HEAD_ROWS", 7)
    parts = gradients(model, fast.loss(model, x, y))
    assert all(torch.allclose(whole[name], parts[name], rtol=1e-4, atol=1e-5) for name in whole)


def test_in_bfloat16_it_is_as_near_to_the_truth_as_the_reference() -> None:
    exact = made()
    x, y = batch()
    truth = gradients(exact, fast.loss(exact, x, y))
    rough = made(torch.bfloat16)
    plain = gradients(rough, cross_entropy(rough(x).flatten(0, 1), y.flatten()))
    quick = gradients(rough, fast.loss(rough, x, y))
    for name, right in truth.items():
        assert quick[name].dtype == torch.float32
        error = [float((found[name] - right).norm() / right.norm()) for found in (plain, quick)]
        assert error[1] < max(1.5 * error[0], 0.01), name


def test_micro_batches_give_the_mean_of_the_batch() -> None:
    model = made()
    x, y = batch(5)
    whole, parts = fast.loss(model, x, y), fast.loss(model, x, y, micro_batch=2)  # 2, 2 and 1
    assert torch.allclose(whole, parts, rtol=1e-6)
    one, three = gradients(model, whole), gradients(model, parts)
    assert all(torch.allclose(one[name], three[name], rtol=1e-4, atol=1e-6) for name in one)


def test_micro_batches_in_bfloat16_are_summed_in_float32() -> None:
    x, y = batch(64)
    exact, rough = made(), made(torch.bfloat16)
    truth = gradients(exact, fast.loss(exact, x, y))
    found = [gradients(rough, fast.loss(rough, x, y, micro_batch=size)) for size in (64, 1)]
    for name, right in truth.items():
        whole, parts = (float((f[name] - right).norm() / right.norm()) for f in found)
        assert parts < max(1.5 * whole, 0.01), name


def drawn(*shape: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(sum(shape))
    return torch.randn(shape, generator=generator, dtype=torch.float64, requires_grad=True)


def turned(length: int, half: int) -> torch.Tensor:
    """A turn for each position, of a query and of a key: its length is not one, so that a mistaken inverse shows."""
    return torch.polar(drawn(2, length, half).exp(), drawn(2, length, half)).detach()


@pytest.mark.parametrize(
    ("node", "arguments"),
    [
        (nodes.Norm, (drawn(5, 8), 1e-5)),
        (nodes.FeedForward, (drawn(5, 8), *(drawn(6, 8) for _ in range(2)), drawn(8, 6), 1e-5)),
        (nodes.SelfAttention, (drawn(14, 8), drawn(24, 8), drawn(8, 8), turned(7, 2), 1e-5)),
        (nodes.HeadLoss, (drawn(5, 8), drawn(6, 8), torch.tensor([0, 5, 2, 2, 1]))),
    ],
)
def test_each_hand_written_node_agrees_with_numerical_gradients(
    node: type, arguments: tuple, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nodes, "QUERIES", 3)  # 7 queries in three parts
    assert torch.autograd.gradcheck(node.apply, arguments)


@pytest.mark.parametrize("length", [1, nodes.QUERIES, nodes.QUERIES + 1, 3 * nodes.QUERIES - 1])
def test_attention_in_parts_is_causal_attention(length: int) -> None:
    q, k, v = (drawn(2, 3, length, at).detach() for at in (4, 4, 4))  # (B, H, T, E)
    k, v = k + 1, v * 2
    rows = torch.stack((q, k, v), dim=1).permute(0, 3, 1, 2, 4).reshape(2 * length, -1)
    right = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True, scale=1.0)
    seen, _ = nodes.attended(rows, torch.ones(2, length, 2, dtype=torch.complex128))
    assert torch.allclose(seen, right.transpose(1, 2).reshape(2 * length, -1))


def test_grouped_queries_and_accelerators_are_left_to_the_reference() -> None:
    assert fast.supports(made(), "cpu")
    assert not fast.supports(made(), "cuda")
    assert not fast.supports(made(kv_heads=1), "cpu")


def test_a_later_token_changes_no_earlier_loss() -> None:
    model = made()
    x, y = batch(1, 20)
    z = x.clone()
    z[0, -1] = (z[0, -1] + 1) % 300
    before, after = (fast.loss(model, tokens[:, :19], y[:, :19]) for tokens in (x, z))
    assert torch.equal(before, after)


def test_muon_moves_as_torchs_does() -> None:
    torch.manual_seed(0)
    shapes = [(64, 64), (64, 64), (96, 64), (64, 96)]
    ours = [torch.nn.Parameter(torch.randn(shape)) for shape in shapes]
    theirs = [torch.nn.Parameter(p.detach().clone()) for p in ours]
    a = Muon(ours, lr=0.02, weight_decay=0.1, dtype=torch.bfloat16)
    b = torch.optim.Muon(theirs, lr=0.02, weight_decay=0.1)
    start = [p.detach().clone() for p in ours]
    for _ in range(3):
        for p, q in zip(ours, theirs, strict=True):
            p.grad = torch.randn(p.shape)
            q.grad = p.grad.clone()
        a.step()
        b.step()
    for p, q, first in zip(ours, theirs, start, strict=True):
        moved, other = (p - first).detach(), (q - first).detach()
        assert torch.nn.functional.cosine_similarity(moved.flatten(), other.flatten(), dim=0) > 0.999
        assert float(moved.norm() / other.norm()) == pytest.approx(1, abs=0.01)


def test_muons_update_has_singular_values_near_one() -> None:
    stack = torch.randn(3, 40, 24, generator=torch.Generator().manual_seed(0))
    values = torch.linalg.svdvals(orthogonal(stack, torch.float32))
    assert float(values.min()) > 0.6
    assert float(values.max()) < 1.3
