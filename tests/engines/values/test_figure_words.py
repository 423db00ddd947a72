"""Figures in words are read as far as they stand in digits, and no further."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines.values.figure_words import WordedFigure, read_figure
from folkmoot.engines.values.figures import ClaimKind, Comparator

PLAIN = Comparator.EXACTLY
COUNT, MONEY = ClaimKind.COUNT, ClaimKind.MONEY


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (
            "3 trillion rubles",
            WordedFigure(Decimal(3_000_000_000_000), PLAIN, "RUB", "", MONEY, ""),
        ),
        ("3 трлн рублей", WordedFigure(Decimal(3_000_000_000_000), PLAIN, "RUB", "", MONEY, "")),
        (
            "about 18 agreements",
            WordedFigure(Decimal(18), Comparator.ABOUT, "", "", COUNT, "agreements"),
        ),
        (
            "около 18 соглашений",
            WordedFigure(Decimal(18), Comparator.ABOUT, "", "", COUNT, "соглашений"),
        ),
        (
            "больш за 700 удзельнікаў",
            WordedFigure(Decimal(700), Comparator.OVER, "", "", COUNT, "удзельнікаў"),
        ),
        (
            "more than a hundred agreements",
            WordedFigure(None, Comparator.OVER, "", "", COUNT, "more than a hundred agreements"),
        ),
        (
            "over $50 billion",
            WordedFigure(Decimal(50_000_000_000), Comparator.OVER, "USD", "", MONEY, ""),
        ),
        (
            "no more than 1,200 delegates",
            WordedFigure(Decimal(1200), Comparator.AT_MOST, "", "", COUNT, "delegates"),
        ),
        (
            "не менее 1 250,5 млн долларов США",
            WordedFigure(Decimal(1_250_500_000), Comparator.AT_LEAST, "USD", "", MONEY, ""),
        ),
        (
            "300 тыс. гостей",
            WordedFigure(Decimal(300_000), PLAIN, "", "", COUNT, "гостей"),
        ),
        (
            "trade grew by almost 12.5 percent",
            WordedFigure(Decimal("12.5"), Comparator.NEARLY, "", "%", ClaimKind.GROWTH, ""),
        ),
        ("12,5 %", WordedFigure(Decimal("12.5"), PLAIN, "", "%", ClaimKind.SHARE, "")),
        (
            "2,5 млрд белорусских рублей",
            WordedFigure(Decimal(2_500_000_000), PLAIN, "BYN", "", MONEY, ""),
        ),
        (
            "in 2025, 100 or more regions",
            WordedFigure(Decimal(100), Comparator.AT_LEAST, "", "", COUNT, "regions"),
        ),
        ("2025", WordedFigure(Decimal(2025), PLAIN, "", "", COUNT, "")),
        ("20 лет", WordedFigure(Decimal(20), PLAIN, "", "", ClaimKind.DURATION, "лет")),
        ("1.234.567 visitors", WordedFigure(Decimal(1_234_567), PLAIN, "", "", COUNT, "visitors")),
        ("", WordedFigure(None, PLAIN, "", "", COUNT, "")),
    ],
)
def test_figure_in_words_is_read_whole(words, read):
    assert read_figure(words) == read


def test_comparator_nearest_to_the_number_counts():
    assert read_figure("over the years, nearly 40 towns").comparator is Comparator.NEARLY


@given(st.text(max_size=60))
def test_any_words_are_read_without_a_fault(words):
    read_figure(words)


@given(st.integers(min_value=0, max_value=10**15), st.sampled_from(["", " ", "\u00a0", "\u202f"]))
def test_every_whole_number_comes_back_whatever_separates_its_thousands(number, separator):
    written = f"{number:,}".replace(",", separator)

    assert read_figure(f"{written} towns").value == number
