"""PDFs written byte by byte, for what no typesetter makes: words cut over objects, circles, scans, encryption."""

from __future__ import annotations

import hashlib

FONTS = (
    "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> "
    "/F2 << /Type /Font /Subtype /Type1 /BaseFont /Times-Italic >> "
    "/F3 << /Type /Font /Subtype /Type1 /BaseFont /Times-Bold >> >>"
)
PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
"""Fills a password up to 32 bytes (ISO 32000-1, section 7.6.3.3)."""


def show(text: str, x: float, y: float, size: float = 10, font: int = 1, matrix: str = "1 0 0 1") -> str:
    """Return the operators that print a text at a place."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F{font} {size} Tf {matrix} {x} {y} Tm ({escaped}) Tj ET\n"


def pdf(pages: list[str], page_extra: str = "", objects: dict[int, str] | None = None, key: bytes = b"") -> bytes:
    """Return a PDF with these contents of its pages.

    Parameters
    ----------
    pages
        Operators of each page.
    page_extra
        More entries of each page.
    objects
        Objects that replace the ones made here, by number: 1 is the catalog, 2 the page tree.
    key
        Key with which the streams are encrypted.
    """
    count = len(pages)
    body = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{3 + 2 * n} 0 R' for n in range(count))}] >>",
    }
    streams = {}
    for number, content in enumerate(pages):
        body[3 + 2 * number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << {FONTS} >> "
            f"/Contents {4 + 2 * number} 0 R {page_extra} >>"
        )
        streams[4 + 2 * number] = content.encode("latin-1")
    body.update(objects or {})
    out = bytearray(b"%PDF-1.4\n")
    places = {}
    for number in sorted({*body, *streams}):
        places[number] = len(out)
        if number in streams:
            data = rc4(object_key(key, number), streams[number]) if key else streams[number]
            out += b"%d 0 obj\n<< /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (number, len(data), data)
        else:
            out += f"{number} 0 obj\n{body[number]}\nendobj\n".encode("latin-1")
    start = len(out)
    size = max(places) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        out += f"{places.get(number, 0):010} 00000 {'n' if number in places else 'f'} \n".encode()
    encrypt = f"/Encrypt {size - 1} 0 R /ID [<00> <00>]" if key else ""
    out += f"trailer\n<< /Size {size} /Root 1 0 R {encrypt} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def encrypted(content: str, password: str) -> bytes:
    """Return a PDF of one page that opens with a password (40-bit RC4, revision 2 of the standard handler)."""
    padded = (password.encode("latin-1") + PADDING)[:32]
    owner = rc4(hashlib.md5(padded).digest()[:5], padded)
    permissions = -4
    key = hashlib.md5(padded + owner + permissions.to_bytes(4, "little", signed=True) + b"\0").digest()[:5]
    user = rc4(key, PADDING)
    handler = f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P {permissions} >>"
    return pdf([content], objects={5: handler}, key=key)


def object_key(key: bytes, number: int) -> bytes:
    """Return the key of one object."""
    return hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[: len(key) + 5]


def rc4(key: bytes, data: bytes) -> bytes:
    """Encrypt or decrypt."""
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)
