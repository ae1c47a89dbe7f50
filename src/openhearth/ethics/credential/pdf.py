"""The certificate as a page to print: tagged for screen readers (PDF/UA-1), the signed certificate attached to it."""

import io
import json
import tempfile
from importlib import resources
from pathlib import Path

from openhearth.ethics.credential import times
from openhearth.ethics.credential.bake import badge, page
from openhearth.ethics.credential.carriers import unwrap
from openhearth.ethics.credential.document import Certificate
from openhearth.ethics.credential.errors import CredentialError


def write_pdf(text: bytes, certificate: Certificate) -> bytes:
    """A PDF of ``certificate``, with its signed ``text`` attached and a QR code of the page that tells how to verify it.

    Raises:
        CredentialError: a letter of the name is in no font of this machine, or typesetting fails.
    """
    import matplotlib
    import segno
    import typst

    code = io.BytesIO()
    segno.make(page(certificate), error="m", micro=False).save(code, kind="svg", border=2, xmldecl=False)
    evidence, training = certificate.evidence, certificate.evidence.training
    data = {
        "title": training.name,
        "name": evidence.name,
        "issuer": certificate.issuer.name,
        "description": training.description,
        "criteria": training.criteria,
        "parts": [
            [training.parts[part.part], f"{part.points:g} of {part.of:g}", str(part.attempt), part.ended[:10]]
            for part in evidence.parts
        ],
        "since": times.write(certificate.valid_from)[:10],
        "until": times.write(certificate.valid_until)[:10],
        "id": certificate.id,
        "learner": evidence.learner,
        "did": certificate.issuer.did,
        "page": page(certificate),
        "code": code.getvalue().decode(),
        "text": text.decode(),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = (
            resources.files("openhearth.ethics.credential")
            .joinpath("certificate.typ")
            .read_text(encoding="utf-8")
        )
        (folder / "certificate.typ").write_text(template, encoding="utf-8")
        (folder / "badge.svg").write_bytes(badge("svg"))
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        try:
            made = typst.compile(
                str(folder / "certificate.typ"),
                root=str(folder),
                format="pdf",
                font_paths=[str(Path(matplotlib.get_data_path(), "fonts", "ttf"))],
                pdf_standards=["ua-1"],
                timestamp=int(certificate.valid_from.timestamp()),
            )
        except RuntimeError as error:
            raise CredentialError(
                f"the PDF cannot be made ({str(error).splitlines()[0][:120]}); install a font that has the letters of the "
                "name, or use the PNG, SVG or JSON"
            ) from None
    if not isinstance(made, bytes) or unwrap(made)[1] != text:
        raise CredentialError("the PDF does not carry the certificate as it was; use the PNG, SVG or JSON")
    return made
