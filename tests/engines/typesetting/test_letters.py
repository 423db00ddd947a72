"""What cannot be set is told before anything is set, by name and place."""

import json
import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines import typesetting
from folkmoot.engines.typesetting import (
    Clause,
    Column,
    LetterKind,
    NotRendered,
    Part,
    ProblemCode,
    ReportText,
    Table,
    Where,
    Wording,
    letters,
    missing_in_text,
    missing_letters,
    render_agreement,
    render_report,
    tidy,
)
from folkmoot.engines.typesetting.faces import letter_table
from tests.engines.typesetting.reading_back import pages, rendered
from tests.engines.typesetting.samples import CLAUSES, MADE_AT, agreement

ALPHABETS = {
    "English": "The quick brown fox jumps over the lazy dog 0123456789",
    "Russian": "Съешь ещё этих мягких французских булок, да выпей чаю №",
    "Belarusian": "Ў ў І і Ё ё Дз дз Дж дж ’",
    "Kazakh": "Ә ә Ғ ғ Қ қ Ң ң Ө ө Ұ ұ Ү ү Һ һ І і",
    "Serbian": "Ђ ђ Ј ј Љ љ Њ њ Ћ ћ Џ џ",
    "Tajik": "Ғ ғ Ӣ ӣ Қ қ Ӯ ӯ Ҳ ҳ Ҷ ҷ",
    "Ukrainian": "Ґ ґ Є є І і Ї ї",
    "Greek": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία ΐ ΰ",
    "Polish": "Zażółć gęślą jaźń",
    "Turkish": "ğ ı İ ş ç ö ü",
    "Vietnamese": "ế ộ ữ ẵ đ",
    "stressed": "за\u0301мок замо\u0301к",
    "figures": "€ § % ‰ — – … „“ «» ‘’ × − ½ °",
}


@pytest.mark.parametrize("language", ALPHABETS)
def test_the_languages_of_our_forums_can_be_set(language):
    assert missing_in_text(tidy(ALPHABETS[language]), Where(Part.LINE)) == ()


def test_the_table_of_letters_is_that_of_the_faces_inside_the_typesetter():
    stored = json.loads(files(typesetting).joinpath("letters.json").read_text("utf-8"))

    assert stored == letter_table()
    assert list(stored["faces"]) == ["Libertinus Serif", "Libertinus Serif Semibold"]


def test_every_letter_we_allow_comes_out_of_the_file_as_it_went_in():
    allowed = [
        character
        for character in map(chr, sorted(letters.letters()))
        if letters.can_be_set(character) and letters.is_tidy(f"(7{character}b)")
    ]
    rows = tuple((f"(7{character}b)",) for character in allowed)
    columns = (Column("Letter"),)

    made = rendered(
        render_report(ReportText("Letters", "en", (Table("", columns, rows),)), made_at=MADE_AT)
    )

    found = "".join(pages(made.pdf))
    assert len(allowed) > 2_000
    # PDFium may put letters that run from right to left before the digit they follow.
    lost = [
        character
        for character in allowed
        if f"(7{character}b)" not in found
        and not (unicodedata.bidirectional(character) == "R" and character in found)
    ]
    assert lost == []


def with_words(russian: str):
    broken = Clause("money", "3", Wording.of(en="Money.", ru=russian))
    return agreement(clauses=(*CLAUSES[:2], broken, *CLAUSES[3:]))


def test_a_missing_letter_is_named_with_its_clause_and_language():
    text = with_words("Деньги \U0001f600 и 中")

    first, second = missing_letters(text)

    assert str(first) == "emoji U+1F600 GRINNING FACE in clause 3, Russian"
    assert str(second) == "letter U+4E2D CJK UNIFIED IDEOGRAPH-4E2D in clause 3, Russian"
    assert first.where == Where(Part.CLAUSE, "money", "3", "ru")
    assert render_agreement(text, made_at=MADE_AT) == NotRendered(missing=(first, second))


@pytest.mark.parametrize(
    ("character", "kind"),
    [
        ("\0", LetterKind.CONTROL),
        ("\x07", LetterKind.CONTROL),
        ("\t", LetterKind.CONTROL),
        ("\u2028", LetterKind.CONTROL),
        ("\u202e", LetterKind.DIRECTION),
        ("\u2066", LetterKind.DIRECTION),
        ("\u200f", LetterKind.DIRECTION),
        ("\u200b", LetterKind.INVISIBLE),
        ("\u00ad", LetterKind.INVISIBLE),
        ("\ufe0f", LetterKind.INVISIBLE),
        ("\U000e0041", LetterKind.INVISIBLE),
        ("\ufeff", LetterKind.INVISIBLE),
        ("\ud800", LetterKind.NO_CHARACTER),
        ("\ue000", LetterKind.NO_CHARACTER),
        ("\u0378", LetterKind.NO_CHARACTER),
        ("\u20bd", LetterKind.SYMBOL),
        ("\u0d02", LetterKind.MARK),
    ],
)
def test_what_cannot_be_seen_or_set_is_refused_with_its_kind(character, kind):
    answer = render_agreement(with_words(f"a{character}b"), made_at=MADE_AT)

    assert isinstance(answer, NotRendered)
    assert [(one.character, one.kind, one.where.key) for one in answer.missing] == [
        (character, kind, "money")
    ]


def test_a_character_that_only_the_typesetter_refuses_is_told_in_the_same_way(monkeypatch):
    # The table claims a letter that no face has, as an outdated table would.
    text = with_words("Деньги \U0001f600")
    told = missing_letters(text)
    letters.can_be_set.cache_clear()
    monkeypatch.setattr(letters, "letters", lambda: range(0x110000))
    monkeypatch.setattr(letters, "_NEVER", frozenset())

    try:
        assert missing_letters(text) == ()
        assert render_agreement(text, made_at=MADE_AT) == NotRendered(missing=told)
        # Control characters come back from the typesetter as escapes.
        answer = render_agreement(with_words("a\x07b"), made_at=MADE_AT)
    finally:
        letters.can_be_set.cache_clear()

    assert isinstance(answer, NotRendered)
    assert [(one.character, str(one.where)) for one in answer.missing] == [
        ("\x07", "clause 3, Russian")
    ]


def test_towers_of_marks_are_refused_because_they_cover_the_line_above():
    piled = render_agreement(with_words(tidy("Z" + "\u0301" * 30)), made_at=MADE_AT)
    stressed = render_agreement(with_words("за\u0301мок"), made_at=MADE_AT)

    assert isinstance(piled, NotRendered)
    assert [problem.code for problem in piled.problems] == [ProblemCode.TOO_MANY_MARKS]
    rendered(stressed)


def test_a_text_that_is_not_composed_is_refused_and_tidied_on_request():
    loose = "и\u0306"

    answer = render_agreement(with_words(loose), made_at=MADE_AT)

    assert isinstance(answer, NotRendered)
    assert [problem.code for problem in answer.problems] == [ProblemCode.NOT_TIDY]
    assert tidy(loose) == "й"


def test_tidying_takes_what_pasting_leaves_and_keeps_what_must_be_refused():
    pasted = "\ufeffOne\u00ad two\u200b\tthree\r\nfour\u2029five\u202e "

    assert tidy(pasted) == "One two three\nfour\n\nfive\u202e"


@given(st.text())
def test_tidying_twice_changes_nothing_more(text):
    once = tidy(text)

    assert tidy(once) == once
    assert letters.is_tidy(once)


@given(st.text())
def test_words_that_others_wrote_can_always_be_printed_in_a_report(text):
    told = letters.printable(text)

    assert missing_in_text(told, Where(Part.PARAGRAPH)) == ()
    assert letters.is_tidy(told)
    assert not letters.has_towers(told)
    assert "\n" not in told
    assert letters.printable(told) == told


def test_a_character_without_a_letter_leaves_a_box_where_it_stood():
    assert letters.printable("Для 5\u20bd \U0001f600\r\nи всё") == "Для 5□ □ и всё"
