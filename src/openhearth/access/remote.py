"""A class service, from a learner's machine: what is signed is bound to the address that was typed, whatever the server says."""

import base64
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from openhearth.access import sealing
from openhearth.access.errors import AccessError
from openhearth.access.signed import Agreement, Presentation, SignIn, agree, present, sign_in
from openhearth.ethics.credential import Learner, times
from openhearth.workspace import replacing

SECONDS = 30.0
LARGEST = 2**20  # bytes of an answer


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Service:
    """The service at ``address``.

    Raises:
        AccessError: it is no address, or neither https nor this machine.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise AccessError(f"{address!r} is no address such as https://class.example")
        if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise AccessError(f"{address} is not https, so others could read and change what is sent")
        self.address, self.domain = f"{parts.scheme}://{parts.netloc}", parts.netloc
        self._opener = urllib.request.build_opener(_NoRedirect)

    def sign_in(self, code: str, learner: Learner, enrol: str = "") -> str:
        """Sign the code that a sign-in page of the service shows; the name it knows one by."""
        found = self._json(f"/api/sign-in/{quote(code)}")
        said = SignIn(learner.key.did, str(found["nonce"]), self._same(found), times.write(times.now()))
        answer = self._json(f"/api/sign-in/{quote(code)}?enrol={quote(enrol)}", sign_in(said, learner.key))
        return str(answer["name"])

    def terms(self, name: str) -> dict[str, str]:
        """What a resource asks to be signed."""
        found: dict[str, str] = self._json(f"/api/resources/{quote(name)}")
        return found

    def sign(self, name: str, sha256: str, learner: Learner) -> None:
        """Hand in the signed agreement with this hash."""
        said = Agreement(learner.key.did, name, sha256, times.write(times.now()))
        self._json("/api/agreements", agree(said, learner.key))

    def open(self, name: str, purpose: str, certificate: str, learner: Learner, folder: Path) -> None:
        """Open a resource into ``folder``.

        Raises:
            AccessError: something is missing (all of it is named), or the service cannot be reached.
        """
        challenge, private = self._json("/api/challenges", b""), sealing.make_key()
        said = Presentation(
            learner.key.did,
            name,
            purpose,
            str(challenge["nonce"]),
            self._same(challenge),
            sealing.public(private),
            times.write(times.now()),
            certificate,
        )
        answer = self._json("/api/presentations", present(said, learner.key))
        if not answer["wrapped"]:
            raise AccessError(f"{name} does not open yet. Missing: {'; '.join(map(str, answer['missing']))}")
        key = sealing.unwrap(base64.b64decode(answer["wrapped"]), private)
        sealed = self._get(f"/api/resources/{quote(name)}/sealed")
        with replacing(folder.with_suffix(".age")) as part, sealed as found, part.open("wb") as file:
            while piece := found.read(1 << 20):
                file.write(piece)
        sealing.unseal(folder.with_suffix(".age"), key, folder)
        folder.with_suffix(".age").unlink()

    def _same(self, found: dict[str, Any]) -> str:
        if found["domain"] != self.domain:
            raise AccessError(
                f"{self.address} asks to sign for {str(found['domain'])[:80]!r}: it may be passing on another's challenge"
            )
        return self.domain

    def _json(self, path: str, body: bytes | None = None) -> dict[str, Any]:
        with self._get(path, body) as found:
            try:
                answer: dict[str, Any] = json.loads(found.read(LARGEST))
                return answer
            except ValueError:
                raise AccessError(
                    f"{self.address} is no class service: it answers with something else"
                ) from None

    def _get(self, path: str, body: bytes | None = None) -> Any:
        request = urllib.request.Request(
            self.address + path, body, {"Content-Type": "application/octet-stream"}
        )
        try:
            return self._opener.open(request, timeout=SECONDS)
        except urllib.error.HTTPError as error:
            said = error.read(1000).decode("utf-8", "replace").strip()
            raise AccessError(said or f"{self.address} answers with {error.code}") from None
        except (OSError, ValueError) as error:
            raise AccessError(
                f"{self.address} cannot be reached ({getattr(error, 'reason', error)})"
            ) from None
