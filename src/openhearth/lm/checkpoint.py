"""Checkpoints in Hugging Face's Llama layout, which other runtimes load unchanged. No pickle anywhere."""

import json
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from tokenizers import Tokenizer

from openhearth.lm.errors import ModelError
from openhearth.lm.model import Llama, ModelConfig
from openhearth.lm.tokenizer import END, END_ID, load_tokenizer
from openhearth.workspace import WorkspaceError, read_json, replacing, write_atomic, write_json

WEIGHTS, CONFIG, TOKENIZER, TOKENIZER_CONFIG = (
    "model.safetensors",
    "config.json",
    "tokenizer.json",
    "tokenizer_config.json",
)
_HEAD = "lm_head.weight"


def save(
    model: Llama,
    tokenizer: Tokenizer,
    folder: Path,
    dtype: torch.dtype = torch.float32,
    weights: dict[str, torch.Tensor] | None = None,
) -> None:
    """Write ``model`` and ``tokenizer`` into ``folder``, each file whole or not at all.

    Args:
        dtype: of the weights as stored.
        weights: the model's, where they are not (whole) in it.
    """
    given = model.state_dict() if weights is None else weights
    state = {name: value.detach().to("cpu", dtype).contiguous() for name, value in given.items()}
    if model.config.tie_embeddings:
        state.pop(_HEAD, None)  # one matrix, stored once; readers know by tie_word_embeddings
    write_tensors(folder / WEIGHTS, state, {"format": "pt"})
    write_json(folder / CONFIG, llama_config(model.config, dtype))
    write_atomic(folder / TOKENIZER, tokenizer.to_str(pretty=False))
    settings: dict[str, Any] = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "eos_token": END,
        "bos_token": None,
        "model_max_length": model.config.context,
        "clean_up_tokenization_spaces": False,
    }
    write_json(folder / TOKENIZER_CONFIG, settings)


def write_tensors(file: Path, tensors: dict[str, torch.Tensor], metadata: dict[str, str]) -> None:
    """Write ``tensors`` as safetensors, the file whole or not at all, without a copy in memory.

    Raises:
        OSError: the disk does not take it.
    """
    with replacing(file) as temporary:
        try:
            save_file(tensors, temporary, metadata=metadata)
        except SafetensorError as error:
            raise OSError(f"cannot write {file}: {error}") from None


def load(folder: Path, device: str = "cpu") -> tuple[Llama, Tokenizer]:
    """The model, in float32 and ready to speak, and its tokenizer.

    Raises:
        ModelError: a file is missing or damaged, or the weights are of another configuration; the message
            names the file, and the field or tensor.
    """
    config = read_config(folder / CONFIG)
    model = Llama(config)
    weights = _read_weights(folder / WEIGHTS)
    wanted = dict(model.state_dict())
    if config.tie_embeddings:
        del wanted[_HEAD]
    for name in sorted(wanted.keys() ^ weights.keys()):
        what = "lacks" if name in wanted else "has an unknown"
        raise ModelError(f"{folder / WEIGHTS} {what} tensor {name}: it is not of {CONFIG}'s configuration")
    for name, value in weights.items():
        if value.shape != wanted[name].shape:
            raise ModelError(
                f"{folder / WEIGHTS}: {name} has shape {tuple(value.shape)}, {CONFIG} wants "
                f"{tuple(wanted[name].shape)}; the two are of different models"
            )
    model.load_state_dict(weights, strict=False)
    tokenizer = load_tokenizer(folder / TOKENIZER)
    if tokenizer.get_vocab_size() > config.vocab_size:
        raise ModelError(
            f"{folder / TOKENIZER} has {tokenizer.get_vocab_size()} tokens, {CONFIG} says {config.vocab_size}; "
            "the two are of different models"
        )
    return model.to(device).eval(), tokenizer


def llama_config(config: ModelConfig, dtype: torch.dtype = torch.float32) -> dict[str, Any]:
    """``config`` in the words of `transformers.LlamaConfig`."""
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": config.vocab_size,
        "hidden_size": config.width,
        "intermediate_size": config.hidden,
        "num_hidden_layers": config.layers,
        "num_attention_heads": config.heads,
        "num_key_value_heads": config.kv_heads,
        "head_dim": config.head_width,
        "max_position_embeddings": config.context,
        "rope_theta": config.rope_theta,
        "rms_norm_eps": config.norm_eps,
        "tie_word_embeddings": config.tie_embeddings,
        "hidden_act": "silu",
        "attention_bias": False,
        "mlp_bias": False,
        "bos_token_id": None,
        "eos_token_id": END_ID,
        "torch_dtype": str(dtype).removeprefix("torch."),
    }


def read_config(file: Path) -> ModelConfig:
    """The shape that ``file`` (config.json) describes.

    Raises:
        ModelError: it is missing, is no Llama, or lacks a field.
    """
    try:
        value = read_json(file)
    except WorkspaceError as error:
        raise ModelError(str(error)) from None
    try:
        if value["model_type"] != "llama":
            raise ModelError(f"{file} describes a {value['model_type']!r} model; this is for llama")
        return ModelConfig(
            vocab_size=int(value["vocab_size"]),
            width=int(value["hidden_size"]),
            layers=int(value["num_hidden_layers"]),
            heads=int(value["num_attention_heads"]),
            kv_heads=int(value["num_key_value_heads"]),
            hidden=int(value["intermediate_size"]),
            context=int(value["max_position_embeddings"]),
            rope_theta=float(value["rope_theta"]),
            norm_eps=float(value["rms_norm_eps"]),
            tie_embeddings=bool(value["tie_word_embeddings"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{file} lacks or spoils the field {error}; copy the checkpoint again") from None


def _read_weights(file: Path) -> dict[str, torch.Tensor]:
    try:
        with safe_open(file, framework="pt") as tensors:
            return {name: tensors.get_tensor(name).float() for name in tensors.keys()}  # noqa: SIM118
    except (OSError, SafetensorError, json.JSONDecodeError) as error:
        raise ModelError(f"cannot read the weights {file} ({error}); copy the checkpoint again") from None
