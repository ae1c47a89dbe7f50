"""The exception of the gate."""

from openhearth.errors import OpenhearthError


class AccessError(OpenhearthError):
    """What the gate does not allow, or cannot do; the sentence says why and what to do."""
