"""How dates in running text are read; publication is 20 November 2023 unless told otherwise."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.engines.extraction.article import prepare
from folkmoot.engines.extraction.finders.forums import find_dates
from folkmoot.engines.reading import read_document
from folkmoot.engines.values import dates as edtf

ENGLISH = (
    "Harbour towns meet in Tarn\n\n20 November 2023\n\n{} "
    "Then the mayors of the nine harbour towns went home, content with what they had heard.\n"
)
RUSSIAN = (
    "Приморские города встречаются в Заречном\n\n20 ноября 2023 года\n\n{} "
    "Потом мэры девяти приморских городов разъехались по домам, довольные услышанным.\n"
)


def read(template: str, sentence: str) -> list[tuple[str, str]]:
    document = read_document(template.format(sentence).encode(), name="a.txt")
    article = prepare(document)
    begin = document.text.index(sentence[:10])
    return [
        (article.words(one.span), one.edtf)
        for one in find_dates(article)
        if one.span.start >= begin
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The forum met on 28-29 September 2020.",
            [("28-29 September 2020", "2020-09-28/2020-09-29")],
        ),
        (
            "The forum met on September 28–30, 2023.",
            [("September 28–30, 2023", "2023-09-28/2023-09-30")],
        ),
        (
            "The forum met from 3 to 5 June 2021.",
            [("from 3 to 5 June 2021", "2021-06-03/2021-06-05")],
        ),
        (
            "It will run from 28 December to 2 January 2025.",
            [("from 28 December to 2 January 2025", "2024-12-28/2025-01-02")],
        ),
        (
            "The forum met on 3, 4 and 5 June 2021.",
            [("3, 4 and 5 June 2021", "2021-06-03/2021-06-05")],
        ),
        ("The forum met on the 2nd of May, 2022.", [("2nd of May, 2022", "2022-05-02")]),
        ("It opened on 2024-03-09 at noon.", [("2024-03-09", "2024-03-09")]),
        ("It opened on 09.03.2024 at 10:30.", [("09.03.2024", "2024-03-09")]),
        ("The towns met in June 2022 and parted.", [("June 2022", "2022-06")]),
        ("The towns met in early June 2022.", [("early June 2022", "2022-06~")]),
        ("The towns met in the autumn of 2024.", [("autumn of 2024", "2024-23")]),
        (
            "Trade grew in January-April of this year.",
            [("January-April of this year", "2023-01/2023-04")],
        ),
        ("Since 2021 the towns have met.", [("Since 2021", "2021/..")]),
        ("The plan runs until 2027 at least.", [("until 2027", "../2027")]),
        ("The plan covers 2014–2020 only.", [("2014–2020", "2014/2020")]),
        ("The towns were poor in the 1990s.", [("the 1990s", "199X")]),
        ("Last year the towns met twice.", [("Last year", "2022")]),
        ("The towns will meet next spring.", [("next spring", "2024-21")]),
        ("The forum closed on Saturday evening.", [("Saturday", "2023-11-18")]),
        ("The forum will open this Friday.", [("this Friday", "2023-11-24")]),
        ("The forum will open on 20 June.", [("20 June", "2024-06-20")]),
        ("The forum was opened on 20 December.", [("20 December", "2022-12-20")]),
        ("Two years ago the town was asleep.", [("Two years ago", "2021")]),
    ],
)
def test_english_dates_are_read_as_finely_as_the_words_say(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    assert read(ENGLISH, sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Форум прошёл 28–29 сентября 2020 года.",
            [("28–29 сентября 2020 года", "2020-09-28/2020-09-29")],
        ),
        ("Форум прошёл с 3 по 5 июня.", [("с 3 по 5 июня", "2023-06-03/2023-06-05")]),
        (
            "Он идёт с 30 мая по 2 июня 2024 года.",
            [("с 30 мая по 2 июня 2024 года", "2024-05-30/2024-06-02")],
        ),
        ("Форум прошёл в начале июня.", [("начале июня", "2023-06~")]),
        ("Форум прошёл в прошлом году.", [("прошлом году", "2022")]),
        ("Это рекорд по итогам 2022 года.", [("2022 года", "2022")]),
        (
            "Рост отмечен в январе–апреле 2023 года.",
            [("январе–апреле 2023 года", "2023-01/2023-04")],
        ),
        ("Города дружат с 2021 года.", [("с 2021 года", "2021/..")]),
        ("Города дружили до 2027 года.", [("до 2027 года", "../2027")]),
        ("Форум состоится весной 2024 года.", [("весной 2024 года", "2024-21")]),
        ("Форум завершился в субботу вечером.", [("субботу", "2023-11-18")]),
        ("Форум откроется 14.02.2024 в Заречном.", [("14.02.2024", "2024-02-14")]),
        ("Города бедствовали в 1990-е годы.", [("1990-е годы", "199X")]),
        ("Завтра города снова встретятся.", [("Завтра", "2023-11-21")]),
    ],
)
def test_russian_dates_are_read_as_finely_as_the_words_say(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    assert read(RUSSIAN, sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge was built by the 62nd Army and 3.5 % more.",
        "Doors open at 10:30 in hall 2.1.2024b of the fair.",
        "The towns may march, and 2000 delegates came with them.",
        "Every fifth islander leaves, some 1,950 people in all.",
        "Стенд 2000 участников открылся в 10:30, рост на 3,5 %.",
    ],
)
def test_other_numbers_are_no_dates(sentence: str) -> None:
    assert read(ENGLISH, sentence) == []


def test_without_any_year_in_the_text_a_day_is_no_date() -> None:
    document = read_document(b"The forum met from 3 to 5 June. It was pleasant.", name="a.txt")
    assert find_dates(prepare(document)) == ()


# The first reading loads a model, which takes longer than hypothesis allows.
@settings(deadline=None)
@given(st.dates())
def test_every_full_date_is_read_back(day: object) -> None:
    words = f"{day:%-d} {day:%B} {day.year:04d}"  # type: ignore[attr-defined]
    if not re.search(r" (1[5-9]|20|21)\d\d$", words):
        return
    assert read(ENGLISH, f"The forum met on {words}.") == [
        (words, str(edtf.from_day(day)))  # type: ignore[arg-type]
    ]
