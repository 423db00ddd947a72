"""Files made to hurt the reader: each ends soon, in a document or in a reason, never in a crash."""

import io
import time
import zipfile
from collections.abc import Callable, Iterator

import pytest

from folkmoot.engines.reading import Document, ReadingLimits, Unreadable, read_document
from folkmoot.engines.reading.guarded import GuardedReader
from folkmoot.rooms.evidence.terms import reading_sentence
from tests.engines.reading.files import make_docx, make_pdf, make_pdf_bomb, make_zip
from tests.engines.reading.helpers import assert_blocks_hold

LIMITS = ReadingLimits()
MEGABYTE = 1_000_000
SENTENCE = "The council of the coast met in the hall. "

# Slower than any of them is by a factor of ten, so that a busy machine does not fail the test;
# what grows by the square of a megabyte would take hours.
SECONDS = 15.0

PARAGRAPHS = {
    "prose": SENTENCE * (MEGABYTE // len(SENTENCE)),
    "one word": "a" * MEGABYTE,
    "white space": "x" + " " * MEGABYTE + "x",
    "no-break spaces": "x" + "\u00a0" * MEGABYTE + "x",
    "quotation marks that never close": '"They said “and «then ' * (MEGABYTE // 22),
    "brackets": "(" * MEGABYTE,
    "digits": "1" * MEGABYTE,
    "dates": "12 May 2031 " * (MEGABYTE // 12),
    "list marks": "1. " * (MEGABYTE // 3),
    "slashes": "a / " * (MEGABYTE // 4),
    "letters with accents": "e\u0301" * (MEGABYTE // 2),
    "open tags": "<" * (MEGABYTE // 4),
    "entities": "&lt" * (MEGABYTE // 3),
}


@pytest.fixture(scope="module")
def read_soon() -> Iterator[Callable[[bytes, str], Document | Unreadable]]:
    """Reads as the worker does, and fails when that takes long."""
    reader = GuardedReader(seconds=SECONDS)

    def read(data: bytes, name: str) -> Document | Unreadable:
        began = time.monotonic()
        result = reader.read(data, name=name, limits=LIMITS)
        assert time.monotonic() - began < SECONDS
        return result

    yield read
    reader.close()


@pytest.mark.parametrize("words", PARAGRAPHS.values(), ids=PARAGRAPHS.keys())
@pytest.mark.parametrize("ending", ["txt", "html", "docx"])
def test_a_paragraph_of_a_megabyte_is_one_block_of_a_document(
    read_soon: Callable[[bytes, str], Document | Unreadable], words: str, ending: str
) -> None:
    data = {
        "txt": lambda: words.encode(),
        "html": lambda: f"<html><body><p>{words}</p></body></html>".encode(),
        "docx": lambda: make_docx(lambda document: document.add_paragraph(words)),
    }[ending]()

    result = read_soon(data, f"long.{ending}")

    assert isinstance(result, Document), result
    assert len(result.blocks) == 1
    assert_blocks_hold(result)


def test_five_hundred_pages_are_read(
    read_soon: Callable[[bytes, str], Document | Unreadable],
) -> None:
    result = read_soon(make_pdf([[SENTENCE] * 45] * 500), "long.pdf")

    assert isinstance(result, Document)
    assert (result.pages, len(result.text) > 900_000) == (500, True)


def test_a_page_that_unpacks_to_gigabytes_costs_only_the_reader(
    read_soon: Callable[[bytes, str], Document | Unreadable],
) -> None:
    result = read_soon(make_pdf_bomb(2_000 * MEGABYTE), "bomb.pdf")

    assert isinstance(result, Unreadable)
    assert result.code == "too_costly"


def test_a_package_that_lies_about_its_size_unpacks_to_no_more_than_it_states() -> None:
    honest = make_zip({"word/document.xml": b" " * (50 * MEGABYTE)})
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        stated = archive.getinfo("word/document.xml").file_size
    small = (1_000).to_bytes(4, "little")

    result = read_document(honest.replace(stated.to_bytes(4, "little"), small), name="a.docx")

    assert isinstance(result, Unreadable)
    assert result.code == "damaged"


def test_packed_files_are_not_opened_at_all() -> None:
    import gzip

    result = read_document(gzip.compress(b" " * 10 * MEGABYTE), name="page.html")

    assert isinstance(result, Unreadable)
    assert (result.code, dict(result.message_params)) == (
        "mislabelled",
        {"is": "application/gzip", "named": "text/html"},
    )


def test_scripts_styles_and_frames_are_no_text_and_are_not_run() -> None:
    page = (
        "<html><head><style>p:after{content:'styled'}</style>"
        "<script>document.write('written')</script></head>"
        "<body onload=\"alert('loaded')\"><p>Boats came in.</p><p><b onclick=x()>At</b> noon.</p>"
        "<iframe srcdoc='<p>framed</p>'></iframe><noscript>no script</noscript>"
        "<svg><script>drawn</script></svg><template>kept</template>"
        "<a href='javascript:steal()'>The quay</a><object data=x>object</object></body></html>"
    )

    result = read_document(page.encode(), name="page.html")

    assert isinstance(result, Document)
    for hidden in ("styled", "written", "loaded", "drawn", "framed", "steal", "<"):
        assert hidden not in result.text
    assert result.text.startswith("Boats came in.\n\nAt noon.")


def test_entities_that_multiply_are_not_expanded() -> None:
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    declared = f'<!DOCTYPE html [<!ENTITY e0 "boats">{nested}]>'

    page = read_document(f"{declared}<html><p>&e11;</p></html>".encode(), name="page.html")
    package = make_zip(
        {
            "[Content_Types].xml": f"<?xml version='1.0'?>{declared}<Types>&e11;</Types>".encode(),
            "word/document.xml": b"<w/>",
        }
    )
    letter = read_document(package, name="letter.docx")

    assert isinstance(page, Document)
    assert len(page.text) < 10_000
    assert isinstance(letter, Unreadable)
    assert letter.code == "damaged"


def test_two_encodings_in_one_file_are_refused_with_the_remedy() -> None:
    first, second = "Совет закрылся. ".encode("cp1251"), "Совет открылся. ".encode()

    result = read_document(first * 20 + second * 20, name="note.txt")

    assert isinstance(result, Unreadable)
    assert reading_sentence(result.code, result.message_params) == (
        "The letters of the file cannot be told. Save it as UTF-8."
    )


def test_marks_that_turn_the_direction_stay_and_are_named() -> None:
    words = "The mayor\u202e said \u2066nothing\u2069.\u200f"

    result = read_document(words.encode(), name="note.txt")

    assert isinstance(result, Document)
    assert result.text == words
    (warning,) = result.warnings
    assert (warning.code, warning.params["count"]) == ("control_characters", 4)
    assert "RIGHT-TO-LEFT OVERRIDE" in str(warning.params["names"])


def test_marks_of_quotation_that_never_close_change_nothing() -> None:
    words = "“We came to trade, said the mayor.\n\n«And we stayed.\n\n„Nobody closed the door."

    result = read_document(words.encode(), name="note.txt")

    assert isinstance(result, Document)
    assert (result.text, len(result.blocks)) == (words, 3)
