"""My certificates: those that were issued here to the key one signed in with, in every form. And revoking one, for instructors."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from openhearth.ethics import credential
from openhearth.ethics.credential import baked, times
from openhearth.ethics.credential.issue import issued
from openhearth.service.app import Site
from openhearth.service.document import form as form_of
from openhearth.service.guard import require_ours
from openhearth.service.settings import ServiceError

FORMS = {
    "json": "application/vc+ld+json",
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
}


@dataclass(frozen=True)
class Mine:
    """One certificate, as its owner sees it."""

    name: str  # its id without "urn:uuid:"
    title: str
    until: str
    reason: str  # why it does not count; "" where it does
    linkedin: str


def add(app: FastAPI, site: Site) -> None:
    """Add the pages to ``app``."""
    ethics = site.settings.root / "ethics"

    @app.get("/certificates", response_class=HTMLResponse)
    def mine(request: Request) -> Response:
        member = site.require(request)
        found = [_told(site, path) for path in _of(ethics, member.did)]
        return site.page(request, "certificates", member=member, certificates=found, forms=FORMS)

    @app.get("/certificates/{name}.{form}")
    def form(request: Request, name: str, form: str) -> Response:
        member = site.require(request)
        path = next((path for path in _of(ethics, member.did) if path.stem == name), None)
        if path is None or form not in FORMS:
            raise ServiceError("no such certificate was issued to you here")
        with tempfile.TemporaryDirectory() as folder:
            made = baked.write_all(path.read_bytes(), None, Path(folder))
            content = made.files[form].read_bytes()
        headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
        return Response(content, media_type=FORMS[form], headers=headers)

    @app.post(
        "/desk/certificates", response_class=HTMLResponse, openapi_extra=form_of("certificate", "reason")
    )
    async def revoke(request: Request) -> Response:
        member = site.require(request, instructor=True)
        fields = await require_ours(request, member.csrf)
        id_ = f"urn:uuid:{fields.get('certificate', '').strip().removeprefix('urn:uuid:')}"
        reason = f"{fields.get('reason', '').strip() or 'no reason given'} ({member.name})"
        credential.revoke(credential.open_office(ethics / "issuer"), {id_: reason}, times.now())
        with site.gate.records.writing() as change:
            change.write("certificate revoked", certificate=id_, by=member.name)
        return RedirectResponse("/desk", 303)


def _of(ethics: Path, did: str) -> list[Path]:
    """The certificates that were issued here to ``did``, newest first."""
    if not (ethics / "issuer" / "trust.jwt").is_file():
        return []
    office = credential.open_office(ethics / "issuer")
    found = []
    for path in office.certificates.glob("*.json"):
        if did.encode() not in path.read_bytes():
            continue  # read in full are one's own only
        certificate, _ = issued(office, f"urn:uuid:{path.stem}")
        if certificate.evidence.learner == did:
            found.append((certificate.valid_from, path))
    return [path for _, path in sorted(found, reverse=True)]


def _told(site: Site, path: Path) -> Mine:
    from openhearth.access.local import verdict_of
    from openhearth.ethics.credential.bake import linkedin

    office = credential.open_office(site.settings.root / "ethics" / "issuer")
    certificate, _ = issued(office, f"urn:uuid:{path.stem}")
    verdict = verdict_of(site.settings.root / "ethics", path.read_bytes())
    training = certificate.evidence.training
    return Mine(
        path.stem,
        f"{training.name}, version {training.version}",
        f"{certificate.valid_until:%Y-%m-%d}",
        verdict.reason,
        linkedin(certificate),
    )
