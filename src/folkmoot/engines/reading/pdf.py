"""PDF: the text layer, page by page; pictures of pages only where that is asked for.

Without text recognition a scan gives ``no_text``. A page whose columns were drawn row by row
is read column by column. The creation date in the file is not taken for a day of publication.
Lines of a page are joined into paragraphs by offsets; the text keeps them as lines.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, Final

from folkmoot.engines.reading import recognition
from folkmoot.engines.reading.blocks import Span, collapse, trimmed
from folkmoot.engines.reading.columns import Box, Layout, layout_of
from folkmoot.engines.reading.datelines import find_dateline
from folkmoot.engines.reading.plain import control_warnings, without_unstorable
from folkmoot.engines.reading.terms import (
    Block,
    BlockKind,
    Draft,
    Hints,
    ReadingLimits,
    ReadingWarning,
    Unreadable,
    UnreadableCode,
    WarningCode,
)

# PDFium is not thread-safe, not even for two documents at once.
_PDFIUM: Final = Lock()

# fpdfview.h: FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY.
_ENCRYPTED_ERRORS: Final = frozenset({4, 5})

# PDFium marks a hyphen at the end of a line with U+FFFE (older versions U+0002).
# Before a small letter it parts a word; elsewhere it belongs to the name, as in
# "Russian-" and "Belarusian".
_SOFT_HYPHEN: Final = re.compile("[\ufffe\x02](?:\r?\n)?(?P<next>.?)")
# In columns put together again nobody has marked the hyphens for us.
_PARTED_WORD: Final = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_])")
_LINE_END: Final = re.compile(r" *\n")
_PAGE_BREAK: Final = "\n\n"
_LINE: Final = re.compile(r"[^\n]+")
_NEW_ITEM: Final = re.compile(r"(?:[-–•*·◦▪■●]|\(?[0-9]{1,3}[.)])\s+\S")
_ENDS_SENTENCE: Final = re.compile(r"[.!?…:;]['\"’”»)\]]*$")

# A line shorter than this share of the page's usual one ends its paragraph.
_SHORT_LINE: Final = 0.75
# A running head stands on at least this many pages.
_RUNNING_PAGES: Final = 3


def read_pdf(data: bytes, limits: ReadingLimits) -> Draft | Unreadable:
    """Read the text layer of a PDF; a password, even an empty-looking one, is not tried."""
    # Loaded here: the library maps 10 MB and belongs to the worker.
    import pypdfium2

    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            return _unopened(error)
        try:
            number = len(document)
            if number > limits.pages:
                params = {"found": number, "limit": limits.pages}
                return Unreadable(UnreadableCode.TOO_MANY_PAGES, params)
            pages = _pages(document, limits)
            title = collapse(document.get_metadata_value("Title")) or None
        except pypdfium2.PdfiumError as error:
            return Unreadable(UnreadableCode.DAMAGED, {"detail": str(error)[:200]})
        finally:
            document.close()
    if not number:
        return Unreadable(UnreadableCode.DAMAGED, {"detail": "no pages"})
    if not any(page.strip() for page in pages.texts):
        return Unreadable(UnreadableCode.NO_TEXT, {"pages": number})
    return _draft(pages, title)


def _unopened(error: Any) -> Unreadable:
    code = getattr(error, "err_code", None)
    if code in _ENCRYPTED_ERRORS or "password" in str(error).lower():
        return Unreadable(UnreadableCode.ENCRYPTED)
    return Unreadable(UnreadableCode.DAMAGED, {"detail": str(error)[:200]})


@dataclass(slots=True)
class _Pages:
    """The text of each page, and the numbers of those that need a word of warning."""

    texts: list[str] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)

    @property
    def empty(self) -> list[int]:
        return [number for number, text in enumerate(self.texts, start=1) if not text.strip()]


def _pages(document: Any, limits: ReadingLimits) -> _Pages:
    """Read every page; stops soon after the limit, so that the caller can refuse."""
    pages = _Pages()
    size = 0
    for number, page in enumerate(document, start=1):
        layer = page.get_textpage()
        try:
            text, is_doubtful = _page_text(layer)
        finally:
            layer.close()
            page.close()
        pages.texts.append(text)
        if is_doubtful:
            pages.doubtful.append(number)
        size += len(text)
        if size > limits.characters:
            return pages
    if limits.recognised_pages and pages.empty:
        found = recognition.recognise_pages(document, pages.empty, limits)
        for number, text in found.items():
            pages.texts[number - 1] = text
        pages.recognised = sorted(found)
    return pages


def _page_text(layer: Any) -> tuple[str, bool]:
    """The words of a page in the order of reading, and whether that order is doubtful."""
    drawn = _tidy(layer.get_text_range())
    layout = _layout(layer) if drawn.strip() else Layout()
    if not layout.regions:
        return drawn, layout.is_doubtful
    parts = [_column_text(layer, box) for box in layout.regions]
    # A letter on the border of two regions may come twice or never; then the page is left alone.
    if _letters(parts) != _letters([drawn]):
        return drawn, True
    text, last = parts[0], layout.regions[0]
    for part, box in zip(parts[1:], layout.regions[1:], strict=True):
        # A paragraph may go on at the head of the next column, not below a wide line.
        text += ("\n" if box.left > last.left else _PAGE_BREAK) + part
        last = box
    return text, False


def _column_text(layer: Any, box: Box) -> str:
    raw = layer.get_text_bounded(left=box.left, bottom=box.bottom, right=box.right, top=box.top)
    lines = _LINE_END.sub("\n", _tidy(raw)).strip("\n ")
    return _PARTED_WORD.sub("", lines)


def _layout(layer: Any) -> Layout:
    return layout_of([Box(*layer.get_rect(index)) for index in range(layer.count_rects())])


def _tidy(raw: str) -> str:
    joined = _SOFT_HYPHEN.sub(_join_hyphen, raw)
    return joined.replace("\r\n", "\n").replace("\r", "\n")


def _letters(texts: Iterable[str]) -> Counter[str]:
    return Counter(char for text in texts for char in text if char.isalnum())


def _join_hyphen(found: re.Match[str]) -> str:
    letter = found["next"]
    return letter if letter.islower() else f"-{letter}"


def _draft(pages: _Pages, title: str | None) -> Draft:
    text, replaced = without_unstorable(_PAGE_BREAK.join(pages.texts))
    lines = list(_lines(text, pages.texts))
    running = _running_heads(text, lines)
    blocks = [block for page in lines for block in _paragraphs(text, page, running)]
    return Draft(
        text=text,
        blocks=tuple(blocks),
        structured=False,
        # Titles of PDF files are often names of templates; one that is printed is true.
        hints=Hints(title=title if title and title in collapse(text) else None),
        pages=len(pages.texts),
        warnings=(*_page_warnings(pages), *replaced, *control_warnings(text)),
    )


def _page_warnings(pages: _Pages) -> Iterator[ReadingWarning]:
    for code, numbers in (
        (WarningCode.PAGES_WITHOUT_TEXT, pages.empty),
        (WarningCode.RECOGNISED, pages.recognised),
        (WarningCode.DOUBTFUL_ORDER, pages.doubtful),
    ):
        if numbers:
            named = ", ".join(map(str, numbers[:20]))
            yield ReadingWarning(code, {"count": len(numbers), "pages": named})


def _lines(text: str, pages: list[str]) -> Iterator[list[tuple[int, Span]]]:
    """For each page its numbered non-blank lines."""
    at = 0
    for number, page in enumerate(pages, start=1):
        spans = (trimmed(text, *f.span()) for f in _LINE.finditer(text, at, at + len(page)))
        yield [(number, span) for span in spans if span[0] < span[1]]
        at += len(page) + len(_PAGE_BREAK)


def _running_heads(text: str, pages: list[list[tuple[int, Span]]]) -> frozenset[str]:
    """First and last lines that most pages share, page numbers apart."""
    counts: Counter[str] = Counter()
    for lines in pages:
        edges = {_numberless(text, span) for _, span in [*lines[:2], *lines[-2:]]}
        counts.update(edges)
    least = max(_RUNNING_PAGES, len(pages) // 2)
    return frozenset(line for line, count in counts.items() if count >= least)


def _numberless(text: str, span: Span) -> str:
    return re.sub(r"[0-9]+", "#", collapse(text[span[0] : span[1]][:300]))


def _paragraphs(
    text: str, lines: list[tuple[int, Span]], running: frozenset[str]
) -> Iterator[Block]:
    usual = _usual_width([end - start for _, (start, end) in lines])
    current: Block | None = None
    last: Span = (0, 0)
    for index, (page, span) in enumerate(lines):
        at_edge = index < 2 or index >= len(lines) - 2
        if at_edge and _numberless(text, span) in running:
            if current is not None:
                yield current
            yield Block(BlockKind.FURNITURE, *span, page=page)
            current = None
            continue
        if current is not None and _continues(text, last, span, usual):
            current = replace(current, end=span[1])
        else:
            if current is not None:
                yield current
            current = Block(BlockKind.PARAGRAPH, *span, page=page)
        last = span
    if current is not None:
        yield current


def _usual_width(widths: list[int]) -> int:
    """A width that a quarter of the lines reach: the full line of the page."""
    return sorted(widths)[len(widths) * 3 // 4] if widths else 0


def _continues(text: str, before: Span, line: Span, usual: int) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    if text.count("\n", before[1], line[0]) > 1 or _NEW_ITEM.match(text, *line):
        return False
    if find_dateline(text, *line) or find_dateline(text, *before):
        return False
    first = text[line[0]]
    if first.islower():
        return True
    width = before[1] - before[0]
    if width < usual * _SHORT_LINE:
        return False
    ends_sentence = _ENDS_SENTENCE.search(text[max(before[0], before[1] - 10) : before[1]])
    return not (ends_sentence and width < usual * 0.9)
