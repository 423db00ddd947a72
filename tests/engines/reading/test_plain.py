"""Plain text: stored as it came, cut into blocks, dated and named by general rules."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines.reading import (
    BlockKind,
    Document,
    ReadingWarning,
    SourceKind,
    WarningCode,
    read_document,
)
from tests.engines.reading.helpers import assert_blocks_hold, outline, read, words_of_kind

RUSSIAN = (
    "Форум малых городов прошёл в Верхнем Озере\n\n"
    "28 июня 2023 года\n\n"
    "Участники форума обсудили сотрудничество районов и договорились о новых встречах, "
    "сообщил глава района.\n\nПо его словам, в форуме приняли участие делегации пяти областей.\n"
)


def test_a_news_text_is_cut_into_its_parts() -> None:
    document = read(
        "View settings\n\nFont size:\nSite colours:\n\nOfficial website of the Lake Council\n\n"
        "News  /\n\nMayor opens the fair\n\nJune 28, 2023\n\nPhoto: A. Reed\n\n"
        "The mayor opened the fair on Monday.\n\nWhat comes next\n\n"
        "- a second fair;\n- a third one.\n\nBELTA\n\nIt ended well.\n"
    )

    assert outline(document) == [
        ("furniture", "View settings"),
        ("furniture", "Font size:"),
        ("furniture", "Site colours:"),
        ("furniture", "Official website of the Lake Council"),
        ("furniture", "News  /"),
        ("title", "Mayor opens the fair"),
        ("dateline", "June 28, 2023"),
        ("caption", "Photo: A. Reed"),
        ("paragraph", "The mayor opened the fair on Monday."),
        ("heading", "What comes next"),
        ("list_item", "- a second fair;"),
        ("list_item", "- a third one."),
        ("caption", "BELTA"),
        ("paragraph", "It ended well."),
    ]
    assert (document.title, document.published, document.publisher) == (
        "Mayor opens the fair",
        "2023-06-28",
        "Official website of the Lake Council",
    )
    assert document.text[slice(*(document.published_span or ()))] == "June 28, 2023"


def test_a_date_in_front_of_the_first_sentence_becomes_a_block_of_its_own() -> None:
    document = read(" date 2025-04-18 The city prepares to host the forum. Work is underway.")

    assert outline(document) == [
        ("dateline", "date 2025-04-18"),
        ("paragraph", "The city prepares to host the forum. Work is underway."),
    ]
    assert (document.published, document.published_span) == ("2025-04-18", (6, 16))


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Posted: 05.05.2025 10:31:24", "2025-05-05T10:31:24"),
        ("Published: 2025-08-13T09:05:00Z", "2025-08-13T09:05:00Z"),
        ("Published on 3 July 2025, 4:05 pm", "2025-07-03T16:05"),
        ("25\u00a0September\u00a02020", "2020-09-25"),
        ("Friday, 25th of September 2020", "2020-09-25"),
        ("June 28, 2023", "2023-06-28"),
        ("Sept. 3, 2024", "2024-09-03"),
        ("28 июня 2023 года", "2023-06-28"),
        ("среда, 28 июня 2023 г., 14:30", "2023-06-28T14:30"),
        ("Опубликовано: 13.08.2025 в 09:15", "2025-08-13T09:15"),
        ("3 ліпеня 2024 года", "2024-07-03"),
        ("Апублікавана: 9 жніўня 2025", "2025-08-09"),
        ("17 лістапада 2022", "2022-11-17"),
        ("October 2021", "2021-10"),
        ("09/28/2020", "2020-09-28"),
    ],
)
def test_a_date_line_is_read_in_any_of_three_languages(line: str, published: str) -> None:
    document = read(f"A title of the note\n\n{line}\n\nThe council met in the town hall again.\n")

    assert document.published == published
    assert document.blocks[1].kind == BlockKind.DATELINE


@pytest.mark.parametrize(
    "line",
    [
        "31.02.2025",
        "On 28 June 2023 the council met.",
        "12.05.25",
        "28-29 September 2020",
        "2025-04-181",
        "May 2023 was warm",
    ],
)
def test_what_is_no_date_line_publishes_nothing(line: str) -> None:
    assert read(f"A title\n\n{line}\n\nThe council met again.\n").published is None


def test_a_date_that_can_be_read_two_ways_is_read_day_first_with_a_warning() -> None:
    document = read("A title\n\n05/06/2025\n\nThe council met again.\n")

    assert document.published == "2025-06-05"
    assert document.warnings == (
        ReadingWarning(
            WarningCode.AMBIGUOUS_DATE, {"written": "05/06/2025", "read_as": "2025-06-05"}
        ),
    )


def test_without_a_headline_the_first_heading_is_the_title() -> None:
    document = read(
        "The forum begins tomorrow. Much is to do.\n\nRegions Expand Cooperation\n\n"
        "They signed.\n\nAnother Heading\n\nThey left.\n"
    )

    assert document.title == "Regions Expand Cooperation"
    assert [kind for kind, _ in outline(document)] == [
        "paragraph",
        "title",
        "paragraph",
        "heading",
        "paragraph",
    ]


def test_a_title_printed_twice_is_marked_twice_and_the_first_counts() -> None:
    title = "Seventh Fair of the Lakes to Focus on Fish"
    document = read(f"{title}\n\n25 September 2020\n\n{title}\n\nThe fair will be held.\n")

    assert words_of_kind(document, BlockKind.TITLE) == [title, title]
    assert document.title_span == (0, len(title))


def test_lines_wrapped_at_the_margin_are_one_paragraph() -> None:
    wrapped = (
        "The delegations of the four districts met in the town hall on Monday\n"
        "morning and agreed to open a common school of crafts, which will be\n"
        "built next year.\n\nThey parted in the evening.\n"
    )
    document = read(wrapped)

    assert [kind for kind, _ in outline(document)] == ["paragraph", "paragraph"]
    assert document.words_of(document.blocks[0]).endswith("built next year.")


def test_a_salutation_is_no_heading() -> None:
    document = read("Dear friends and colleagues\n\nI am happy to welcome you here today.\n")

    assert words_of_kind(document, BlockKind.HEADING) == []
    assert document.title is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Address to the fair\n\nMayor Reed: Ms Lake, friends,\n\nI am glad.\n\n"
            "Thank you for your attention.\n",
            SourceKind.SPEECH,
        ),
        ("Joint Statement of the Regions\n\nWe, the participants, met.\n", SourceKind.DECLARATION),
        (
            "Agreement on cooperation\n\nThe Parties shall meet yearly.\n\nArticle 1\n\nText.\n",
            SourceKind.AGREEMENT,
        ),
        (
            "Programme of the fair\n\n09:00–10:00 Opening\n10:00–11:00 Panel\n11:00–12:00 Walk\n",
            SourceKind.PROGRAMME,
        ),
        ("Report on the fair\n\nThe fair was visited by many.\n", SourceKind.REPORT),
        (
            "The fair\n\nPRESS RELEASE\n\nThe fair will be held in May.\n",
            SourceKind.PRESS_RELEASE,
        ),
        (
            "Fair over\n\nMayor Reed said:\n\n“It went well,” he noted.\n\nGuests stressed it.\n",
            SourceKind.NEWS_ARTICLE,
        ),
        (
            "Dear Mr Reed,\n\nwe invite you.\n\nYours sincerely,\nA. Lake\n",
            SourceKind.LETTER,
        ),
        ("Transcript of the press conference\n\nQuestion: Why?\n", SourceKind.TRANSCRIPT),
        (
            "Совместное заявление участников\n\nМы, участники форума, собрались.\n",
            SourceKind.DECLARATION,
        ),
        (
            "Выступление на форуме\n\nУважаемые коллеги!\n\nБлагодарю за внимание.\n",
            SourceKind.SPEECH,
        ),
        ("A note\n\nNothing much.\n", SourceKind.OTHER),
    ],
)  # fmt: skip
def test_the_kind_follows_from_how_a_text_is_written(text: str, kind: SourceKind) -> None:
    assert read(text).kind == kind


def test_languages_are_told_apart() -> None:
    belarusian = "Форум рэгіёнаў адбудзецца ў Мінску, удзельнікі абмяркуюць супрацоўніцтва."

    assert read(RUSSIAN).language == "ru"
    assert read(belarusian).language == "be"
    assert read("The delegations met in the town hall.").language == "en"
    assert read("42").language is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_files_are_read_without_a_remark_and_without_their_mark(encoding: str) -> None:
    document = read(RUSSIAN.encode(encoding))

    assert (document.text, document.warnings) == (RUSSIAN, ())


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "iso8859_5"])
def test_old_cyrillic_files_are_read_with_a_warning(encoding: str) -> None:
    document = read(RUSSIAN.encode(encoding))

    assert document.text == RUSSIAN
    assert document.published == "2023-06-28"
    assert document.warnings == (
        ReadingWarning(WarningCode.GUESSED_ENCODING, {"encoding": encoding}),
    )


def test_spaces_and_line_ends_stay_as_they_came() -> None:
    text = "\u00a0 Two\u00a0towns \r\n\r\n met.\t\r\n"

    assert read(text).text == text


def test_direction_marks_stay_and_are_named() -> None:
    document = read("The sum is \u202e001\u202c euro.")

    assert document.text == "The sum is \u202e001\u202c euro."
    names = "U+202C POP DIRECTIONAL FORMATTING, U+202E RIGHT-TO-LEFT OVERRIDE"
    assert document.warnings == (
        ReadingWarning(WarningCode.CONTROL_CHARACTERS, {"names": names, "count": 2}),
    )


@pytest.mark.parametrize(
    "text",
    [
        "word " * 400_000,
        "x" * 2_000_000,
        "\n" * 1_000_000 + "end",
        " " * 1_000_000 + "end",
        "- \n" * 200_000 + "end",
        "/ " * 500_000,
        "«" * 1_000_000,
        "date " * 300_000,
        "a\n" * 200_000,
    ],
    ids=["words", "one word", "breaks", "spaces", "bullets", "slashes", "quotes", "dates", "lines"],
)
def test_a_huge_paragraph_costs_seconds_not_minutes(text: str) -> None:
    began = time.process_time()

    assert_blocks_hold(read(text))

    assert time.process_time() - began < 20


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00\ufeff")))
def test_any_text_is_kept_unchanged_and_its_blocks_hold(text: str) -> None:
    result = read_document(text.encode(), name="any.txt")

    if isinstance(result, Document):
        assert result.text == text
        assert_blocks_hold(result)


LINES = st.sampled_from(
    ["", "A heading", "A sentence stands here.", "- item", "1) one", "BELTA", "belta", "News /",
     "date 2025-04-18 Then more text", "June 28, 2023", "View settings", "\u00a0", "Dear friends",
     "Photo: X", "Official website of X of Y", "Source: Somebody"]
)  # fmt: skip


@given(st.lists(LINES, min_size=1, max_size=25), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_any_mixture_of_lines_gives_blocks_that_hold(lines: list[str], end: str) -> None:
    result = read_document(end.join(lines).encode(), name="any.txt")

    if isinstance(result, Document):
        assert_blocks_hold(result)
        if result.title_span is not None:
            words = result.text[slice(*result.title_span)]
            assert " ".join(words.split()) == result.title


@given(st.binary(max_size=300))
def test_any_bytes_are_a_document_or_a_reason(data: bytes) -> None:
    result = read_document(data, name="any")

    if isinstance(result, Document):
        assert_blocks_hold(result)
