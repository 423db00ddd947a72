"""What other programs find in our files: PDFium, poppler, qpdf."""

import re
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium

from folkmoot.engines.typesetting import NotRendered, Rendition


def rendered(made: Rendition | NotRendered) -> Rendition:
    """The rendition, or a failed test that says why there is none."""
    assert isinstance(made, Rendition), str(made)
    return made


@contextmanager
def as_file(pdf: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.pdf"
        path.write_bytes(pdf)
        yield path


def tool(pdf: bytes, *command: str) -> str:
    """The output of a program that is given the file as ``FILE``; it must end well."""
    with as_file(pdf) as path:
        words = [str(path) if word == "FILE" else word for word in command]
        done = subprocess.run(words, capture_output=True, timeout=60, check=False)
    told = done.stdout.decode(errors="replace")
    assert done.returncode == 0, told + done.stderr.decode(errors="replace")
    return told


def pages(pdf: bytes) -> list[str]:
    """The text of every page, as PDFium finds it, line breaks as one character."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [
            document[at].get_textpage().get_text_range().replace("\r\n", "\n")
            for at in range(len(document))
        ]
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Without white space: where lines end is the page's business, not the text's."""
    return "".join(unicodedata.normalize("NFC", text).split())


def attachments(pdf: bytes) -> dict[str, bytes]:
    """Names and contents of attached files."""
    document = pdfium.PdfDocument(pdf)
    try:
        held = [document.get_attachment(at) for at in range(document.count_attachments())]
        return {one.get_name(): bytes(one.get_data()) for one in held}
    finally:
        document.close()


def claims(pdf: bytes) -> dict[str, str]:
    """What the XMP packet claims: parts of PDF/A and PDF/UA, and the level."""
    packet = re.search(rb"<\?xpacket begin.*?<\?xpacket end", pdf, re.DOTALL)
    assert packet, "there is no XMP packet that can be read without unpacking"
    found = re.findall(rb"<(pdfaid:part|pdfaid:conformance|pdfuaid:part)>(.*?)</", packet[0])
    return {name.decode(): value.decode() for name, value in found}


def fonts(pdf: bytes) -> dict[str, tuple[str, str, str]]:
    """For each font by its plain name: embedded, subset, with Unicode map ("yes" or "no")."""
    lines = tool(pdf, "pdffonts", "FILE").splitlines()[2:]
    told = {}
    for line in lines:
        words = line.split()
        told[words[0].split("+")[-1]] = (words[-5], words[-4], words[-3])
    return told


def ink_outside(pdf: bytes, margin: float = 10) -> list[tuple[int, str]]:
    """Characters that stand nearer than ``margin`` points to the edge of a page, or beyond."""
    document = pdfium.PdfDocument(pdf)
    outside = []
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        text = page.get_textpage()
        for at in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(at)
            inside = left >= margin and right <= width - margin
            if not inside or bottom < margin or top > height - margin:
                outside.append((number + 1, text.get_text_range(at, 1)))
    document.close()
    return outside
