"""The exceptions of the certificate."""

from openhearth.errors import OpenhearthError


class CredentialError(OpenhearthError):
    """Something about keys, evidence or certificates that a person can set right."""


class RefusalError(CredentialError):
    """A certificate, a list or a trust file that must not be believed; the message says why."""
