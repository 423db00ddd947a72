"""Pages with columns: prose is read down each column, tables row by row."""

import pytest

from folkmoot.engines.reading import Document, WarningCode
from tests.engines.reading.files import Placed, make_placed_pdf
from tests.engines.reading.helpers import assert_blocks_hold, read

LEFT = [
    "The council of the four districts met in the",
    "town hall on Monday. It agreed to open a com-",
    "mon school of crafts, and the delegates of all",
    "the towns were glad to hear how many children",
    "have asked for a place in its first year already.",
    "A second school is to be built by the lake, and",
]
RIGHT = [
    "its boats will be painted in the colours of the",
    "coast. Nobody spoke against it in the debate that",
    "went on until the evening, and the vote was open",
    "and short. The mayors then went down to the quay",
    "to see the first of the boats, which had arrived",
    "in the morning with bread from the island mills.",
]
HEAD = "Bulletin of the council of the coast on what was agreed by its members on Monday in the town hall."
FOOT = "The council will meet again in the autumn, in the same hall and with the same order of business."
DOWN = (
    "The council of the four districts met in the\n"
    "town hall on Monday. It agreed to open a common school"
)


def columns(left: list[str], right: list[str], *, by_row: bool, top: int = 760) -> list[Placed]:
    one = [(50, top - 14 * at, words) for at, words in enumerate(left)]
    two = [(310, top - 14 * at, words) for at, words in enumerate(right)]
    if not by_row:
        return one + two
    return [place for pair in zip(one, two, strict=True) for place in pair]


def page(*, by_row: bool) -> Document:
    lines = [(50, 790, HEAD), *columns(LEFT, RIGHT, by_row=by_row), (50, 640, FOOT)]
    return read(make_placed_pdf([lines]), "bulletin.pdf")


@pytest.mark.parametrize("by_row", [True, False])
def test_columns_of_prose_are_read_one_after_the_other_however_they_were_drawn(
    by_row: bool,
) -> None:
    document = page(by_row=by_row)

    assert document.warnings == ()
    words = " ".join([HEAD, *LEFT, *RIGHT, FOOT]).replace("com- mon", "common")
    assert " ".join(document.text.split()) == words
    assert DOWN in document.text
    assert_blocks_hold(document)


def test_wide_lines_part_the_columns_above_from_those_below() -> None:
    lower = [(x, y - 200, words) for x, y, words in columns(RIGHT, LEFT, by_row=True)]
    upper = columns(LEFT, RIGHT, by_row=True)
    document = read(make_placed_pdf([[*upper, (50, 620, HEAD), *lower]]), "bulletin.pdf")

    order = [document.text.index(words[:30]) for words in (LEFT[0], RIGHT[0], HEAD)]
    assert order == sorted(order)
    assert document.text.rindex(RIGHT[0]) > document.text.index(HEAD)
    assert document.text.rindex(LEFT[0]) > document.text.rindex(RIGHT[-1])


def test_a_table_is_read_row_by_row() -> None:
    towns = [f"Town {number}" for number in range(20)]
    boats = [f"{number * 7} boats" for number in range(20)]
    document = read(make_placed_pdf([columns(towns, boats, by_row=True)]), "table.pdf")

    assert document.warnings == ()
    assert "Town 3 21 boats" in document.text


def test_a_programme_with_times_in_front_is_read_row_by_row() -> None:
    rows = [
        place
        for at, words in enumerate(LEFT + RIGHT)
        for place in ((50, 760 - 14 * at, f"10.{at:02}"), (90, 760 - 14 * at, words))
    ]
    document = read(make_placed_pdf([rows]), "programme.pdf")

    assert document.warnings == ()
    assert f"10.00 {LEFT[0]}" in document.text


def test_columns_that_may_be_a_table_stay_as_drawn_with_a_warning() -> None:
    short = [words[:34].strip() for words in LEFT]
    lines = columns(short, short, by_row=True)
    document = read(make_placed_pdf([[], lines]), "doubtful.pdf")

    doubts = [one for one in document.warnings if one.code == WarningCode.DOUBTFUL_ORDER]
    assert [dict(one.params) for one in doubts] == [{"count": 1, "pages": "2"}]
    assert f"{short[0]} {short[0]}" in " ".join(document.text.split())
