"""A small language model, from text to speech. The stages, in order:

tokenizer    text to numbers: byte-level BPE
model        the decoder, Llama's shape, plain PyTorch
batches      which tokens a step reads: a function of seed and step alone
schedule, optimizers    the learning rate, by the share of the budget that is spent
fast         the training loss on a CPU, by hand; equal to the model's
engine       one step: forward, backward, update, on whatever computes here
distributed  several processes, one model (DDP, FSDP2)
calibration  what training reaches on this machine
run          a training under way: its state, and its folder on disk
training     a plan and a corpus in, a run out; resumable
panel        what is shown meanwhile
checkpoint   Hugging Face's Llama layout; no pickle
evaluation   bits per byte, language by language, against the known limit; what is memorised
generation   text, piece by piece; the next token's distribution
"""

from openhearth.lm.calibration import calibrate
from openhearth.lm.checkpoint import load, save
from openhearth.lm.evaluation import bits_per_byte, evaluate, read_evaluation
from openhearth.lm.generation import generate, next_token_distribution
from openhearth.lm.model import Llama, ModelConfig, flops_per_token, parameter_count
from openhearth.lm.run import split
from openhearth.lm.tokenizer import encode_corpus, train_tokenizer
from openhearth.lm.training import read_dataset, read_metrics, split_of, train, unfinished_plan

__all__ = [
    "Llama",
    "ModelConfig",
    "bits_per_byte",
    "calibrate",
    "encode_corpus",
    "evaluate",
    "flops_per_token",
    "generate",
    "load",
    "next_token_distribution",
    "parameter_count",
    "read_dataset",
    "read_evaluation",
    "read_metrics",
    "save",
    "split",
    "split_of",
    "train",
    "train_tokenizer",
    "unfinished_plan",
]
