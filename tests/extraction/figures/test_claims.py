"""Figures become claims with unit, kind and subject; what only looks like a figure does not."""

import pytest

from folkmoot.engines.extraction.found import DateFound, Findings, QuotationFound
from folkmoot.engines.extraction.terms import Span
from tests.extraction.figures.told import claims, picked


def test_a_count_names_what_it_counts() -> None:
    assert claims("More than 640 delegates came to Harnow.") == [
        {
            "said": "More than 640 delegates",
            "value": 640,
            "comparator": "over",
            "unit": "delegates",
            "kind": "count",
        }
    ]


def test_two_nouns_joined_by_and_are_one_unit() -> None:
    told = claims("The mayors signed about 18 cooperation agreements and commercial contracts.")
    assert picked(told, "value", "comparator", "unit", "status") == [
        (18, "about", "agreements and contracts", "signed")
    ]


def test_two_counts_joined_by_and_stay_two() -> None:
    told = claims("В Ольшаны приехали 85 представителей из 34 городов и 65 делегатов.")
    assert picked(told, "value", "unit") == [
        (85, "представители"),
        (34, "города"),
        (65, "делегаты"),
    ]


def test_growth_by_per_cent_and_the_amount_reached_are_two_claims() -> None:
    told = claims("Trade between the regions grew by 9.5 percent and exceeded €2.1 billion.")
    assert picked(told, "said", "value", "kind", "unit", "currency", "comparator", "subject") == [
        (
            "grew by 9.5 percent",
            9.5,
            "growth",
            "percent",
            None,
            None,
            "Trade between the regions",
        ),
        ("exceeded €2.1 billion", 2_100_000_000, "money", None, "EUR", "over", None),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Attendance was down 12 per cent on Monday.", (-12, "growth", "percent")),
        ("Exports increased by over 70 million euros.", (70_000_000, "absolute_growth", None)),
        ("Catches have fallen by a fifth in Lowe.", (-20, "growth", "percent")),
        ("There was a 12 percent increase in trade.", (12, "growth", "percent")),
        ("Output grew 1.5 times in Velm.", (1.5, "growth", "times")),
        ("Trade has doubled in Velm.", (2, "growth", "times")),
        ("More than 60 per cent of our forests burnt.", (60, "share", "percent")),
        ("Two thirds of the exports come from Velm.", (66.67, "share", "percent")),
        ("Товарооборот вырос на 8,3% в Ольшанах.", (8.3, "growth", "percent")),
        ("Экспорт снизился на 19 % за год.", (-19, "growth", "percent")),
        ("Рост торговли составил 15 процентов.", (15, "growth", "percent")),
        ("Экспорт вырос в 2,5 раза.", (2.5, "growth", "times")),
        ("Продажи выросли на 3 млн рублей.", (3_000_000, "absolute_growth", None)),
        ("Доля экспорта — 73 процента.", (73, "share", "percent")),
    ],
)
def test_change_share_and_factor_are_told_apart(text: str, told: tuple[object, ...]) -> None:
    assert picked(claims(text), "value", "kind", "unit") == [told]


def test_the_level_reached_is_no_upper_bound() -> None:
    told = claims("Объём перевозок сократился на 19 % — до 4,2 млн т.")
    assert picked(told, "value", "comparator", "unit") == [
        (-19, None, "percent"),
        (4_200_000, None, "т"),
    ]


def test_ranks_carry_their_scope_and_a_second_rank_follows_the_first() -> None:
    told = claims("Velm is our number one partner among the river towns and fourth in the world.")
    assert picked(told, "value", "kind", "unit", "scope", "subject") == [
        (1, "rank", "rank", "river towns", "Velm"),
        (4, "rank", "rank", "world", "Velm"),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Calder is the second-largest producer of seaweed.", 2),
        ("Ольшаны занимают второе место в области по числу студентов.", 2),
        ("Край занимает 3-е место по перевалке леса.", 3),
    ],
)
def test_rank_is_read_from_superlatives_and_places(text: str, value: int) -> None:
    assert picked(claims(text), "value", "kind") == [(value, "rank")]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("They talked for exactly four hours.", 4, "hours"),
        ("The siege lasted 200 days.", 200, "days"),
        ("For more than ten years the forum has met.", 10, "years"),
        ("Форум проходит более десяти лет.", 10, "лет"),
    ],
)
def test_durations_are_claims(text: str, value: int, unit: str) -> None:
    assert picked(claims(text), "value", "unit", "kind") == [(value, unit, "duration")]


@pytest.mark.parametrize(
    "text",
    [
        "The forum of the two countries met in Velm.",
        "They came two years ago.",
        "In 1951 the dam was built.",
        "The town marked its 850th anniversary.",
        "Room 204 and Hall 5 were full.",
        "Article 7 applies to all.",
        "He is 45 years old.",
        "The match ended 3:1.",
        "Call +44 20 7946 0958 or write to a1@velm.example.",
        "Version 2.0.1 was shown.",
        "One of the guests spoke.",
        "The G20 met in the 1990s.",
        "Both sides and all three delegations agreed.",
        "Several hundred guests came, dozens of them by train.",
        "Nobody came: no one spoke.",
        "Город отмечает 300-летие.",
        "3-й полк прошёл по улице, 5.",
        "Совет утвердил программу «Тысяча писем».",
        "Они приехали два года назад.",
        "Рабочая группа двух стран собралась в 2024 году.",
    ],
)
def test_what_only_looks_like_a_figure_is_no_claim(text: str) -> None:
    assert claims(text) == []


def test_a_number_in_a_date_is_no_claim() -> None:
    text = "On 12 June they met 40 guests."
    dates = (DateFound(Span(3, 10), "2024-06-12", "date"),)
    assert picked(claims(text, Findings(dates=dates)), "value", "unit", "period") == [
        (40, "guests", "2024-06-12")
    ]


def test_heading_and_body_say_one_claim_in_two_places() -> None:
    text = "Nearly 500 Harnow firms trade abroad\n\nToday nearly five hundred firms trade abroad.\n"
    told = claims(text)
    assert picked(told, "said", "value", "unit") == [("nearly five hundred firms", 500, "firms")]


def test_of_them_counts_what_was_counted_before() -> None:
    told = claims("They signed 50 papers. Only 18 of them have been carried out.")
    assert picked(told, "value", "unit", "comparator") == [
        (50, "papers", None),
        (18, "papers", "exactly"),
    ]


def test_an_amount_in_a_second_currency_in_brackets_is_the_same_amount() -> None:
    told = claims("The fair sold goods worth 64 million dollars (58 million euros).")
    assert picked(told, "value", "currency") == [(64_000_000, "USD")]


def test_whoever_speaks_claims_what_is_said() -> None:
    text = "“We have 40 towns,” said the chair."
    speaker = Span(text.index("the chair"), text.index("the chair") + 9)
    words = Span(1, text.index(",”"))
    quotation = QuotationFound((words,), "direct", None, speaker, None, None, (), ("quote",))
    told = claims(text, Findings(quotations=(quotation,)))
    assert picked(told, "value", "claimant") == [(40, "the chair")]


def test_founding_year_of_a_named_body_is_a_claim() -> None:
    told = claims("The Alliance of River Towns, established in 2021, has grown.")
    assert picked(told, "said", "value", "unit", "subject") == [
        ("established in 2021", 2021, "year", "The Alliance of River Towns")
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Экспорт вырос почти на 12 %.", (12, "nearly", "growth")),
        ("Поставки увеличились более чем на четверть.", (25, "over", "growth")),
    ],
)
def test_comparing_words_may_stand_before_the_preposition(
    text: str, told: tuple[object, ...]
) -> None:
    assert picked(claims(text), "value", "comparator", "kind") == [told]


def test_parts_told_in_whole_numbers_are_shares() -> None:
    told = claims("One in five firms has a partner abroad, and every fourth house is empty.")
    assert picked(told, "value", "unit", "kind", "subject") == [
        (20, "percent", "share", "firms"),
        (25, "percent", "share", "house"),
    ]


def test_money_has_no_thousandths() -> None:
    assert picked(claims("The prize is worth €75.000."), "value", "currency") == [(75_000, "EUR")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The number of jobs in the valley rose to 2,600.", [(2600, None, "jobs")]),
        ("Passenger numbers climbed to almost 480,000.", [(480_000, "nearly", "passenger")]),
        (
            "Число туристов утроилось – 150 тысяч за год.",
            [(3, None, "times"), (150_000, None, "туристы")],
        ),
        (
            "Some 52,000 visitors came, up from 33,000.",
            [(52_000, "about", "visitors"), (33_000, None, "visitors")],
        ),
        ("They will invest 15 to 20 million euros.", [(15_000_000, None, None)]),
        ("It costs between €20,000 and €25,000 a year.", [(20_000, None, None)]),
        ("Гранты от 50 до 300 тысяч рублей получили все.", [(50_000, None, None)]),
        ("One shop in five stands empty.", [(20, None, "percent")]),
        ("More than two thirds lead small towns.", [(66.67, "over", "percent")]),
        ("Оборот прибавил четверть за год.", [(25, None, "percent")]),
        ("Fares will be no higher than £3.", [(3, "at_most", None)]),
        ("The number of the ferry to Lowe was changed to 12.", []),
        ("Trade fell in the second half of the year.", []),
        ("The director of school No. 2 spoke.", []),
    ],
)
def test_units_and_bounds_that_stand_elsewhere_are_read(
    text: str, told: list[tuple[object, ...]]
) -> None:
    assert picked(claims(text), "value", "comparator", "unit") == told


def test_an_amount_without_a_currency_takes_the_one_told_last() -> None:
    text = "Вложено 40 млрд рублей. Инвестиции в комбинат составят 9,2 млрд."

    assert picked(claims(text), "value", "currency") == [
        (40_000_000_000, "RUB"),
        (9_200_000_000, "RUB"),
    ]
    assert claims("Инвестиции в комбинат составят 9,2 млрд.") == []
