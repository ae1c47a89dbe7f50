"""A picture that carries the certificate, and the links that show it elsewhere."""

import datetime
from importlib import resources
from urllib.parse import urlencode

from openhearth.ethics.credential.carriers import KEYWORD, NAMESPACE, unwrap
from openhearth.ethics.credential.document import Certificate
from openhearth.ethics.credential.errors import CredentialError, RefusalError


def bake_png(text: bytes, picture: bytes | None = None) -> bytes:
    """``picture`` (PNG; default the badge) with the certificate ``text`` in an iTXt chunk (OB 3.0, 5.3.1).

    Raises:
        CredentialError: the picture is no PNG, or carries something that makes the result unreadable.
    """
    from openbadgeslib import baking

    picture = picture or badge("png")
    try:
        if baking.has_png(picture, keyword=KEYWORD):
            raise CredentialError("the picture carries a certificate already; take one without")
        baked = baking.bake_png(picture, text.decode(), keyword=KEYWORD)
    except CredentialError:
        raise
    except Exception as error:  # pypng raises what it comes upon
        raise CredentialError(f"the picture is no PNG ({str(error)[:80]})") from None
    return _same(baked, text)


def bake_svg(text: bytes, picture: bytes | None = None) -> bytes:
    """``picture`` (SVG; default the badge) with the certificate ``text`` in its own element (OB 3.0, 5.3.2).

    Raises:
        CredentialError: the picture is no SVG, or has something active in it.
    """
    from openbadgeslib import baking

    try:
        baked = baking.bake_svg(
            picture or badge("svg"),
            text.decode().strip(),
            element="openbadges:credential",
            namespace=NAMESPACE,
            as_text=True,
        )
    except Exception as error:  # the parser raises what it comes upon
        raise CredentialError(f"the picture is no SVG ({str(error)[:80]})") from None
    return _same(baked, text)


def linkedin(certificate: Certificate) -> str:
    """The address that adds ``certificate`` to its owner's LinkedIn profile, for them to look over and save."""
    start, end = certificate.valid_from, certificate.valid_until
    return "https://www.linkedin.com/profile/add?" + urlencode(
        {
            "startTask": "CERTIFICATION_NAME",
            "name": certificate.evidence.training.name,
            "organizationName": certificate.issuer.name,
            **_month("issue", start),
            **_month("expiration", end),
            "certId": certificate.id,
            **({"certUrl": page(certificate)} if certificate.issuer.url else {}),
        }
    )


def page(certificate: Certificate) -> str:
    """Where the institution says how to verify ``certificate``: what the QR code holds; its id where there is no site."""
    if not certificate.issuer.url:
        return certificate.id
    return f"{certificate.issuer.url}/verify/{certificate.id.removeprefix('urn:uuid:')}"


def badge(kind: str) -> bytes:
    """The badge's picture as ``png`` or ``svg``."""
    return resources.files("openhearth.ethics.credential").joinpath(f"badge.{kind}").read_bytes()


def _same(baked: bytes, text: bytes) -> bytes:
    try:
        if unwrap(baked)[1].strip() == text.strip():
            return baked
        raise RefusalError("the certificate does not come out of it as it went in")
    except RefusalError as error:
        raise CredentialError(f"the picture cannot carry a certificate: {error}") from None


def _month(name: str, moment: datetime.datetime) -> dict[str, str]:
    return {f"{name}Year": str(moment.year), f"{name}Month": str(moment.month)}
