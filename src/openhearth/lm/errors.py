"""What can go wrong with a model, said to a person."""

from openhearth.errors import OpenhearthError


class ModelError(OpenhearthError):
    """A checkpoint, tokenizer or training that cannot be used as asked."""
