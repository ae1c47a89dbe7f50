"""What can stand in the way of a release, said to a person."""

from openhearth.errors import OpenhearthError


class ReleaseError(OpenhearthError):
    """A release cannot be built, or is not what was signed."""
