"""pyHanko as this engine uses it: documents only ever grow, nothing is logged, limits hold.

The one place that leans on a private name: ``_update_meta`` rewrites the metadata at every
update, which breaks PDF/A; a test fails when it changes its name.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from folkmoot.engines.signing.reasons import ReasonCode
from folkmoot.engines.signing.terms import PDF_BYTES_MOST, SigningRefused

# Whole traces of differences are logged as warnings; our findings carry what matters of them.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

_FIELDS_DEEP: Final = 20
_FIELDS_MOST: Final = 5_000


class Update(IncrementalPdfFileWriter):
    """One incremental update that leaves the document's metadata as it is."""

    def _update_meta(self) -> None:
        """Nothing."""

    def bytes(self) -> bytes:
        """The document with the update."""
        output = BytesIO()
        self.write(output)  # type: ignore[no-untyped-call]
        return output.getvalue()


class StampPage(PdfContent):
    """The first page of a PDF given as bytes, for the look of a signature."""

    def __init__(self, page: bytes) -> None:
        self._page = page
        super().__init__()

    def render(self) -> bytes:
        """Import the page; the operator that draws it."""
        drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._page)))
        self.resources.xobject["/Stamp"] = drawn
        left, bottom, right, top = drawn.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Stamp Do"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of the form.

    Attributes:
        value: the signature dictionary, if it is a signature field and signed.
    """

    name: str
    is_signature: bool
    value: Any
    dictionary: Any


def open_document(pdf: bytes) -> PdfFileReader:
    """Read a document strictly.

    Raises:
        SigningRefused: it is empty, too large, encrypted, damaged or no PDF.
    """
    if not pdf:
        raise SigningRefused(ReasonCode.FILE_EMPTY)
    if len(pdf) > PDF_BYTES_MOST:
        raise SigningRefused(ReasonCode.FILE_TOO_LARGE)
    if not pdf.startswith(b"%PDF-"):
        # Bytes before the header would let one file be two documents.
        raise SigningRefused(ReasonCode.FILE_UNREADABLE)
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        if reader.encrypted:
            raise SigningRefused(ReasonCode.FILE_ENCRYPTED)
        reader.root["/Pages"]
    except SigningRefused:
        raise
    except MemoryError:
        raise
    except Exception as fault:  # hostile files raise whatever they like
        raise SigningRefused(ReasonCode.FILE_UNREADABLE, told(fault)) from fault
    return reader


def open_update(pdf: bytes) -> Update:
    """Begin an update of a document.

    Raises:
        SigningRefused: as ``open_document``.
    """
    return Update.from_reader(open_document(pdf))  # type: ignore[return-value]


def form_fields(reader: PdfFileReader) -> Iterator[FormField]:
    """All terminal fields of the form with their full names.

    Raises whatever a hostile document makes it raise.
    """
    form = entry(reader.root, "/AcroForm")
    if form is None:
        return
    budget = [_FIELDS_MOST]
    yield from _fields_below(entry(form, "/Fields", ()), "", None, 0, budget)


def entry(dictionary: Any, key: str, default: Any = None) -> Any:
    """An entry of a dictionary, followed if it is a reference; ``get`` does not follow."""
    if key not in dictionary:
        return default
    return dictionary[key]


def _fields_below(
    fields: Any, above: str, kind: Any, depth: int, budget: list[int]
) -> Iterator[FormField]:
    if depth > _FIELDS_DEEP:
        raise ValueError("the form is nested too deeply")
    for reference in fields:
        budget[0] -= 1
        if budget[0] < 0:
            raise ValueError("the form has too many fields")
        one = reference.get_object()
        own = entry(one, "/T")
        name = f"{above}.{own}" if above and own is not None else str(own or above)
        inherited = entry(one, "/FT", kind)
        kids = [kid for kid in entry(one, "/Kids", ()) if "/T" in kid.get_object()]
        if kids:
            yield from _fields_below(kids, name, inherited, depth + 1, budget)
            continue
        is_signature = inherited == "/Sig"
        value = entry(one, "/V") if is_signature else None
        if isinstance(value, generic.NullObject):
            value = None
        yield FormField(name, is_signature, value, one)


def stamp_style(page: bytes) -> StaticStampStyle:
    """The look of a signature, drawn from a one-page PDF.

    Raises:
        SigningRefused: the page cannot be read.
    """
    try:
        PdfFileReader(BytesIO(page)).root["/Pages"]["/Kids"][0]
    except Exception as fault:
        raise SigningRefused(ReasonCode.APPEARANCE_UNREADABLE, told(fault)) from fault
    whole = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins.uniform(0)
    )
    return StaticStampStyle(
        background=StampPage(page), border_width=0, background_opacity=1, background_layout=whole
    )


def told(fault: BaseException) -> str:
    """A fault in few words, for the detail of a reason."""
    return f"{type(fault).__name__}: {fault}"[:200]
