"""Reports, certificates, stamps, values in words, and the command."""

import json
import resource
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2 as pdfium
import pytest

from folkmoot.engines.typesetting import (
    Bar,
    Bars,
    Column,
    NotRendered,
    Original,
    ReportText,
    Standard,
    Table,
    Wording,
    amount_variable,
    canonical,
    count_variable,
    date_variable,
    known_languages,
    party_variable,
    render_agreement,
    render_certified_copy_cover,
    render_registration_certificate,
    render_report,
    render_stamp,
    said,
)
from folkmoot.engines.typesetting.__main__ import main
from folkmoot.engines.typesetting.compiling import template_version
from tests.engines.typesetting.reading_back import (
    attachments,
    claims,
    fonts,
    ink_outside,
    pages,
    rendered,
    squeezed,
    tool,
)
from tests.engines.typesetting.samples import (
    COAST,
    COPY,
    MADE_AT,
    REGISTRATION,
    agreement,
    long_agreement,
    report,
)

ACCESSIBLE = {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}


def test_a_report_is_accessible_sound_and_carries_what_it_says():
    made = rendered(render_report(report(), made_at=MADE_AT))

    assert claims(made.pdf) == ACCESSIBLE
    assert {held[0] for held in fonts(made.pdf).values()} == {"yes"}
    assert "No syntax or stream encoding errors" in tool(made.pdf, "qpdf", "--check", "FILE")
    attached = json.loads(attachments(made.pdf)["report.json"])
    assert attached["format"] == "folkmoot.report/1"
    assert attached["pieces"][3]["bars"][0] == {"label": "Done", "shown": "52", "value": "52"}


def test_the_head_of_a_table_stands_on_each_of_its_pages_and_figures_at_the_right():
    made = rendered(render_report(report(rows=120), made_at=MADE_AT))

    texts = pages(made.pdf)

    assert made.page_count == 4
    assert ["Promised" in text for text in texts] == [True] * 4
    document = pdfium.PdfDocument(made.pdf)
    page = document[1].get_textpage()
    text = page.get_text_range()
    ends = set()
    for amount in ("25,250,000.00 EUR", "30,250,000.00 EUR"):
        ends.add(round(page.get_charbox(text.index(amount) + len(amount) - 1)[2]))
    assert len(ends) == 1
    document.close()


def test_a_chart_says_its_numbers_and_a_zero_is_shown_as_a_row():
    text = pages(rendered(render_report(report(), made_at=MADE_AT)).pdf)[0]

    for label, shown in (("Done", "52"), ("Unknown", "8"), ("Withdrawn", "0")):
        assert f"{label}\n{shown}" in text or f"{label} {shown}" in text


def test_a_table_is_read_aloud_with_its_heads():
    told = tool(
        rendered(render_report(report(), made_at=MADE_AT)).pdf, "pdfinfo", "-struct-text", "FILE"
    )

    assert told.count("Table\n") + told.count("Table (") + told.count("Table:") >= 2
    heads = [line for line in told.splitlines() if line.split()[:1] == ["TH"]]
    assert len(heads) == 4 + 2
    assert "Caption" in told


def test_a_source_is_told_once_and_only_if_somebody_refers_to_it():
    text = "".join(pages(rendered(render_report(report(), made_at=MADE_AT)).pdf))

    assert text.count("Register of agreements, entries 31 to 44.") == 1
    assert text.count("https://example.org/r") == 1
    assert "Nobody refers to this." not in text


@pytest.mark.parametrize(("language", "tag"), [("ru", "ru"), ("be", "be"), ("en", "en")])
def test_a_report_is_tagged_with_its_language(language, tag):
    made = rendered(render_report(report(language=language), made_at=MADE_AT))

    assert f"/Lang ({tag})" in tool(made.pdf, "qpdf", "--qdf", "FILE", "-")


def test_what_is_wrong_with_a_report_is_told():
    columns = (Column("One"), Column("Two"))
    broken = ReportText(
        "",
        "en",
        (
            said("Words", "nowhere"),
            Table("", columns, (("1",),)),
            Bars("", "", "", (Bar("a", Decimal(-1), "-1"),)),
            said("\U0001f600"),
        ),
    )

    answer = render_report(broken, made_at=MADE_AT)

    assert isinstance(answer, NotRendered)
    assert [str(problem) for problem in answer.problems] == [
        "no title in title",
        "unknown note in note 1: key nowhere",
        "wrong row in table 2: row 1",
        "negative bar in chart 3: label a",
    ]
    assert [str(missing) for missing in answer.missing] == [
        "emoji U+1F600 GRINNING FACE in paragraph 4"
    ]


def test_an_empty_report_and_empty_tables_can_be_set():
    empty = ReportText(
        "Nothing yet", "en", (Table("", (Column("A"),), ()), Bars("", "A", "B", ()), said(""))
    )

    assert rendered(render_report(empty, made_at=MADE_AT)).page_count == 1


@pytest.mark.parametrize("original", Original)
@pytest.mark.parametrize("standard", [Standard.SIGNED_ORIGINAL, Standard.READING_COPY])
def test_a_true_copy_is_certified_in_both_languages_with_the_hash_of_the_file(original, standard):
    copy = replace(COPY, original=original)

    made = rendered(render_certified_copy_cover(copy, made_at=MADE_AT, standard=standard))

    text = pages(made.pdf)[0]
    assert made.page_count == 1
    assert "Certificate of true copy" in text
    assert "Свидетельство о верности копии" in text
    assert COPY.file_sha256 in text
    assert ("signed on paper" in squeezed_words(text)) == (original is Original.PAPER)
    assert [place.slot for place in made.positions] == ["depositary"]
    assert json.loads(attachments(made.pdf)["certificate.json"])["format"] == (
        "folkmoot.true_copy/1"
    )
    assert "No syntax or stream encoding errors" in tool(made.pdf, "qpdf", "--check", "FILE")


def squeezed_words(text: str) -> str:
    return " ".join(text.split())


def test_a_registration_is_certified_with_all_that_can_be_checked():
    made = rendered(
        render_registration_certificate(
            REGISTRATION, made_at=MADE_AT, standard=Standard.READING_COPY
        )
    )

    text = pages(made.pdf)[0]
    assert made.page_count == 1
    assert claims(made.pdf) == ACCESSIBLE
    for words in (
        "Certificate of registration",
        "Свидетельство о регистрации",
        "13 June 2026",
        "13 июня 2026 г.",
        "register.example/lantern-coast",
        REGISTRATION.text_sha256,
        REGISTRATION.entry_sha256,
        REGISTRATION.checkpoint_root,
        "English, Russian",
        "английский, русский",
    ):
        assert squeezed(words) in squeezed(text)
    assert {held[0] for held in fonts(made.pdf).values()} == {"yes"}
    assert ink_outside(made.pdf) == []


def test_certificates_have_words_in_all_languages_we_ship():
    tags = known_languages()

    def in_all(wording: Wording) -> Wording:
        return Wording.of({tag: wording.get(tag) or "Ўсё" for tag in tags})

    subject = replace(
        COPY.subject,
        languages=tags,
        title=in_all(COPY.subject.title),
        parties=tuple(in_all(party) for party in COPY.subject.parties),
    )
    copy = render_certified_copy_cover(replace(COPY, subject=subject), made_at=MADE_AT)
    entry = render_registration_certificate(replace(REGISTRATION, subject=subject), made_at=MADE_AT)

    assert tags == ("en", "ru", "be")
    assert "Пасведчанне аб дакладнасці копіі" in pages(rendered(copy).pdf)[0]
    assert "Пасведчанне аб рэгістрацыі" in pages(rendered(entry).pdf)[0]
    assert rendered(copy).page_count == rendered(entry).page_count == 1


def test_a_certificate_is_refused_in_a_language_we_have_no_words_for():
    subject = replace(REGISTRATION.subject, languages=("en", "el"))

    answer = render_registration_certificate(
        replace(REGISTRATION, subject=subject), made_at=MADE_AT
    )

    assert isinstance(answer, NotRendered)
    assert [str(problem) for problem in answer.problems] == [
        "unknown language in document: language el",
        "no title in title, Greek",
    ]


def test_a_missing_letter_in_a_certificate_names_the_fact():
    copy = replace(COPY, file_name="скан\U0001f600.pdf")

    answer = render_certified_copy_cover(copy, made_at=MADE_AT)

    assert isinstance(answer, NotRendered)
    assert {one.where.key for one in answer.missing} == {"file"}


LINES = ("Ўладзімір Ёлкін", "Подписано 12 июня 2026 г., 10:15 UTC", "Ключ 3F:A1")


def test_a_stamp_is_one_page_of_the_size_asked_with_cyrillic_that_can_be_read():
    made = rendered(
        render_stamp(LINES, width_points=230, height_points=52, made_at=MADE_AT, language="ru")
    )

    document = pdfium.PdfDocument(made.pdf)
    width, height = document[0].get_size()
    assert (round(width, 1), round(height, 1), len(document)) == (230.0, 52.0, 1)
    document.close()
    assert claims(made.pdf) == {"pdfaid:part": "2", "pdfaid:conformance": "B"}
    assert squeezed(pages(made.pdf)[0]) == squeezed("".join(LINES))
    assert {held[:2] for held in fonts(made.pdf).values()} == {("yes", "yes")}
    assert ink_outside(made.pdf, margin=0) == []


def test_lines_become_smaller_until_they_fit_and_are_refused_when_nobody_could_read_them():
    long = ("Имя " * 12, "Должность " * 12)

    fits = rendered(render_stamp(long, width_points=220, height_points=52, made_at=MADE_AT))
    too_small = render_stamp(long, width_points=60, height_points=20, made_at=MADE_AT)

    assert squeezed(pages(fits.pdf)[0]) == squeezed("".join(long))
    assert ink_outside(fits.pdf, margin=0) == []
    assert isinstance(too_small, NotRendered)
    assert [str(problem) for problem in too_small.problems] == ["does not fit in document"]


def test_a_stamp_without_words_or_with_an_absurd_size_is_refused():
    empty = render_stamp((" ",), width_points=100, height_points=50, made_at=MADE_AT)

    assert isinstance(empty, NotRendered)
    with pytest.raises(ValueError, match="between 20 and 1000"):
        render_stamp(("A",), width_points=5, height_points=50, made_at=MADE_AT)


def test_values_are_said_in_the_words_of_each_language():
    tags = ("en", "ru", "be", "qq")
    day = date_variable("day", date(2026, 6, 12), tags)
    amount = amount_variable("amount", Decimal("1250000.125"), "EUR", tags)
    count = count_variable("count", 1200, tags)
    party = party_variable("party", COAST)

    assert {tag: " ".join(words.split()) for tag, words in day.shown} == {
        "en": "12 June 2026",
        "ru": "12 июня 2026 г.",
        "be": "12 чэрвеня 2026 г.",
        "qq": "2026-06-12",
    }
    assert dict(amount.shown.texts) == {
        "en": "1,250,000.125 euros",
        "ru": "1\u00a0250\u00a0000,125 евро",
        "be": "1\u00a0250\u00a0000,125 еўра",
        "qq": "1250000.125 EUR",
    }
    assert (amount.value, amount.unit) == ("1250000.125", "EUR")
    assert (count.value, count.shown.get("ru")) == ("1200", "1\u00a0200")
    assert (party.value, party.shown) == ("coast", COAST.name)


def test_the_command_writes_the_file_and_tells_about_it(tmp_path, capsys):
    source = tmp_path / "agreement.json"
    out = tmp_path / "made.pdf"
    source.write_bytes(canonical(agreement()))

    ended = main(["render", str(source), str(out), "--at", MADE_AT.isoformat()])

    told = json.loads(capsys.readouterr().out)
    assert ended == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert told["page_count"] == 1
    assert told["template_version"] == template_version("agreement")
    assert [place["slot"] for place in told["positions"]] == ["coast.head", "lakes.head"]


def test_the_command_tells_reasons_and_ends_with_one(tmp_path, capsys):
    source = tmp_path / "agreement.json"
    source.write_bytes(canonical(agreement(place=Wording.of(en="\U0001f600"))))

    assert main(["check", str(source)]) == 1
    assert main(["render", str(source), str(tmp_path / "x.pdf"), "--at", "2026-06-12T00:00Z"]) == 1

    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (
        first
        == second
        == {
            "reasons": [
                "no text in place, Russian",
                "emoji U+1F600 GRINNING FACE in place, English",
            ]
        }
    )
    assert not (tmp_path / "x.pdf").exists()


def test_what_the_typesetter_remembers_is_bounded_after_long_documents():
    """Without forgetting, each of these would leave some 60 MB behind until ten others came."""
    peaks = []
    for number in range(6):
        text = replace(long_agreement(200), reference=f"R-{number}")
        rendered(render_agreement(text, made_at=MADE_AT))
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000)

    assert peaks[-1] - peaks[0] < 60
