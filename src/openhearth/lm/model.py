"""A Llama-shaped decoder in plain PyTorch: the reference that the lessons show.

Notable:
- RMSNorm with gains before each part (Zhang & Sennrich 2019), SwiGLU (Shazeer 2020), rotary positions in
  Hugging Face's half-split layout (Su et al. 2021), optional grouped-query attention (Ainslie et al. 2023)
  and tied embeddings: what `transformers.LlamaForCausalLM` computes, under the same parameter names;
- weights are float32 masters; `compute_dtype` says what the matrix products run in;
- on a CPU in bfloat16 attention is spelt out below 512 tokens, where it is twice as fast as the fused one.

Shapes: B sequences, T tokens, D width, H heads, K key/value heads, E = D / H, V vocabulary, F hidden.
"""

import math
from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

FUSED_FROM = 512
"""Context from which fused attention is at least as fast as the spelt-out one on a CPU in bfloat16."""


@dataclass(frozen=True)
class ModelConfig:
    """The shape of a model; the defaults are Llama's."""

    vocab_size: int
    width: int
    layers: int
    heads: int
    kv_heads: int
    hidden: int  # of the feed-forward part
    context: int  # tokens it is trained on at once
    rope_theta: float = 10_000.0
    norm_eps: float = 1e-5
    tie_embeddings: bool = True

    @property
    def head_width(self) -> int:
        return self.width // self.heads

    def to_json(self) -> dict[str, object]:
        return asdict(self)


def parameter_count(config: ModelConfig) -> int:
    """Parameters of a model of this shape."""
    attention = config.width * config.head_width * 2 * (config.heads + config.kv_heads)
    layer = attention + 3 * config.width * config.hidden + 2 * config.width
    embeddings = config.vocab_size * config.width * (1 if config.tie_embeddings else 2)
    return config.layers * layer + embeddings + config.width


def flops_per_token(config: ModelConfig) -> int:
    """Floating-point operations to train on one token: 6 for each matrix parameter, and attention.

    Causal attention reads half of the context on average (Kaplan et al. 2020, with the causal half).
    """
    norms = (2 * config.layers + 1) * config.width
    matrices = parameter_count(config) - norms
    if not config.tie_embeddings:
        matrices -= config.vocab_size * config.width  # looking a row up costs nothing
    return 6 * matrices + 6 * config.layers * config.width * config.context


class RMSNorm(nn.Module):
    """Divide each vector by its root mean square, and scale it by a learned gain."""

    def __init__(self, width: int, eps: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:  # (..., D) -> (..., D)
        return F.rms_norm(x, (x.shape[-1],), self.weight.to(x.dtype), self.eps)


class Linear(nn.Linear):
    """A matrix without bias, whose float32 weight is cast to what comes in."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs, bias=False)

    def forward(self, x: Tensor) -> Tensor:  # (..., inputs) -> (..., outputs)
        return F.linear(x, self.weight.to(x.dtype))


def rotations(config: ModelConfig, start: int, end: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Cosines and sines of the positions from ``start`` to ``end``: (T, E / 2) each, float32."""
    pair = torch.arange(0, config.head_width, 2, device=device, dtype=torch.float32) / config.head_width
    angle = torch.outer(
        torch.arange(start, end, device=device, dtype=torch.float32), config.rope_theta**-pair
    )
    return angle.cos(), angle.sin()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turn each pair (x[i], x[i + E/2]) by its position's angle: (B, H, T, E) -> (B, H, T, E)."""
    a, b = x.chunk(2, dim=-1)
    return torch.cat((a * cos - b * sin, b * cos + a * sin), dim=-1)


def attend(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Causal attention: (B, H, T, E) queries over (B, K, S, E) keys and values, the last T of S.

    Each token sees itself and what came before it.
    """
    (_, heads, new, width), known = q.shape, k.shape[2]
    if k.shape[1] != heads:
        k, v = (x.repeat_interleave(heads // x.shape[1], dim=1) for x in (k, v))
    spelt_out = q.device.type == "cpu" and q.dtype == torch.bfloat16 and known < FUSED_FROM
    if not spelt_out and new in (1, known):
        return F.scaled_dot_product_attention(q, k, v, is_causal=new == known and new > 1)
    future = torch.full((new, known), -math.inf, dtype=q.dtype, device=q.device).triu_(known - new + 1)
    scores = torch.baddbmm(future, q.flatten(0, 1), k.flatten(0, 1).mT, alpha=width**-0.5)  # (B·H, T, S)
    return torch.bmm(scores.softmax(dim=-1), v.flatten(0, 1)).view(q.shape)


class Cache:
    """Keys and values of the tokens already read, for generation."""

    def __init__(self, layers: int) -> None:
        self.layers: list[tuple[Tensor, Tensor] | None] = [None] * layers

    def __len__(self) -> int:
        return 0 if self.layers[0] is None else self.layers[0][0].shape[2]

    def extended(self, layer: int, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """All keys and values of ``layer`` with these appended: (B, K, S, E) each."""
        before = self.layers[layer]
        if before is not None:
            k, v = torch.cat((before[0], k), dim=2), torch.cat((before[1], v), dim=2)
        self.layers[layer] = (k, v)
        return k, v


class Attention(nn.Module):
    """Each token gathers from the tokens before it what it asks for."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        width, head = config.width, config.head_width
        self.heads, self.kv_heads = config.heads, config.kv_heads
        self.q_proj = Linear(width, config.heads * head)
        self.k_proj = Linear(width, config.kv_heads * head)
        self.v_proj = Linear(width, config.kv_heads * head)
        self.o_proj = Linear(config.heads * head, width)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, layer: int, cache: Cache | None) -> Tensor:
        q = self.q_proj(x).unflatten(-1, (self.heads, -1)).transpose(1, 2)  # (B, H, T, E)
        k = self.k_proj(x).unflatten(-1, (self.kv_heads, -1)).transpose(1, 2)  # (B, K, T, E)
        v = self.v_proj(x).unflatten(-1, (self.kv_heads, -1)).transpose(1, 2)
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        if cache is not None:
            k, v = cache.extended(layer, k, v)
        return self.o_proj(attend(q, k, v).transpose(1, 2).flatten(2))  # (B, T, D)


class FeedForward(nn.Module):
    """SwiGLU: a gate decides how much of each hidden value passes."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.gate_proj = Linear(config.width, config.hidden)
        self.up_proj = Linear(config.width, config.hidden)
        self.down_proj = Linear(config.hidden, config.width)

    def forward(self, x: Tensor) -> Tensor:  # (B, T, D) -> (B, T, D)
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Block(nn.Module):
    """One layer: attention, then the feed-forward part, each added to what came in."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.input_layernorm = RMSNorm(config.width, config.norm_eps)
        self.self_attn = Attention(config)
        self.post_attention_layernorm = RMSNorm(config.width, config.norm_eps)
        self.mlp = FeedForward(config)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, layer: int, cache: Cache | None) -> Tensor:
        x = x + self.self_attn(self.input_layernorm(x), cos, sin, layer, cache)
        return x + self.mlp(self.post_attention_layernorm(x))


class Decoder(nn.Module):
    """Embedding, layers, final norm."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.embed_tokens = nn.Embedding(config.vocab_size, config.width)
        self.layers = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.norm = RMSNorm(config.width, config.norm_eps)


class Llama(nn.Module):
    """Tokens in, a score for each possible next token out."""

    def __init__(self, config: ModelConfig, compute_dtype: torch.dtype = torch.float32) -> None:
        super().__init__()
        self.config, self.compute_dtype = config, compute_dtype
        self.model = Decoder(config)
        self.lm_head = Linear(config.width, config.vocab_size)
        self._initialise()
        if config.tie_embeddings:
            self.lm_head.weight = self.model.embed_tokens.weight

    def forward(self, tokens: Tensor, cache: Cache | None = None) -> Tensor:  # (B, T) -> (B, T, V), float32
        start = 0 if cache is None else len(cache)
        cos, sin = rotations(self.config, start, start + tokens.shape[1], tokens.device)
        x = self.model.embed_tokens(tokens).to(self.compute_dtype)  # (B, T, D)
        cos, sin = cos.to(x.dtype), sin.to(x.dtype)
        for i, block in enumerate(self.model.layers):
            x = block(x, cos, sin, i, cache)
        return self.lm_head(self.model.norm(x)).float()

    @torch.no_grad()
    def _initialise(self) -> None:
        """Normal weights of variance 1/inputs; smaller by depth where they write into the residual stream.

        A tied matrix is both embedding and head: 0.3 learns much faster than the usual 0.02 here, since the layers
        would drown so small an embedding at once.
        """
        for name, parameter in self.named_parameters():
            if parameter.ndim == 2:
                scale = parameter.shape[1] ** -0.5
                if "embed_tokens" in name or "lm_head" in name:
                    scale = 0.3 if self.config.tie_embeddings else 0.02
                if name.endswith(("o_proj.weight", "down_proj.weight")):
                    scale /= math.sqrt(2 * self.config.layers)
                nn.init.normal_(parameter, std=scale)
