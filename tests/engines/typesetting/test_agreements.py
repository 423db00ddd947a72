"""Agreements as the parties get them, read back with programs that are not ours."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pypdfium2 as pdfium
import pytest

from folkmoot.engines.typesetting import (
    Clause,
    ClauseKind,
    Layout,
    NotRendered,
    Precedence,
    ProblemCode,
    SignatureBlock,
    Standard,
    TypesettingLimits,
    Wording,
    canonical,
    canonical_sha256,
    date_variable,
    render_agreement,
)
from tests.engines.typesetting.reading_back import (
    as_file,
    attachments,
    claims,
    fonts,
    ink_outside,
    pages,
    rendered,
    squeezed,
    tool,
)
from tests.engines.typesetting.samples import COAST, LAKES, MADE_AT, agreement, long_agreement

LAYOUTS = [*Layout]
CLAIMS = {
    Standard.SIGNED_ORIGINAL: {"pdfaid:part": "3", "pdfaid:conformance": "U"},
    Standard.READING_COPY: {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"},
}


def in_order(text: str, *pieces: str) -> bool:
    """Whether all pieces stand in the text, one after the other."""
    at = 0
    for piece in pieces:
        at = text.find(squeezed(piece), at)
        if at < 0:
            return False
        at += len(squeezed(piece))
    return True


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("standard", [Standard.SIGNED_ORIGINAL, Standard.READING_COPY])
def test_every_file_is_sound_claims_its_standard_and_carries_the_agreement(layout, standard):
    text = agreement()

    made = rendered(render_agreement(text, made_at=MADE_AT, layout=layout, standard=standard))

    assert claims(made.pdf) == CLAIMS[standard]
    assert attachments(made.pdf) == {"agreement.json": canonical(text)}
    assert fonts(made.pdf) == {
        "LibertinusSerif-Regular-Identity-H": ("yes", "yes", "yes"),
        "LibertinusSerif-Semibold-Identity-H": ("yes", "yes", "yes"),
    }
    assert "No syntax or stream encoding errors found" in tool(made.pdf, "qpdf", "--check", "FILE")


def test_the_attachment_also_comes_out_with_another_program_and_is_called_the_source():
    text = agreement()
    made = rendered(render_agreement(text, made_at=MADE_AT))

    with as_file(made.pdf) as path:
        out = path.with_name("out.json")
        tool(made.pdf, "pdfdetach", "-save", "1", "-o", str(out), "FILE")
        assert out.read_bytes() == canonical(text)

    assert "/AFRelationship /Source" in tool(made.pdf, "qpdf", "--qdf", "FILE", "-")


def test_a_reading_copy_has_what_the_standards_ask_of_every_document():
    made = rendered(render_agreement(agreement(), made_at=MADE_AT, standard=Standard.READING_COPY))

    document = tool(made.pdf, "qpdf", "--qdf", "--object-streams=disable", "FILE", "-")

    # ISO 19005-3 6.2.3, 6.6.2, 6.7.2, 6.8; ISO 14289-1 7.1, 7.2: intent, metadata, tags, the
    # attachment named in the catalogue, title in the window, natural language.
    for entry in (
        "/OutputIntents",
        "/GTS_PDFA1",
        "/Marked true",
        "/StructTreeRoot",
        "/DisplayDocTitle true",
        "/Metadata",
        "/AF [",
    ):
        assert entry in document
    for forbidden in ("/Encrypt", "/JavaScript", "/OpenAction", "/Launch", "/LZWDecode"):
        assert forbidden not in document


def test_a_rendition_tells_what_is_needed_to_make_it_again():
    text = agreement()

    made = rendered(render_agreement(text, made_at=MADE_AT))

    assert made.page_count == 1
    assert made.input_sha256 == canonical_sha256(text)
    assert (made.standard, made.layout, made.template) == (
        Standard.SIGNED_ORIGINAL,
        Layout.SIDE_BY_SIDE,
        "agreement",
    )
    assert made.declared == "PDF/A-3u"
    assert made.renderer == "typst 0.15.2"
    assert made.template_version.startswith("1+")
    assert made.sha256[:6] != made.input_sha256[:6]
    assert f"SHA-256 {made.input_sha256}" in pages(made.pdf)[0]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_text_gives_the_same_bytes_in_every_process(layout):
    text = agreement()
    here = rendered(render_agreement(text, made_at=MADE_AT, layout=layout))
    again = rendered(render_agreement(text, made_at=MADE_AT, layout=layout))

    with as_file(canonical(text)) as source:
        out = source.with_name("out.pdf")
        command = [sys.executable, "-m", "folkmoot.engines.typesetting", "render", str(source)]
        command += [str(out), "--at", MADE_AT.isoformat(), "--layout", layout]
        # Another seed of hashes, another zone, another folder: nothing of it may be seen.
        away = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": ":".join(sys.path)}
        subprocess.run(command, check=True, env=away, cwd=out.parent, capture_output=True)
        elsewhere = out.read_bytes()

    assert here.pdf == again.pdf == elsewhere


def test_the_moment_is_the_one_given_and_needs_an_offset():
    early = rendered(render_agreement(agreement(), made_at=MADE_AT))
    late = rendered(render_agreement(agreement(), made_at=MADE_AT + timedelta(days=1)))

    assert early.sha256 != late.sha256
    assert "2026-06-12" in tool(early.pdf, "pdfinfo", "-isodates", "FILE")
    with pytest.raises(ValueError, match="offset"):
        render_agreement(agreement(), made_at=datetime(2026, 6, 12))  # noqa: DTZ001


def test_a_date_that_ends_in_a_full_stop_ends_the_sentence_too():
    text = Wording.of(en="Done by {{due}}.", ru="Сделать до {{due}}. И позже.")
    due = date_variable("due", date(2026, 6, 12), ("en", "ru"))
    clause = Clause(uid="1", number="1", text=text, variables=(due,))

    assert [clause.shown("en"), clause.shown("ru")] == [
        "Done by 12 June 2026.",
        "Сделать до 12 июня 2026\u202fг. И позже.",
    ]


def test_side_by_side_reads_clause_by_clause_in_both_languages():
    made = rendered(render_agreement(agreement(), made_at=MADE_AT))

    text = squeezed("".join(pages(made.pdf)))

    assert in_order(
        text,
        "Agreement on a ferry line across the strait",
        "Соглашение о паромной линии через пролив",
        "Article 1. Subject",
        "The Parties cooperate in running ferries",
        "Статья 1. Предмет",
        "Стороны сотрудничают",
        "By 1 May 2027 the Parties open",
        "До 1 мая 2027 г. Стороны открывают",
        "Each Party contributes 1,250,000.00 euros.",
        "Каждая Сторона вносит 1 250 000,00 евро.",
        "Port Amber, 12 June 2026",
        "Порт-Амбер, 12 июня 2026 г.",
        "Ilka Brandt",
        "Илка Брандт",
    )


def test_one_after_the_other_reads_a_whole_language_first():
    made = rendered(render_agreement(agreement(), made_at=MADE_AT, layout=Layout.SEQUENTIAL))

    text = squeezed("".join(pages(made.pdf)))

    assert in_order(
        text, "Article 1. Subject", "Article 7.", "Статья 1. Предмет", "Статья 7.", "Ilka Brandt"
    )


def test_a_reader_that_speaks_hears_headings_languages_and_the_whole_text():
    made = rendered(render_agreement(agreement(), made_at=MADE_AT, standard=Standard.READING_COPY))

    told = tool(made.pdf, "pdfinfo", "-struct-text", "FILE")

    assert told.count("H1") == 2
    assert told.count("H2") == 14
    assert '"Статья 1. Предмет"' in told
    document = tool(made.pdf, "qpdf", "--qdf", "FILE", "-")
    assert "/Lang (en)" in document
    assert "/Lang (ru)" in document
    assert "Tagged:          yes" in tool(made.pdf, "pdfinfo", "FILE")


def test_each_side_is_named_first_in_its_own_copy_and_signs_first_where_it_leads():
    english = rendered(render_agreement(agreement(), made_at=MADE_AT))
    russian = rendered(render_agreement(agreement(), made_at=MADE_AT, lead="ru"))

    english_text, russian_text = (squeezed(pages(made.pdf)[0]) for made in (english, russian))

    assert in_order(english_text, "Lantern Coast Region and Lake Region")
    assert in_order(english_text, "Озёрный регион и Регион Маячного берега")
    assert in_order(russian_text, "Соглашение о паромной", "Agreement on a ferry")
    assert [place.slot for place in english.positions] == ["coast.head", "lakes.head"]
    assert [place.slot for place in russian.positions] == ["lakes.head", "coast.head"]
    assert english.input_sha256 == russian.input_sha256


def test_an_agreed_order_of_parties_goes_before_the_custom():
    order = Precedence("ru", ("coast", "lakes"))
    made = rendered(render_agreement(agreement(precedence=(order,)), made_at=MADE_AT))

    assert in_order(squeezed(pages(made.pdf)[0]), "Регион Маячного берега и Озёрный регион")


def test_a_language_that_is_not_in_the_text_cannot_lead():
    with pytest.raises(ValueError, match="'be' is no language"):
        render_agreement(agreement(), made_at=MADE_AT, lead="be")


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("count", [1, 2, 5, 9])
def test_the_places_for_signatures_are_empty_apart_and_on_their_page(layout, count):
    blocks = tuple(
        SignatureBlock(f"slot{at}x", party.key, Wording.of(en=f"Name {at}", ru=f"Имя {at}"))
        for at, party in enumerate((COAST, LAKES) * 5)
    )[:count]

    made = rendered(render_agreement(agreement(signatures=blocks), made_at=MADE_AT, layout=layout))

    assert sorted(place.slot for place in made.positions) == sorted(held.slot for held in blocks)
    document = pdfium.PdfDocument(made.pdf)
    for place in made.positions:
        page = document[place.page - 1]
        width, height = page.get_size()
        assert 0 < place.left < place.right < width
        assert 0 < place.bottom < place.top < height
        assert place.right - place.left > 150
        assert round(place.top - place.bottom) == 52
        inside = page.get_textpage().get_text_bounded(*place.box)
        assert inside.strip() == ""
        # The name stands right below its place.
        below = page.get_textpage().get_text_bounded(
            place.left, place.bottom - 14, place.right, place.bottom
        )
        assert below.strip() == f"Name {place.slot[4:-1]}"
    boxes = [(place.page, *place.box) for place in made.positions]
    for at, (page_number, left, bottom, right, top) in enumerate(boxes):
        for other, *box in boxes[at + 1 :]:
            assert other != page_number or not (
                left < box[2] and box[0] < right and bottom < box[3] and box[1] < top
            )
    document.close()


def test_of_two_parties_each_signs_on_its_own_side():
    names = ("coast", "coast", "lakes", "coast")
    blocks = tuple(
        SignatureBlock(f"slot{at}x", party, Wording.of(en=f"Name {at}"))
        for at, party in enumerate(names)
    )

    made = rendered(render_agreement(agreement(signatures=blocks), made_at=MADE_AT))

    lefts = {place.slot: place.left for place in made.positions}
    assert lefts["slot0x"] == lefts["slot1x"] == lefts["slot3x"] < lefts["slot2x"]
    assert [place.slot for place in made.positions] == ["slot0x", "slot2x", "slot1x", "slot3x"]


@pytest.mark.parametrize(
    ("clauses", "sentences", "page_range"), [(7, 1, (1, 2)), (40, 3, (5, 7)), (200, 3, (20, 30))]
)
def test_short_and_long_agreements_keep_all_their_clauses_in_order(clauses, sentences, page_range):
    text = long_agreement(clauses, sentences=sentences)

    made = rendered(render_agreement(text, made_at=MADE_AT))

    least, most = page_range
    assert least <= made.page_count <= most
    found = squeezed("".join(pages(made.pdf)))
    assert in_order(found, *(f"Article {at}. Harbour {at}" for at in range(1, clauses + 1)))
    assert in_order(found, *(f"Статья {at}. Гавань {at}" for at in range(1, clauses + 1)))
    assert f"{made.page_count} / {made.page_count}" in pages(made.pdf)[-1]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_word_stands_out_of_the_page_however_long_and_none_is_changed(layout):
    words = ("Щ" * 300, "w" * 300, "https://example.test/" + "a1b2" * 60, "достопримечательностями")
    clause = Clause("long", "1", Wording.of(en=" ".join(words), ru=" ".join(words)))
    title = Wording.of(en="W" * 80, ru="Ж" * 80)
    block = SignatureBlock("one", "coast", title, title, title)
    text = agreement(clauses=(clause,), title=title, signatures=(block,), reference="W" * 150)

    made = rendered(render_agreement(text, made_at=MADE_AT, layout=layout))

    assert ink_outside(made.pdf) == []
    found = squeezed("".join(pages(made.pdf)))
    for word in words:
        assert found.count(word) == 2


def test_an_annex_is_set_after_the_signatures_on_a_page_of_its_own():
    annex = Clause(
        "fares",
        "1",
        Wording.of(en="Cars: 30 euros.", ru="Автомобили: 30 евро."),
        ClauseKind.ANNEX,
        Wording.of(en="Fares", ru="Тарифы"),
    )
    text = agreement(clauses=(*agreement().clauses, annex))

    made = rendered(render_agreement(text, made_at=MADE_AT))

    assert made.page_count == 2
    assert {place.page for place in made.positions} == {1}
    assert in_order(
        squeezed(pages(made.pdf)[1]), "Annex 1 Fares", "Cars: 30 euros.", "Приложение 1 Тарифы"
    )


def test_three_languages_stand_beside_each_other_and_more_only_one_after_the_other():
    def widened(count: int):
        tags = ("en", "ru", "be", "el", "sr", "kk")[:count]
        wide = Wording.of({tag: f"Ў {tag}" for tag in tags})
        parties = tuple(replace(party, name=wide) for party in (COAST, LAKES))
        clause = Clause("one", "1", wide)
        return agreement(
            languages=tags,
            authentic=tags,
            title=wide,
            parties=parties,
            clauses=(clause,),
            preamble=Wording(),
            divergence=Wording(),
            place=Wording(),
            signatures=(),
        )

    three = rendered(render_agreement(widened(3), made_at=MADE_AT))
    four = render_agreement(widened(4), made_at=MADE_AT)
    six = rendered(render_agreement(widened(6), made_at=MADE_AT, layout=Layout.SEQUENTIAL))

    assert (three.page_count, six.page_count) == (1, 6)
    assert in_order(squeezed(pages(three.pdf)[0]), "Article 1", "Статья 1", "Артыкул 1")
    # No word of ours enters a copy whose language we do not know.
    assert squeezed(pages(six.pdf)[3]).startswith(squeezed("Ў elЎ elЎ el1.Ў el"))
    assert isinstance(four, NotRendered)
    assert [problem.code for problem in four.problems] == [ProblemCode.LAYOUT_NEEDS_FEWER_LANGUAGES]


def test_texts_above_the_limits_are_refused_with_count_and_limit():
    few = TypesettingLimits(clauses=5, signatures=1)
    short = TypesettingLimits(pages=1)

    by_count = render_agreement(agreement(), made_at=MADE_AT, limits=few)
    by_pages = render_agreement(long_agreement(40), made_at=MADE_AT, limits=short)

    assert isinstance(by_count, NotRendered)
    assert [(problem.code, dict(problem.params)) for problem in by_count.problems] == [
        (ProblemCode.TOO_MANY_CLAUSES, {"count": 7, "limit": 5}),
        (ProblemCode.TOO_MANY_SIGNATURES, {"count": 2, "limit": 1}),
    ]
    assert isinstance(by_pages, NotRendered)
    assert [problem.code for problem in by_pages.problems] == [ProblemCode.TOO_MANY_PAGES]


def test_offsets_of_the_moment_do_not_matter_only_the_moment_does():
    elsewhere = MADE_AT.astimezone(UTC) + timedelta(0)

    one = rendered(render_agreement(agreement(), made_at=MADE_AT))
    two = rendered(render_agreement(agreement(), made_at=elsewhere))

    assert one.pdf == two.pdf
