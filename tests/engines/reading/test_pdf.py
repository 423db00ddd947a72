"""PDF: the text layer with its pages, paragraphs put together from lines."""

from folkmoot.engines.reading import ReadingWarning, WarningCode
from tests.engines.reading.files import make_pdf
from tests.engines.reading.helpers import assert_blocks_hold, read

FIRST = [
    "Lake Council bulletin 1",
    "Regions agree on a school",
    "28 June 2023",
    "The delegations of the four districts met in the town hall on",
    "Monday morning and agreed to open a common school of crafts.",
    "It will open next year.",
    "- a school of boats;",
    "- a school of bread.",
]


def test_lines_become_paragraphs_and_remember_their_page() -> None:
    second = ["Lake Council bulletin 2", "The second page has one sentence that is long enough."]
    third = ["Lake Council bulletin 3", "The third page has one sentence that is long enough too."]
    document = read(make_pdf([FIRST, second, third]), "paper.pdf")

    assert [(b.kind.value, b.page, document.words_of(b)) for b in document.blocks] == [
        ("furniture", 1, "Lake Council bulletin 1"),
        ("title", 1, "Regions agree on a school"),
        ("dateline", 1, "28 June 2023"),
        (
            "paragraph",
            1,
            "The delegations of the four districts met in the town hall on\n"
            "Monday morning and agreed to open a common school of crafts.\n"
            "It will open next year.",
        ),
        ("list_item", 1, "- a school of boats;"),
        ("list_item", 1, "- a school of bread."),
        ("furniture", 2, "Lake Council bulletin 2"),
        ("paragraph", 2, "The second page has one sentence that is long enough."),
        ("furniture", 3, "Lake Council bulletin 3"),
        ("paragraph", 3, "The third page has one sentence that is long enough too."),
    ]
    assert (document.title, document.published, document.pages, document.language) == (
        "Regions agree on a school",
        "2023-06-28",
        3,
        "en",
    )
    assert_blocks_hold(document)


def test_pages_without_text_are_named_in_a_warning() -> None:
    document = read(make_pdf([FIRST, [], FIRST, []]), "paper.pdf")

    assert document.warnings == (
        ReadingWarning(WarningCode.PAGES_WITHOUT_TEXT, {"count": 2, "pages": "2, 4"}),
    )
    assert {block.page for block in document.blocks} == {1, 3}


def test_a_title_in_the_metadata_counts_only_if_it_is_printed() -> None:
    printed = read(make_pdf([FIRST], title="Regions agree on a school"), "a.pdf")
    template = read(make_pdf([FIRST], title="Microsoft Word - new2.doc"), "a.pdf")

    assert printed.title == "Regions agree on a school"
    assert template.title == "Lake Council bulletin 1"


def test_a_word_cut_at_the_end_of_a_line_is_whole_again_and_a_double_name_stays_double() -> None:
    lines = [
        "The delegations of all the districts have met here for co-",
        "operation in the hall, and with them came the Russian-",
        "Belarusian council.",
    ]

    assert read(make_pdf([lines]), "paper.pdf").text == (
        "The delegations of all the districts have met here for cooperation in the hall, "
        "and with them came the Russian-Belarusian council."
    )


def test_blank_lines_before_the_header_are_forgiven() -> None:
    assert read(b"\r\n\r\n" + make_pdf([FIRST]), "a.pdf").text == (
        read(make_pdf([FIRST]), "a.pdf").text
    )
