"""The certificate inside what carries it: its own text, a PNG, an SVG, a PDF.

The first bytes say what a file is, and it must be that to its last byte: a file that two programs read as two things
is refused. Writing is in `bake` and `pdf`.
"""

import io

from openhearth.ethics.credential import jws
from openhearth.ethics.credential.errors import RefusalError

CAP = 4 * 1024 * 1024  # bytes of a picture or a PDF
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"  # of the SVG element (OB 3.0, 5.3.2)
KEYWORD = b"openbadgecredential"  # of the PNG chunk (OB 3.0, 5.3.1)
ATTACHMENT = "certificate.json"
_PNG = b"\x89PNG\r\n\x1a\n"
_RESAVED = "save the original file, not a copy that an editor or a messenger made"


def unwrap(content: bytes) -> tuple[str, bytes]:
    """The kind of ``content`` (JSON, VC-JWT, PNG, SVG, PDF), and the certificate's text in it.

    Raises:
        RefusalError: it is damaged, carries none or two, or is two things at once.
    """
    if len(content) > CAP:
        raise RefusalError(f"the file is {len(content):,} bytes long, more than the {CAP:,} allowed")
    start = content[:64].lstrip()
    if content.startswith(_PNG):
        return "PNG", _from_png(content)
    if content.startswith(b"%PDF-"):
        return "PDF", _from_pdf(content)
    if start.startswith(b"<"):
        return "SVG", _from_svg(content)
    if start.startswith(b"{"):
        return "JSON", content
    if jws.looks(content):
        return "VC-JWT", content.strip()
    raise RefusalError("the file is no certificate: neither JSON, VC-JWT, PNG, SVG nor PDF")


def _from_png(content: bytes) -> bytes:
    import png

    found = []
    length = len(_PNG)
    last = b""
    try:
        for kind, data in png.Reader(bytes=content).chunks():
            length += 12 + len(data)
            last = bytes(kind)
            if last == b"iTXt" and bytes(data).split(b"\0")[0] == KEYWORD:
                found.append(bytes(data)[len(KEYWORD) + 1 :])
    except Exception as error:  # pypng raises what it comes upon
        raise RefusalError(f"the PNG is damaged ({str(error)[:80]}); {_RESAVED}") from None
    if last != b"IEND" or length != len(content):
        raise RefusalError(f"the PNG does not end where a PNG ends; {_RESAVED}")
    if len(found) != 1:
        raise RefusalError(f"the PNG carries {len(found) or 'no'} certificates, not one; {_RESAVED}")
    if not found[0].startswith(b"\0\0\0\0"):  # no compression, no language, no translated keyword
        raise RefusalError("the PNG carries the certificate in a form that we do not write")
    return found[0][4:]


def _from_svg(content: bytes) -> bytes:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise RefusalError("the SVG declares a document type or entities") from None
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise RefusalError(f"the SVG is damaged ({str(error)[:80]}); {_RESAVED}") from None
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        raise RefusalError("the file is XML, but no SVG")
    found = []
    for element in root.iter():
        tag = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
        if tag in ("script", "foreignobject", "handler", "iframe", "embed", "object"):
            raise RefusalError(f"the SVG has active content (<{tag}>)")
        for name, value in element.attrib.items():
            name = name.rpartition("}")[2].lower()
            target = value.strip().lower()
            if name.startswith("on") or (name in ("href", "src") and target and not target.startswith("#")):
                raise RefusalError(f"the SVG has active content ({name})")
        if element.tag == f"{{{NAMESPACE}}}credential":
            found.append(element)
    if len(found) != 1 or len(found[0]) or found[0].attrib or not (found[0].text or "").strip():
        raise RefusalError(f"the SVG does not carry exactly one certificate as text; {_RESAVED}")
    return str(found[0].text).strip().encode()


def _from_pdf(content: bytes) -> bytes:
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(content), strict=True)
        attached = [item for item in reader.attachment_list if item.name == ATTACHMENT]
        texts = [bytes(item.content) for item in attached[:2]]
    except Exception as error:  # pypdf raises what it comes upon
        raise RefusalError(f"the PDF is damaged ({str(error)[:80]}); {_RESAVED}") from None
    if len(texts) != 1:
        raise RefusalError(
            f"the PDF carries {len(texts) or 'no'} files named {ATTACHMENT}, not one; {_RESAVED}"
        )
    if not content.rstrip().endswith(b"%%EOF") or content.count(b"%%EOF") != 1:
        raise RefusalError("the PDF was changed after it was made, or goes on after its end")
    return texts[0]
