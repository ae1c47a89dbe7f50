"""A line of tiny artefacts, dataset to evaluation, made without any training; and what tampers."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models

from openhearth import data, release
from openhearth.data import Corpus, Story
from openhearth.workspace import Artefact, Workspace, sha256_of, write_json

WIDTH, HIDDEN, LAYERS, VOCABULARY = 8, 16, 2, 32


@dataclass(frozen=True)
class Line:
    """Artefacts of one line, in one workspace."""

    workspace: Workspace
    run: Artefact
    evaluation: Artefact

    def build(self, **options) -> Path:
        return release.build(self.run, self.evaluation, self.workspace, **options)


def stories(licence: str = "CC0-1.0", count: int = 30) -> Corpus:
    """``count`` stories in English and Swahili, called tales, under ``licence``."""
    made = (
        Story(
            id=f"{i}",
            language=("en", "sw")[i % 2],
            folder_language="en",
            title=f"Story {i}",
            pages=(f"Once there were {i} hens.",),
            author="Amina Diop",
            licence=licence,
            source="here",
            family=f"{i}",
        )
        for i in range(count)
    )
    return Corpus("tales", tuple(made), limit={"en": 0.25, "sw": 0.125})


def make_line(workspace: Workspace, corpus: Corpus, seed: int = 0) -> Line:
    """What training and evaluation would leave in ``workspace``, with weights drawn by ``seed``."""
    trained_on, held_out = corpus.split(0.2, 0)
    dataset = data.save(corpus, workspace)
    with workspace.create("run", f"run-{seed}", inputs=[dataset], seed=seed) as folder:
        _write_model(folder, seed)
        plan = {
            "minutes": 1,
            "width": WIDTH,
            "layers": LAYERS,
            "heads": 2,
            "kv_heads": 1,
            "hidden": HIDDEN,
            "context": 64,
            "vocab_size": VOCABULARY,
            "micro_batch": 4,
            "accumulation": 2,
            "dtype": "bfloat16",
            "device": "cpu",
            "threads": 2,
            "optimizer": "muon",
            "learning_rate": 0.0031,
            "matrix_learning_rate": 0.02,
            "seed": seed,
            "parameters": 225_432,
            "predicted": {"seconds": 60.0, "energy_wh": 0.7},
            "reasons": {"dtype": f"profile {workspace.root}/machine.json, 1/2 of https://a.org/b/c"},
        }
        write_json(folder / "plan.json", plan)
        rows = [
            {"step": 1, "seconds": 1.5, "tokens": 512, "loss": 3.5},
            {"step": 90, "seconds": 61.2, "tokens": 46_080, "validation_bits_per_byte": 1.4},
        ]
        (folder / "metrics.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        summary = {**trained_on.summary(), "corpus_sha256": corpus.sha256, "held_out_sha256": held_out.sha256}
        write_json(folder / "dataset.json", summary)
    run = workspace.find("run", f"run-{seed}")
    judged = {
        "run": run.as_input(),
        "model_sha256": sha256_of(run.path / "model.safetensors"),
        "dataset": {"name": "tales", "sha256": held_out.sha256, "stories": len(held_out), "bytes": 150},
        "bits_per_byte": {"en": 1.375, "sw": 1.53125},
        "mean": 1.4375 + seed / 100,
        "limit": corpus.limit,
        "mean_limit": 0.1875,
        "gap": 1.25 + seed / 100,
        "memorised": {"samples": 40, "model": 0.214, "held_out": 0.196, "excess": 0.018},
    }
    with workspace.create("evaluation", f"evaluation-{seed}", inputs=[run]) as folder:
        write_json(folder / "evaluation.json", judged)
    return Line(workspace, run, workspace.find("evaluation", f"evaluation-{seed}"))


def _write_model(folder: Path, seed: int) -> None:
    random = np.random.default_rng(seed)
    per_layer = {
        "self_attn.q_proj": (8, WIDTH),
        "self_attn.k_proj": (4, WIDTH),
        "self_attn.v_proj": (4, WIDTH),
        "self_attn.o_proj": (WIDTH, 8),
        "mlp.gate_proj": (HIDDEN, WIDTH),
        "mlp.up_proj": (HIDDEN, WIDTH),
        "mlp.down_proj": (WIDTH, HIDDEN),
        "input_layernorm": (WIDTH,),
        "post_attention_layernorm": (WIDTH,),
    }
    shapes = {"model.embed_tokens.weight": (VOCABULARY, WIDTH), "model.norm.weight": (WIDTH,)}
    shapes |= {f"model.layers.{i}.{n}.weight": s for i in range(LAYERS) for n, s in per_layer.items()}
    tensors = {name: random.normal(size=shape).astype("float16") for name, shape in shapes.items()}
    save_file(tensors, folder / "model.safetensors")
    config = {
        "model_type": "llama",
        "vocab_size": VOCABULARY,
        "hidden_size": WIDTH,
        "intermediate_size": HIDDEN,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": 2,
        "num_key_value_heads": 1,
        "head_dim": 4,
        "tie_word_embeddings": True,
    }
    write_json(folder / "config.json", config)
    words = {f"w{i}": i for i in range(VOCABULARY)}
    Tokenizer(models.WordLevel(words, unk_token="w0")).save(str(folder / "tokenizer.json"))
    write_json(folder / "tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast"})


def flip(path: Path, at: int) -> None:
    """Change one bit of the byte ``at``."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def contents(folder: Path) -> dict[str, str]:
    """SHA-256 by relative path, of all there is."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
