"""The rivals of `benchmarks/training.py`: nanoGPT's recipe, and transformers' Llama.

nanoGPT (Karpathy 2022) is re-stated here from its description: learned positions, LayerNorm without bias, GELU of four
times the width, fused attention, tied head, AdamW (0.9, 0.99) with decay 0.1, clipping at 1, cosine schedule. Its
README's CPU settings have 4 layers of width 128 with 4 heads; wider models here keep its heads of 64.
"""

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

Step = Callable[[Tensor, Tensor], float]


class GPTBlock(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm_1, self.norm_2 = nn.LayerNorm(width, bias=False), nn.LayerNorm(width, bias=False)
        self.attention, self.project = (
            nn.Linear(width, 3 * width, bias=False),
            nn.Linear(width, width, bias=False),
        )
        self.up, self.down = nn.Linear(width, 4 * width, bias=False), nn.Linear(4 * width, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        batch, length, width = x.shape
        q, k, v = (
            part.view(batch, length, self.heads, -1).transpose(1, 2)
            for part in self.attention(self.norm_1(x)).split(width, dim=2)
        )
        seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.project(seen.transpose(1, 2).reshape(batch, length, width))
        return x + self.down(F.gelu(self.up(self.norm_2(x))))


class GPT(nn.Module):
    def __init__(self, vocabulary: int, width: int, layers: int, heads: int, context: int) -> None:
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        self.blocks = nn.ModuleList(GPTBlock(width, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(width, bias=False)
        self.head = nn.Linear(width, vocabulary, bias=False)
        for name, parameter in self.named_parameters():
            if parameter.ndim == 2:
                deep = math.sqrt(2 * layers) if name.endswith(("project.weight", "down.weight")) else 1.0
                nn.init.normal_(parameter, std=0.02 / deep)
        self.head.weight = self.tokens.weight

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.tokens(tokens) + self.positions(torch.arange(tokens.shape[1], device=tokens.device))
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x))


def nanogpt(
    vocabulary: int, width: int, layers: int, context: int, *, autocast: bool, device: str = "cpu"
) -> tuple[nn.Module, Step]:
    """The model and its training step; on a GPU compiled and with the fused AdamW, as nanoGPT does there."""
    torch.manual_seed(0)
    model = GPT(vocabulary, width, layers, 4 if width == 128 else width // 64, context).to(device)
    decayed = [p for p in model.parameters() if p.ndim == 2]
    rest = [p for p in model.parameters() if p.ndim != 2]
    groups = [{"params": decayed, "weight_decay": 0.1}, {"params": rest, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.99), fused=device != "cpu")
    if device != "cpu":
        model.compile()
    return model, _step(model, model, optimizer, autocast, device)


def llama(
    vocabulary: int, width: int, layers: int, context: int, *, autocast: bool, device: str = "cpu"
) -> tuple[nn.Module, Step]:
    """transformers' Llama in our shape, and its training step with AdamW."""
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=vocabulary,
        hidden_size=width,
        intermediate_size=round(8 * width / 3 / 32) * 32,
        num_hidden_layers=layers,
        num_attention_heads=width // 64,
        max_position_embeddings=context,
        tie_word_embeddings=True,
        use_cache=False,
    )
    model: nn.Module = LlamaForCausalLM(config)
    model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.95), fused=device != "cpu")
    return model, _step(model, lambda tokens: model(tokens).logits, optimizer, autocast, device)


def _step(
    model: nn.Module,
    scores: Callable[[Tensor], Tensor],
    optimizer: torch.optim.Optimizer,
    autocast: bool,
    device: str,
) -> Step:
    def step(inputs: Tensor, targets: Tensor) -> float:
        with torch.autocast(device, torch.bfloat16, enabled=autocast):
            out = scores(inputs)
            loss = F.cross_entropy(out.float().flatten(0, 1), targets.flatten())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        return loss.item()

    step.optimizer = optimizer  # type: ignore[attr-defined]  # for whoever sets a schedule
    return step
