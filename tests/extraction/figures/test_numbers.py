"""Numbers are read as a careful reader reads them, in digits and in words."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines.extraction.finders.figures.numbers import Number, numbers_in
from folkmoot.engines.extraction.lexicon import lexicon_of
from folkmoot.engines.values.figures import Comparator

OVER, ABOUT, NEARLY = Comparator.OVER, Comparator.ABOUT, Comparator.NEARLY
AT_LEAST, AT_MOST, EXACTLY = Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.EXACTLY


def read(text: str, language: str) -> list[Number]:
    return list(numbers_in(text, 0, len(text), lexicon_of(language)))


def told(text: str, language: str) -> list[tuple[Any, ...]]:
    return [
        (one.value, one.comparator, one.currency, one.percent, text[one.span.start : one.span.end])
        for one in read(text, language)
    ]


@pytest.mark.parametrize(
    ("text", "value", "comparator", "currency", "percent", "words"),
    [
        ("nearly five hundred firms", 500, NEARLY, "", "", "nearly five hundred"),
        ("more than a hundred pacts", 100, OVER, "", "", "more than a hundred"),
        ("over $50 billion in trade", 50 * 10**9, OVER, "USD", "", "over $50 billion"),
        ("to exceed 3 trillion rubles", 3 * 10**12, OVER, "RUB", "", "exceed 3 trillion rubles"),
        ("another 11 percent", 11, EXACTLY, "", "percent", "another 11 percent"),
        ("two and a half million", 2_500_000, None, "", "", "two and a half million"),
        ("half a million guests", 500_000, None, "", "", "half a million"),
        ("two hundred and fifty thousand", 250_000, None, "", "", "two hundred and fifty thousand"),
        ("at least a quarter of it", Decimal("0.25"), AT_LEAST, "", "", "at least a quarter"),
        ("no more than 1,200 delegates", 1200, AT_MOST, "", "", "no more than 1,200"),
        ("€18.4 million", 18_400_000, None, "EUR", "", "€18.4 million"),
        ("CAD $841 billion", 841 * 10**9, None, "CAD", "", "CAD $841 billion"),
        ("1 150 delegates", 1150, None, "", "", "1 150"),
        ("1,234,567.8 tonnes", Decimal("1234567.8"), None, "", "", "1,234,567.8"),
        ("200 or more towns", 200, AT_LEAST, "", "", "200 or more"),
        ("100+ firms", 100, OVER, "", "", "100+"),
        ("DKK 310m", 310_000_000, None, "DKK", "", "DKK 310m"),
        ("2 percentage points", 2, None, "", "points", "2 percentage points"),
    ],
)
def test_english_number_is_read_whole(
    text: str,
    value: int | Decimal,
    comparator: Comparator | None,
    currency: str,
    percent: str,
    words: str,
) -> None:
    assert told(text, "en") == [(Decimal(value), comparator, currency, percent, words)]


@pytest.mark.parametrize(
    ("text", "value", "comparator", "currency", "percent", "words"),
    [
        ("более ста соглашений", 100, OVER, "", "", "более ста"),
        ("полтора миллиарда рублей", 1_500_000_000, None, "RUB", "", "полтора миллиарда рублей"),
        ("более тысячи человек", 1000, OVER, "", "", "более тысячи"),
        (
            "около 12,5 млрд рублей",
            12_500_000_000,
            ABOUT,
            "RUB",
            "",
            "около 12,5 млрд рублей",
        ),
        ("почти четыреста гостей", 400, NEARLY, "", "", "почти четыреста"),
        ("1,2 млрд долларов США", 1_200_000_000, None, "USD", "", "1,2 млрд долларов США"),
        ("не менее 8,3%", Decimal("8.3"), AT_LEAST, "", "percent", "не менее 8,3%"),
        ("240 млн руб. в год", 240_000_000, None, "RUB", "", "240 млн руб."),
        ("2 млрд белорусских рублей", 2 * 10**9, None, "BYN", "", "2 млрд белорусских рублей"),
        ("более 2-х тысяч", 2000, OVER, "", "", "более 2-х тысяч"),
        ("две тысячи пятьсот двадцать три", 2523, None, "", "", "две тысячи пятьсот двадцать три"),
        ("два с половиной миллиона", 2_500_000, None, "", "", "два с половиной миллиона"),
        ("1 250,5 тыс. тонн", 1_250_500, None, "", "", "1 250,5 тыс."),
    ],
)
def test_russian_number_is_read_whole(
    text: str,
    value: int | Decimal,
    comparator: Comparator | None,
    currency: str,
    percent: str,
    words: str,
) -> None:
    assert told(text, "ru") == [(Decimal(value), comparator, currency, percent, words)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the 62nd Army", "en"),
        ("05.05.2025 10:31", "en"),
        ("dozens of guests", "en"),
        ("thousands of people", "en"),
        ("a few hundred", "en"),
        ("hall B12", "en"),
        ("десятки тысяч людей", "ru"),
        ("тысячи людей", "ru"),
        ("сотни гостей", "ru"),
    ],
)
def test_vague_and_ordinal_words_are_no_numbers(text: str, language: str) -> None:
    assert read(text, language) == []


def test_range_keeps_its_lower_end_and_says_so() -> None:
    number = read("€1.2–1.5 million", "en")[0]
    assert (number.value, number.comparator, number.is_range) == (1_200_000, ABOUT, True)


@given(st.integers(min_value=0, max_value=10**15), st.sampled_from(["", " "]))
def test_every_whole_number_comes_back_whatever_separates_its_thousands(
    number: int, separator: str
) -> None:
    written = f"{number:,}".replace(",", separator)
    assert [one.value for one in read(f"{written} towns", "en")] == [number]


@given(st.text(max_size=200), st.sampled_from(["en", "ru", "xx"]))
def test_any_text_is_read_without_a_fault_and_in_order(text: str, language: str) -> None:
    spans = [one.span for one in read(text, language)]
    assert all(one.end <= other.start for one, other in zip(spans, spans[1:], strict=False))
