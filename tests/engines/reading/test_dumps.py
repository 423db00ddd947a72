"""Dumps: one file with many documents gives them one by one, whatever is wrong with some."""

import gzip
import json
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from folkmoot.engines.reading.dumps import (
    DumpFault,
    DumpItem,
    DumpKind,
    DumpLimits,
    DumpPart,
    PassedOver,
    kind_of,
    split_dump,
    split_guarded,
)
from folkmoot.engines.reading.dumps.guarded import from_plain, to_plain

LINES, ARCHIVE, FEED = DumpKind.JSON_LINES, DumpKind.WEB_ARCHIVE, DumpKind.FEED


def split(
    tmp_path: Path, data: bytes, kind: DumpKind, limits: DumpLimits | None = None
) -> list[DumpPart]:
    path = tmp_path / "dump"
    path.write_bytes(data)
    parts = list(split_dump(path, kind=kind, limits=limits or DumpLimits()))
    assert [from_plain(json.loads(json.dumps(to_plain(part)))) for part in parts] == parts
    return parts


def lines(*objects: object) -> bytes:
    return "".join(json.dumps(one) + "\n" for one in objects).encode()


def archive(pages: Iterable[tuple[str, str, str, bytes]], *, packed: bool = False) -> bytes:
    """Answers as (address, status, headers joined by line ends, body), written by ISO 28500."""
    records = []
    for address, status, headers, body in pages:
        answer = f"HTTP/1.1 {status}\n{headers}\n\n".replace("\n", "\r\n").encode() + body
        head = (
            f"WARC/1.0\nWARC-Type: response\nWARC-Target-URI: {address}\n"
            "WARC-Record-ID: <urn:uuid:1>\nWARC-Date: 2031-05-12T10:00:00Z\n"
            f"Content-Type: application/http; msgtype=response\nContent-Length: {len(answer)}\n\n"
        )
        record = head.replace("\n", "\r\n").encode() + answer + b"\r\n\r\n"
        records.append(gzip.compress(record) if packed else record)
    return b"".join(records)


def codes(parts: Iterable[DumpPart]) -> list[str]:
    return [one.code.value if isinstance(one, DumpFault) else "" for one in parts]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("crawl.jsonl", LINES),
        ("crawl.JSONL.gz", LINES),
        ("crawl.ndjson", LINES),
        ("crawl.warc.gz", ARCHIVE),
        ("news.rss", FEED),
        ("news.xml", FEED),
        ("letter.docx", None),
        ("all.gz", None),
    ],
)
def test_the_ending_of_a_name_tells_the_kind_of_dump(name: str, kind: DumpKind | None) -> None:
    assert kind_of(name) == kind


def test_the_usual_spellings_of_a_line_are_understood(tmp_path: Path) -> None:
    parts = split(
        tmp_path,
        b"\xef\xbb\xbf"
        + lines(
            {
                "text": "Boats came in.", "url": "https://coast.test/1", "title": " Boats\ncame ",
                "published": "2031-05-12T10:20:00Z", "language": "EN_gb", "publisher": "Coast",
            },
            {
                "Content": "<p>Boats left.</p>", "link": "coast.test", "pubDate": "soon",
                "lang": "English", "source": {"name": "Quay"},
            },
            {"html": "Boats", "text": "other", "date": "Mon, 12 May 2031 10:20:00 +0300"},
            {"body": "Bread", "date": 1936345200},
            {"article_body": "Salt", "date_published": "20310512"},
            {"maintext": "Tar", "date": "2031-05"},
        ),
        LINES,
    )  # fmt: skip

    said = {"title": "Boats came", "published": "2031-05-12T10:20Z", "publisher": "Coast"}
    assert parts[0] == DumpItem(
        "line 1: https://coast.test/1", "1", b"Boats came in.", "https://coast.test/1",
        {**said, "published": parts[0].values["published"], "language": "en-gb"},
    )  # fmt: skip
    assert parts[0].values["published"].startswith("2031-05-12T10:20")
    assert parts[1] == DumpItem(
        "line 2", "2", b"<p>Boats left.</p>", "", {"publisher": "Quay"},
        ("address", "published", "language"),
    )  # fmt: skip
    assert (parts[2].file_name, parts[2].data) == ("3.html", b"Boats")
    assert [part.values["published"][:10] for part in parts[2:]] == [
        "2031-05-12", "2031-05-12", "2031-05-12", "2031-05",
    ]  # fmt: skip


def test_bad_lines_are_named_and_the_others_read(tmp_path: Path) -> None:
    data = b"\n".join(
        [
            b'{"text": "One."}',
            b"not json",
            b"",
            b'"only words"',
            b'{"title": "No text"}',
            b'{"text": "\xff"}',
            b"[" * 100_000,
            b'{"text": [' + b"[]," * 200_000 + b"1]}",
            b'{"number": ' + b"1" * 10_000 + b"}",
            b'{"text": "' + b"x" * 2_000_000 + b'"}',
            b'{"text": "Last \\ud800 one."}',
        ]
    )

    parts = split(tmp_path, data, LINES, DumpLimits(item_bytes=1_000_000))

    assert codes(parts) == [
        "", "bad_line", "bad_line", "no_content", "wrong_encoding", "bad_line", "too_costly",
        "bad_line", "too_large", "",
    ]  # fmt: skip
    assert [part.label for part in parts][-2:] == ["line 10", "line 11"]
    assert parts[-1].data == b"Last ? one."


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_gives_its_pages_and_passes_over_the_rest(tmp_path: Path, packed: bool) -> None:
    page = b"<html><p>Boats came in.</p></html>"
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)
    html = "Content-Type: text/html; charset=utf-8"
    data = archive(
        [
            ("https://coast.test/1", "200 OK", html, page),
            ("https://coast.test/a.png", "200 OK", "Content-Type: image/png", b"\x89PNG"),
            ("https://coast.test/no", "404 Not Found", html, page),
            ("https://coast.test/gz", "200 OK", f"{html}\nContent-Encoding: gzip",
             gzip.compress(page)),
            ("https://coast.test/br", "200 OK", f"{html}\nContent-Encoding: br", b"\x0b"),
            ("https://coast.test/ch", "200 OK", f"{html}\nTransfer-Encoding: chunked", chunked),
            ("https://coast.test/big", "200 OK", f"{html}\nContent-Encoding: gzip",
             gzip.compress(b"<p>" + b"x" * 3_000_000)),
            ("https://coast.test/0", "200 OK", html, b""),
            ("https://coast.test/p", "200 OK", "Content-Type: application/pdf", b"%PDF-1.4"),
        ],
        packed=packed,
    )  # fmt: skip

    parts = split(tmp_path, data, ARCHIVE, DumpLimits(item_bytes=1_000_000))

    items = {part.address: part.data for part in parts if isinstance(part, DumpItem)}
    assert items == {
        "https://coast.test/1": page,
        "https://coast.test/gz": page,
        "https://coast.test/ch": page,
        "https://coast.test/p": b"%PDF-1.4",
    }
    assert sum(isinstance(part, PassedOver) for part in parts) == 2
    faults = {part.label: part.code for part in parts if isinstance(part, DumpFault)}
    assert faults == {
        "record 5: https://coast.test/br": "unknown_packing",
        "record 7: https://coast.test/big": "too_large",
        "record 8: https://coast.test/0": "no_content",
    }


def test_an_archive_packed_as_one_piece_is_read_too(tmp_path: Path) -> None:
    data = archive([("https://coast.test/1", "200 OK", "Content-Type: text/plain", b"Boats.")] * 3)

    parts = split(tmp_path, gzip.compress(data), ARCHIVE)

    assert [part.data for part in parts if isinstance(part, DumpItem)] == [b"Boats."] * 3


def test_a_torn_archive_gives_what_stands_before_the_tear(tmp_path: Path) -> None:
    page = ("https://coast.test/1", "200 OK", "Content-Type: text/plain", b"Boats. " * 900)
    data = archive([page] * 3, packed=True)

    torn = split(tmp_path, data[: len(data) - 40], ARCHIVE)
    no_archive = split(tmp_path, b"Boats came in.\n" * 40, ARCHIVE)

    assert codes(torn) == ["", "", "torn_dump"]
    assert torn[-1].is_end
    assert codes(no_archive) == ["not_a_dump"]


RSS = """<?xml version="1.0"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Coast news</title>
<language>en-gb</language>
<item><title>Boats &amp;amp; bread</title><link>https://coast.test/1</link>
<pubDate>Mon, 12 May 2031 10:20:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Boats came <script>x()</script>in.</p>]]></content:encoded></item>
<item><title>Salt</title><description>&lt;p&gt;Salt came.&lt;/p&gt;</description></item>
<item><title>Nothing</title></item></channel></rss>"""


def test_a_feed_gives_the_content_of_its_entries(tmp_path: Path) -> None:
    parts = split(tmp_path, RSS.encode(), FEED)

    told = {"publisher": "Coast news", "language": "en-gb"}
    assert codes(parts) == ["", "", "no_content"]
    first, second = parts[:2]
    assert first.data == b"<p>Boats came <script>x()</script>in.</p>"
    assert (first.label, first.file_name) == ("entry 1: https://coast.test/1", "1.html")
    assert {**first.values, "published": ""} == {
        **told, "title": first.values["title"], "published": "",
    }  # fmt: skip
    assert first.values["published"].startswith("2031-05-12")
    assert (second.data, dict(second.values)) == (b"<p>Salt came.</p>", {**told, "title": "Salt"})


def test_a_feed_that_breaks_off_says_so(tmp_path: Path) -> None:
    torn = split(tmp_path, RSS[: RSS.index("<item><title>Nothing")].encode(), FEED)
    no_feed = split(tmp_path, b"<html><p>Boats</p></html>", FEED)
    large = split(tmp_path, RSS.encode(), FEED, DumpLimits(feed_bytes=100))

    assert codes(torn) == ["", "", "torn_dump"]
    assert codes(no_feed) == ["not_a_dump"]
    assert codes(large) == ["too_large"]


def test_entities_of_a_feed_do_not_multiply(tmp_path: Path) -> None:
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    declared = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "boats">{nested}]>'
    data = RSS.replace('<?xml version="1.0"?>', declared).replace("Short.", "&e11;")

    parts = split(tmp_path, data.encode(), FEED)

    assert sum(len(part.data) for part in parts if isinstance(part, DumpItem)) < 10_000


def test_a_packed_dump_is_unpacked_on_the_way(tmp_path: Path) -> None:
    members = gzip.compress(lines({"text": "One."})) + gzip.compress(lines({"text": "Two."}))

    assert [part.data for part in split(tmp_path, members + b"\0" * 9, LINES)] == [b"One.", b"Two."]


def test_a_packed_dump_that_is_a_bomb_or_torn_ends_there(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = packer.compress(lines({"text": "One."}))
    bomb += b"".join(packer.compress(b" " * 1_000_000) for _ in range(30)) + packer.flush()
    sound = gzip.compress(lines(*({"text": f"{n} boats."} for n in range(20_000))))
    limits = DumpLimits(harmless_bytes=10_000_000, item_bytes=1_000_000)

    by_ratio = split(tmp_path, bomb, LINES, limits)
    by_size = split(tmp_path, sound, LINES, DumpLimits(unpacked_bytes=100_000))
    torn = split(tmp_path, sound[: len(sound) // 2], LINES)

    assert codes(by_ratio) == ["", "bomb"]
    assert codes(by_size)[-1] == "bomb"
    assert (codes(torn)[0], codes(torn)[-1]) == ("", "torn_dump")
    assert all(parts[-1].is_end for parts in (by_ratio, by_size, torn))


FAKE = """
import os, sys, time
from folkmoot.engines.reading.dumps.guarded import to_plain
from folkmoot.engines.reading.dumps import DumpItem
import json
print(json.dumps(to_plain(DumpItem("line 1", "1", b"One."))), flush=True)
{deed}
"""


@pytest.mark.parametrize("deed", ["os.abort()", "time.sleep(600)", "pass"])
def test_a_dump_that_costs_its_reader_ends_with_the_reason(tmp_path: Path, deed: str) -> None:
    command = (sys.executable, "-c", FAKE.format(deed=deed))

    parts = list(split_guarded(tmp_path / "dump", kind=LINES, seconds=3, command=command))

    assert parts[0] == DumpItem("line 1", "1", b"One.")
    assert codes(parts) == ["", "too_costly"]


def test_a_guarded_dump_gives_the_same_parts(tmp_path: Path) -> None:
    path = tmp_path / "dump"
    path.write_bytes(lines({"text": "One."}, {"title": "x"}, {"text": "Two."}))

    assert list(split_guarded(path, kind=LINES)) == list(split_dump(path, kind=LINES))
