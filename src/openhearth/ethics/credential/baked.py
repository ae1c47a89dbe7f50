"""All the files a learner may want of one certificate, in one folder."""

from dataclasses import dataclass
from pathlib import Path

from openhearth.ethics.credential import proof, strict
from openhearth.ethics.credential.bake import bake_png, bake_svg, linkedin
from openhearth.ethics.credential.carriers import unwrap
from openhearth.ethics.credential.document import Issuer, parse
from openhearth.ethics.credential.errors import CredentialError, RefusalError
from openhearth.ethics.credential.issue import CAP
from openhearth.ethics.credential.pdf import write_pdf
from openhearth.workspace import write_atomic


@dataclass(frozen=True)
class Baked:
    """What was written."""

    files: dict[str, Path]  # kind -> path; "wallet" is the plain credential, which wallets import as it is
    linkedin: str


def write_all(content: bytes, picture: bytes | None, folder: Path) -> Baked:
    """PNG, SVG, PDF and plain JSON of the certificate in ``content``, in ``folder``. It is not verified here.

    Args:
        picture: a PNG or SVG to put it in, in place of the badge.

    Raises:
        CredentialError: it is no certificate with its proof inside, or the picture cannot carry it.
    """
    try:
        kind, text = unwrap(content)
        if kind == "VC-JWT":
            raise RefusalError("a VC-JWT is for programs; pictures carry the JSON form")
        unsigned, _ = proof.split(strict.loads(text, CAP))
        said, listed = unsigned["issuer"], unsigned["credentialStatus"]["statusListCredential"]
        certificate = parse(unsigned, Issuer(said["id"], said["name"], said.get("url", "")), listed)
    except RefusalError as error:
        raise CredentialError(f"this cannot be put into pictures: {error}") from None
    except (KeyError, TypeError, AttributeError):
        raise CredentialError(
            "this cannot be put into pictures: it is no certificate of the training"
        ) from None
    svg = picture if picture and not picture.startswith(b"\x89PNG") else None
    made = {
        "png": bake_png(text, picture if picture and svg is None else None),
        "svg": bake_svg(text, svg),
        "pdf": write_pdf(text, certificate),
        "json": text,
    }
    name = certificate.id.removeprefix("urn:uuid:")
    files = {kind: write_atomic(folder / f"{name}.{kind}", content) for kind, content in made.items()}
    return Baked({**files, "wallet": files["json"]}, linkedin(certificate))
