"""What the class service needs before it starts, and its refusal to start without."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from openhearth.errors import OpenhearthError


class ServiceError(OpenhearthError):
    """What the service cannot do, in one sentence for whoever asked."""


@dataclass(frozen=True)
class Settings:
    """The service of one class.

    Args:
        root: the workspace that holds the exam, the gate and the institution.
        address: under which learners reach it, such as https://class.example; challenges are bound to its host.
        database: accounts and sessions, by URL.
        secret: the class's; empty in practice mode.
    """

    root: Path
    address: str
    database: str
    secret: bytes

    @property
    def practice(self) -> bool:
        """Whether it serves practice and verification alone: no class, no exam, no certificate."""
        return not self.secret

    @property
    def domain(self) -> str:
        return urlsplit(self.address).netloc

    @property
    def secure(self) -> bool:
        """Whether cookies may travel over https only."""
        return self.address.startswith("https://")


def load(root: Path, address: str, database: str = "", *, practice: bool = False) -> Settings:
    """The settings of a class whose workspace is ``root``.

    Raises:
        ServiceError: a secret is missing (the sentence says which), or the address is no address.
    """
    parts = urlsplit(address)
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
        raise ServiceError(f"{address!r} is no address such as https://class.example")
    if parts.scheme == "http" and not local:
        raise ServiceError(f"{address} is neither https nor this machine; cookies would travel in the open")
    secret = b""
    if not practice:
        path = root / "ethics" / "class.secret"
        try:
            secret = bytes.fromhex(path.read_text(encoding="utf-8").strip())
        except (OSError, ValueError):
            secret = b""
        if len(secret) < 16:
            raise ServiceError(
                f"the class secret is missing ({path}); make it with openhearth ethics secret, or start with --practice"
            )
    url = database or f"sqlite:///{root / 'service' / 'accounts.db'}"
    return Settings(root, f"{parts.scheme}://{parts.netloc}", url, secret)
