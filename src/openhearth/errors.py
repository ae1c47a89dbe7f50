"""The one exception that a person is meant to read: what went wrong, where, and what to do."""


class OpenhearthError(Exception):
    """A mistake or mishap that the reader of the message can act on.

    The message is one sentence: what, where, what to do. The command line prints it without a
    traceback (unless ``--debug``) and exits with status 1. Rooms may subclass it.
    """
