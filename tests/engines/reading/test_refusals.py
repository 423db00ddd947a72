"""Files that cannot become a document: each with its exact reason, none with an exception."""

import io
import zipfile

import pytest

from folkmoot.engines.reading import (
    ReadingLimits,
    Unreadable,
    UnreadableCode,
    detect_media_type,
    read_document,
)
from tests.engines.reading.files import make_docx, make_locked_pdf, make_pdf, make_png, make_zip

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCX_BYTES = make_docx(lambda document: document.add_paragraph("The council met."))
LOCKED_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


def refuse(data: bytes, name: str, limits: ReadingLimits | None = None) -> Unreadable:
    result = read_document(data, name=name, limits=limits or ReadingLimits())
    assert isinstance(result, Unreadable), result
    return result


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_empty_whatever_it_is_called(data: bytes) -> None:
    for name in ("note.txt", "page.html", "paper.pdf", "letter.docx", ""):
        assert refuse(data, name) == Unreadable(UnreadableCode.EMPTY)


@pytest.mark.parametrize(
    ("data", "name", "really", "named"),
    [
        (make_pdf([["Text"]]), "note.txt", PDF, "text/plain"),
        (make_pdf([["Text"]]), "letter.docx", PDF, DOCX),
        (make_png(), "page.html", "image/png", "text/html"),
        (make_png(), "paper.pdf", "image/png", PDF),
        (DOCX_BYTES, "paper.pdf", DOCX, PDF),
        (DOCX_BYTES, "note.TXT", DOCX, "text/plain"),
        (b"<!DOCTYPE html><p>Text</p>", "note.txt", "text/html", "text/plain"),
        (b"The council met.", "paper.pdf", "text/plain", PDF),
        (b"<html><p>Not found</p></html>", "paper.pdf", "text/html", PDF),
        (b"The council met.", "letter.docx", "text/plain", DOCX),
        (b"PK\x03\x04 junk", "letter.docx", "application/zip", DOCX),
    ],
)
def test_a_mislabelled_file_is_told_what_it_really_is(
    data: bytes, name: str, really: str, named: str
) -> None:
    assert refuse(data, name) == Unreadable(
        UnreadableCode.MISLABELLED, {"is": really, "named": named}, really
    )


@pytest.mark.parametrize(
    ("data", "name", "really"),
    [
        (make_png(), "seal.png", "image/png"),
        (make_png(), "seal", "image/png"),
        (b"{\\rtf1 Text}", "note.rtf", "application/rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old.doc", "application/x-ole-storage"),
        (make_zip({"a.txt": b"x"}), "all.zip", "application/zip"),
        (b"\x00\x01\x02\x03", "blob", "application/octet-stream"),
        (b"\x1f\x8b\x08junk", "a.gz", "application/gzip"),
    ],
)
def test_a_file_of_another_type_is_named(data: bytes, name: str, really: str) -> None:
    assert refuse(data, name) == Unreadable(UnreadableCode.UNKNOWN_TYPE, {"is": really}, really)


def test_a_locked_file_is_encrypted_not_damaged() -> None:
    assert refuse(make_locked_pdf(), "paper.pdf") == Unreadable(UnreadableCode.ENCRYPTED, {}, PDF)
    assert refuse(LOCKED_OFFICE, "letter.docx").code == UnreadableCode.ENCRYPTED


def test_a_docx_with_a_locked_member_is_encrypted() -> None:
    buffer = io.BytesIO(DOCX_BYTES)
    with zipfile.ZipFile(buffer) as archive:
        at = archive.getinfo("word/document.xml")
        assert at.flag_bits & 1 == 0
    # The directory entry of a member holds its flags 38 bytes before its name.
    directory = DOCX_BYTES.rindex(b"word/document.xml") - 46 + 8
    locked = DOCX_BYTES[:directory] + b"\x01" + DOCX_BYTES[directory + 1 :]

    assert refuse(locked, "letter.docx") == Unreadable(UnreadableCode.ENCRYPTED, {}, DOCX)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.4\nnothing else", "paper.pdf"),
        (make_pdf([["Text"]])[:120], "paper.pdf"),
        (DOCX_BYTES[: len(DOCX_BYTES) // 2], "letter.docx"),
        (make_zip({"word/document.xml": b"<broken"}), "letter.docx"),
        (make_zip({"word/document.xml": b"<a/>", "[Content_Types].xml": b"<x"}), "letter.docx"),
    ],
)
def test_a_torn_file_is_damaged(data: bytes, name: str) -> None:
    assert refuse(data, name).code == UnreadableCode.DAMAGED


def test_a_scan_without_text_has_no_text() -> None:
    assert refuse(make_pdf([[], [], []]), "scan.pdf") == Unreadable(
        UnreadableCode.NO_TEXT, {"pages": 3}, PDF
    )
    blank = make_docx(lambda document: document.add_paragraph("  "))
    assert refuse(blank, "blank.docx").code == UnreadableCode.NO_TEXT
    page = b"<html><script>var text = 'hidden'</script><p hidden>x</p></html>"
    assert refuse(page, "page.html").code == UnreadableCode.NO_TEXT


def test_limits_are_kept_and_named() -> None:
    assert refuse(b"x" * 11, "note.txt", ReadingLimits(size_bytes=10)) == Unreadable(
        UnreadableCode.TOO_LARGE, {"found": 11, "limit": 10}
    )
    assert refuse(b"x" * 11, "note.txt", ReadingLimits(characters=10)) == Unreadable(
        UnreadableCode.TOO_LARGE, {"found": 11, "limit": 10}, "text/plain"
    )
    assert refuse(make_pdf([["a"]] * 3), "a.pdf", ReadingLimits(pages=2)) == Unreadable(
        UnreadableCode.TOO_MANY_PAGES, {"found": 3, "limit": 2}, PDF
    )
    page = b"<html>" + b"<p>x" * 50
    for limit in (20, 40):
        refused = refuse(page, "a.html", ReadingLimits(elements=limit))
        assert (refused.code, refused.message_params["limit"]) == (UnreadableCode.TOO_LARGE, limit)
    assert refuse(b"a\n" * 30, "a.txt", ReadingLimits(blocks=29)) == Unreadable(
        UnreadableCode.TOO_LARGE, {"found": 30, "limit": 29}, "text/plain"
    )


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    packed = make_zip({"word/document.xml": b"<a/>", "word/media/x.bin": b"\0" * 30_000_000})
    markup = make_zip({"word/document.xml": b"<a/>" + b" " * 1_000_000})
    many = make_zip({"word/document.xml": b"<a/>"} | {f"word/{n}": b"" for n in range(30)})

    by_ratio = refuse(packed, "letter.docx")
    by_size = refuse(packed, "letter.docx", ReadingLimits(unpacked_bytes=1_000_000))
    by_markup = refuse(markup, "letter.docx", ReadingLimits(markup_bytes=1_000_000))
    by_count = refuse(many, "letter.docx", ReadingLimits(archive_entries=20))

    codes = {refused.code for refused in (by_ratio, by_size, by_markup, by_count)}
    assert codes == {UnreadableCode.BOMB}
    assert by_markup.message_params == {"found": 1_000_004, "limit": 1_000_000}
    assert by_size.message_params == {"found": 30_000_004, "limit": 1_000_000}
    assert by_count.message_params == {"found": 31, "limit": 20}


@pytest.mark.parametrize(
    "data",
    [
        b"The council\x00met.",
        "Форум".encode("utf-16-le") + b"\n\0",
        bytes(range(128, 160)) * 20,
        b"text \x01\x02\x03\x04\x05\x06\x07" * 50 + b"\xff",
        b"\xff\xfeA",
    ],
    ids=["nul", "utf-16 unmarked", "controls", "legacy controls", "torn utf-16"],
)
def test_what_no_encoding_explains_is_refused(data: bytes) -> None:
    assert refuse(data, "note.txt").code == UnreadableCode.WRONG_ENCODING
    assert refuse(data, "page.html").code == UnreadableCode.WRONG_ENCODING


def test_a_text_with_nul_is_refused_by_its_own_code() -> None:
    # Past the part that detection looks at.
    assert refuse(b"word " * 2000 + b"\x00", "note.txt").code == UnreadableCode.WRONG_ENCODING


def test_nesting_beyond_reason_is_refused_not_cut() -> None:
    page = b"<html><body>" + b"<div>" * 100_000 + b"deep</body></html>"

    assert refuse(page, "page.html").code == UnreadableCode.DAMAGED


def test_detection_reads_the_content_and_the_name_apart() -> None:
    found = detect_media_type(make_pdf([["Text"]]), "note.txt")

    assert (found.media_type, found.named, found.is_mislabelled) == (PDF, "text/plain", True)
