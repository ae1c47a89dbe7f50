"""An institution's site: its DID document and its status list, fetched without being led astray.

A did:web name comes out of a certificate, so whoever wrote that chooses the host we call. Therefore: https alone, no
redirect, no address inside our own network (and the connection goes to the address that was checked, so the name cannot
point elsewhere a moment later), at most `CAP` bytes, at most `PATIENCE` seconds a step.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from urllib.parse import urlsplit

from openhearth.ethics.credential import strict
from openhearth.ethics.credential.errors import CredentialError, RefusalError
from openhearth.ethics.credential.trust import Institution, TrustedKey

CAP = 256 * 1024  # bytes
PATIENCE = 10.0  # seconds

Fetch = Callable[[str], bytes]  # raises CredentialError where the address cannot be had


def fetch(
    url: str,
    resolve: Callable[[str, int], list[str]] | None = None,
    connect: Callable[[str, str, int], http.client.HTTPConnection] | None = None,
) -> bytes:
    """The bytes at ``url``.

    Args:
        resolve: addresses of a host; default the system's.
        connect: a connection to (host, address, port); default https to that address.

    Raises:
        CredentialError: it is no public https address, redirects, is too long, or cannot be reached.
    """
    parts = urlsplit(url)
    try:
        port = parts.port or 443
    except ValueError:
        raise CredentialError(f"{url[:100]} has a malformed port") from None
    if (
        parts.scheme != "https"
        or not parts.hostname
        or parts.username is not None
        or parts.password is not None
    ):
        raise CredentialError(f"{url[:100]} is no plain https address")
    try:
        addresses = (resolve or _resolve)(parts.hostname, port)
        for address in addresses:
            if not ipaddress.ip_address(address.partition("%")[0]).is_global:
                raise CredentialError(
                    f"{parts.hostname} has an address inside a private network, which is not called"
                )
        connection = (connect or _connect)(parts.hostname, addresses[0], port)
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", path, headers={"Accept": "application/json", "Connection": "close"})
            answer = connection.getresponse()
            if 300 <= answer.status < 400:
                raise CredentialError(f"{url} sends its readers elsewhere, which is not followed")
            if answer.status != 200:
                raise CredentialError(f"{url} answers with status {answer.status}")
            content = answer.read(CAP + 1)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, UnicodeError, IndexError) as error:
        raise CredentialError(
            f"{url} cannot be reached ({str(error)[:80] or type(error).__name__})"
        ) from None
    if len(content) > CAP:
        raise CredentialError(f"{url} is longer than the {CAP:,} bytes allowed")
    return content


def require_published(institution: Institution, key: TrustedKey, get: Fetch = fetch) -> str:
    """Ask the institution's site whether it still publishes ``key``; what was found.

    Raises:
        RefusalError: it does not, or publishes another key under that name.
        CredentialError: the site cannot be reached.
    """
    if not key.issuer.startswith("did:web:"):
        return "the key is its own name (did:key); there is no site to ask"
    document = _document(key.issuer, get)
    if document.get("id") != key.issuer:
        raise RefusalError(f"the site of {key.issuer} publishes another's document")
    methods = document.get("verificationMethod")
    named = document.get("assertionMethod")
    for method in methods if isinstance(methods, list) else []:
        if isinstance(method, dict) and method.get("id") == key.method:
            if method.get("publicKeyMultibase") != key.multibase or method.get("controller") != key.issuer:
                raise RefusalError(f"the site of {institution.name} publishes another key as {key.method}")
            if isinstance(named, list) and key.method in named:
                return f"{institution.name} still publishes the key {key.method}"
    raise RefusalError(f"{institution.name} no longer publishes the key {key.method}")


def _document(did: str, get: Fetch) -> dict[str, object]:
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.did import fetch_did_web_document

    failed: list[CredentialError] = []

    def download(url: str) -> bytes:
        try:
            content = get(url)
            strict.loads(content, CAP)
            return content
        except CredentialError as error:
            failed.append(error)
            raise

    try:
        return dict(fetch_did_web_document(did, download))
    except LibOpenBadgesException as error:
        raise (
            failed[0]
            if failed
            else CredentialError(f"the document of {did} cannot be read ({str(error)[:80]})")
        ) from None


def _resolve(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _connect(host: str, address: str, port: int) -> http.client.HTTPConnection:
    connection = http.client.HTTPSConnection(
        host, port, timeout=PATIENCE, context=ssl.create_default_context()
    )
    reached = socket.create_connection((address, port), PATIENCE)
    connection.sock = ssl.create_default_context().wrap_socket(reached, server_hostname=host)
    return connection
