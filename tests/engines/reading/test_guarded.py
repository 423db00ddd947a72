"""A hostile file costs the process that reads it, never the one that asked."""

import sys
from collections.abc import Callable, Iterator

import pytest

from folkmoot.engines.reading import Document, ReadingLimits, Unreadable, read_document
from folkmoot.engines.reading.guarded import GuardedReader, read_guarded

LIMITS = ReadingLimits()
LETTER = "Port Amber, 3 May 2031\r\n\r\nThe quay opens.\u00a0 \U0001f6a2 \x85\u2028Воды мора\r\n".encode()
PAGE = "<html><head><title>Night market</title></head><body><h1>Night market</h1><p>Опять.</p>"

FAKE = """
import os, time
from folkmoot.engines.reading import read_document
from folkmoot.engines.reading.child import serve

def read(data, *, name, limits):
    print("noise of a library")
    if name == "hang.txt":
        time.sleep(600)
    if name == "hog.txt":
        held = bytearray(2_000_000_000)
    if name == "crash.txt":
        os.abort()
    return read_document(data, name=name, limits=limits)

serve(read)
"""


@pytest.fixture
def reader() -> Iterator[Callable[[str], Document | Unreadable]]:
    """Reads a letter under a name by which the reader hangs, hogs or crashes."""
    guarded = GuardedReader(seconds=5, command=(sys.executable, "-c", FAKE))
    yield lambda name: guarded.read(LETTER, name=name, limits=LIMITS)
    guarded.close()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (LETTER, "letter.txt"),
        (PAGE.encode(), "page.html"),
        (b"", "empty.txt"),
        (b"%PDF-1.7 torn", "torn.pdf"),
        (b"PK\x03\x04 word/", "torn.docx"),
        (LETTER, "letter.pdf"),
        ("Ж".encode("cp1251") * 400, "old.txt"),
        (b"a\x01b\n\nc", "control.txt"),
    ],
)
def test_a_guarded_file_reads_as_it_would_without_the_guard(data: bytes, name: str) -> None:
    guarded = read_guarded(data, name=name, limits=LIMITS)

    assert guarded == read_document(data, name=name)


@pytest.mark.parametrize("name", ["hang.txt", "hog.txt", "crash.txt"])
def test_a_file_that_costs_too_much_is_refused_and_the_next_one_read(
    reader: Callable[[str], Document | Unreadable], name: str
) -> None:
    before, refused, after = reader("letter.txt"), reader(name), reader("letter.txt")

    assert isinstance(refused, Unreadable)
    assert refused.code == "too_costly"
    assert before == after == read_document(LETTER, name="letter.txt")
