"""What can be wrong with an assignment, its variants or the grader, said in one sentence."""

from openhearth.errors import OpenhearthError


class GradingError(OpenhearthError):
    """An assignment, a variant or the grader's process that cannot be used as it stands."""
