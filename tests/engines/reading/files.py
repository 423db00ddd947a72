"""Real files made by hand, so that the tests need no fixtures on disk."""

import io
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any

Placed = tuple[int, int, str]


def make_pdf(pages: Sequence[Sequence[str]], *, trailer: str = "", title: str = "") -> bytes:
    """A PDF 1.4 with one line of Helvetica for each string; an empty page has no text layer."""
    streams = []
    for lines in pages:
        shown = "".join(f"({_escaped(line)}) Tj 0 -14 Td\n" for line in lines)
        streams.append(f"BT /F1 11 Tf 50 790 Td\n{shown}ET")
    return _pdf_of(streams, trailer=trailer, title=title)


def make_placed_pdf(pages: Sequence[Sequence[Placed]]) -> bytes:
    """A PDF whose lines stand where they are put, drawn in the order given."""
    streams = []
    for lines in pages:
        shown = "".join(f"1 0 0 1 {x} {y} Tm ({_escaped(line)}) Tj\n" for x, y, line in lines)
        streams.append(f"BT /F1 9 Tf\n{shown}ET")
    return _pdf_of(streams)


def make_scan(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF that holds nothing but pictures of pages."""
    import pypdfium2

    streams, images = [], []
    printed = pypdfium2.PdfDocument(make_pdf(pages))
    for page in printed:
        bitmap = page.render(scale=2, grayscale=True)
        raw = b"".join(
            bytes(bitmap.buffer)[at * bitmap.stride :][: bitmap.width]
            for at in range(bitmap.height)
        )
        packed = zlib.compress(raw).hex() + ">"
        images.append(
            f"<< /Type /XObject /Subtype /Image /Width {bitmap.width} /Height {bitmap.height} "
            "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter [/ASCIIHexDecode /FlateDecode] "
            f"/Length {len(packed)} >>\nstream\n{packed}\nendstream"
        )
        streams.append(f"595 0 0 842 0 0 cm /I{len(images)} Do")
        page.close()
    printed.close()
    return _pdf_of(streams, images=images)


def make_pdf_bomb(unpacked_bytes: int) -> bytes:
    """A PDF whose one page unpacks to so many spaces."""
    packer = zlib.compressobj(9)
    packed = packer.compress(b"BT /F1 11 Tf (Text) Tj ET ")
    for _ in range(unpacked_bytes // 1_000_000):
        packed += packer.compress(b" " * 1_000_000)
    hexed = (packed + packer.flush()).hex() + ">"
    return _pdf_of([hexed], filters="/Filter [/ASCIIHexDecode /FlateDecode]")


def _pdf_of(
    streams: Sequence[str],
    *,
    images: Sequence[str] = (),
    filters: str = "",
    trailer: str = "",
    title: str = "",
) -> bytes:
    """A PDF of one page for each stream; page n may show the image /In."""
    pages = streams
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    first_image = 4 + 2 * len(pages)
    shown_images = " ".join(f"/I{n} {first_image + n - 1} 0 R" for n in range(1, len(images) + 1))
    for number, stream in enumerate(streams):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> /XObject << {shown_images} >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} {filters} >>\nstream\n{stream}\nendstream")
    objects.extend(images)
    objects.append(f"<< /Title ({_escaped(title)}) >>")
    body = "%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    body += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R {trailer} >>\n"
        f"startxref\n{len(body)}\n%%EOF\n"
    )
    return body.encode("latin-1")


def make_locked_pdf() -> bytes:
    """A PDF whose password nobody knows: no password fits these verifiers."""
    secret = "ab" * 32
    locked = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{secret}> /U <{secret}> /P -4 >> "
        "/ID [<00> <00>]"
    )
    return make_pdf([["Secret"]], trailer=locked)


def make_docx(write: Any) -> bytes:
    """A DOCX by python-docx; ``write`` receives the empty document."""
    import docx

    document = docx.Document()
    write(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def make_zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def make_png() -> bytes:
    header = b"\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00"
    chunk = b"IHDR" + header
    crc = zlib.crc32(chunk).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + len(header).to_bytes(4, "big") + chunk + crc


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
