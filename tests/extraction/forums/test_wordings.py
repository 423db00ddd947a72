"""Forums without a word such as forum in their names, and what is told of them in few words."""

import pytest

from folkmoot.engines.extraction import ProposalKind
from tests.extraction.forums.reading import PADDING, told


def text(title: str, *lines: str, day: str = "5 May 2023", language: str = "en") -> str:
    return "\n\n".join([title, day, *lines, PADDING[language]])


def editions(*lines: str, title: str = "Towns of the valley", day: str = "5 May 2023") -> list:
    is_russian = any("а" <= sign <= "я" for sign in lines[0])
    written = text(title, *lines, day=day, language="ru" if is_russian else "en")
    return told(written, ProposalKind.EDITION, "series", "ordinal")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("В Тарске стартовали XVII «Двинские встречи».", ("«Двинские встречи»", 17)),
        ("В Тарске прошёл XI «Янтарный мост».", ("«Янтарный мост»", 11)),
        ("The Lakeside Meetings return to Orvanne next week.", ("Lakeside Meetings", None)),
        ("Mayors came to the 12th “Amber Bridge” in Tarn.", ("“Amber Bridge”", 12)),
    ],
)
def test_a_series_is_known_by_a_quotation_or_a_capital(line: str, named: tuple) -> None:
    assert [(one["series"], one.get("ordinal")) for one in editions(line)] == [named]


def test_capitals_and_a_year_are_a_forum_where_the_text_says_what_it_is() -> None:
    said = "Metropolis & Meadow is the biennial congress of cities. The 2027 edition is in Tarn."
    found = editions(said, title="Metropolis & Meadow 2027")
    assert [one["series"] for one in found] == ["Metropolis & Meadow"]


def test_capitals_and_a_year_alone_are_no_forum() -> None:
    assert editions("Metropolis & Meadow sells seeds.", title="Metropolis & Meadow 2027") == []


@pytest.mark.parametrize(
    "line",
    [
        "In Tarn, town meetings of all sorts were held.",
        "The second “Clean River” expedition was held in Tarn.",
        "На заводе прошёл конкурс «Янтарный мост».",
    ],
)
def test_common_words_and_other_things_in_marks_are_no_forum(line: str) -> None:
    assert editions(line) == []


def test_an_abbreviation_in_brackets_goes_on_as_the_forum() -> None:
    found = editions(
        "The European Congress of Small Towns (ECST) opened in Tarn on 3 May 2023.",
        "The first ECST was held in Velm in 2011.",
    )
    assert [(one["series"], one.get("ordinal")) for one in found] == [
        ("European Congress of Small Towns", None),
        ("European Congress of Small Towns", 1),
    ]


def test_the_abbreviation_of_a_body_in_the_name_is_none_of_the_forum() -> None:
    found = told(
        text("Towns meet", "The 20th Conference of the Sister Cities Network (SCN) met in Tarn."),
        ProposalKind.EDITION,
        "series",
        "alias",
    )
    assert found == [{"series": "Conference of the Sister Cities Network"}]


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (
            ("The 7th Valley Forum opens in Tarn on 12 May.", "It lasts three days."),
            ("2023-05-12", "2023-05-14"),
        ),
        (
            ("The mayor welcomed guests of the 7th Valley Forum on 2 and 3 May.",),
            ("2023-05-02", "2023-05-03"),
        ),
        (
            ("The 7th Valley Forum meets in Tarn.", "When: 9-11 June 2023"),
            ("2023-06-09", "2023-06-11"),
        ),
        (
            ("VII Форум долины открылся в Тарске 3 мая и продлится до субботы.",),
            ("2023-05-03", "2023-05-06"),
        ),
    ],
)
def test_days_are_told_by_a_length_a_label_or_beside_the_name(lines: tuple, days: tuple) -> None:
    language = "ru" if "Форум" in lines[0] else "en"
    found = told(text("Valley", *lines, language=language), ProposalKind.EDITION, "start", "end")
    assert found == [{"start": days[0], "end": days[1]}]


def test_days_of_registration_are_not_those_of_the_forum() -> None:
    line = "Registration for the 7th Valley Forum is open from 2 to 30 May 2023."
    found = told(text("Valley", line), ProposalKind.EDITION, "dates", "start", "end")
    assert found == [{}]


@pytest.mark.parametrize(
    ("lines", "organisers"),
    [
        (
            "The 7th Valley Forum was organised by the town of Velm together with the Valley League "
            "and supported by the Ministry of Culture.",
            ("town of Velm", "Valley League"),
        ),
        (
            "I thank the Council of Mountain Provinces, which conceived the 7th Valley Forum.",
            ("Council of Mountain Provinces",),
        ),
        (
            "VII Форум долины прошёл в Тарске. Организаторами выступили Союз сёл Поозёрья и "
            "областной центр культуры при поддержке фонда «Глубинка».",
            ("Союз сёл Поозёрья", "областной центр культуры"),
        ),
    ],
)
def test_organisers_are_listed_and_those_who_only_support_are_not(
    lines: str, organisers: tuple
) -> None:
    language = "ru" if "Форум" in lines else "en"
    (found,) = told(text("Valley", lines, language=language), ProposalKind.EDITION, "organiser")
    assert found == {"organiser": organisers}


MAIN = {
    "en": "The 7th Valley Forum closed in Tarn on 3 May 2023.",
    "ru": "VII Форум долины завершился в Тарске 3 мая 2023 года.",
}


def hosts(line: str) -> list:
    language = "ru" if any("а" <= sign <= "я" for sign in line) else "en"
    written = text("Valley", MAIN[language], line, language=language)
    return told(written, ProposalKind.NEXT_HOST, "city", "region", "status")


@pytest.mark.parametrize(
    ("line", "host"),
    [
        ("The next one will be welcomed by the Region of East Sound.", "East Sound"),
        ("The baton was passed to Korvemaa.", "Korvemaa"),
        ("In two years we shall meet again as guests of the town of Upper Lom.", "Upper Lom"),
        ("The next forum is scheduled for 2025. Rovigna will be the host.", "Rovigna"),
        ("Следующий форум примет у себя соседний Заозёрск.", "Заозёрск"),
        ("Эстафету от хозяев принял Заозёрск.", "Заозёрск"),
        ("Через два года участники вновь встретятся в Заозёрске.", "Заозёрск"),
    ],
)
def test_the_next_host_is_told_by_what_a_sentence_holds(line: str, host: str) -> None:
    (found,) = hosts(line)
    assert (found.get("city") or found.get("region"), found["status"]) == (host, "decided")


def test_who_only_bids_is_proposed_as_an_offer() -> None:
    (found,) = hosts("Velm has offered to host the next forum.")
    assert (found["city"], found["status"]) == ("Velm", "offered")


@pytest.mark.parametrize(
    "line",
    [
        "Where the next forum will be held has not been decided; Velm is silent.",
        "Next week the mayors will hold talks in Velm.",
        "Место проведения следующего форума в Заозёрске пока не определено.",
    ],
)
def test_an_open_place_or_another_event_names_no_host(line: str) -> None:
    assert hosts(line) == []


def sessions(*lines: str) -> list:
    language = "ru" if any("а" <= sign <= "я" for sign in lines[0]) else "en"
    written = text("Valley", MAIN[language], *lines, language=language)
    found = told(written, ProposalKind.SESSION, "name", "kind")
    return [(one["name"], one["kind"]) for one in found]


def test_items_under_a_line_that_promises_sections_are_sections() -> None:
    assert sessions("Workshops:", "- Seeds and soil", "- Roads for schools") == [
        ("Seeds and soil", "thematic section"),
        ("Roads for schools", "thematic section"),
    ]


def test_items_of_a_programme_are_sessions_where_a_word_says_so() -> None:
    assert sessions(
        "Среди ключевых событий:",
        "1. «Кредит без залога» — открытая дискуссия",
        "2. Время для прогулок",
    ) == [("Кредит без залога", "thematic section")]


def test_items_under_a_line_of_decisions_are_no_sections() -> None:
    assert sessions("The sections agreed on:", "- Seeds and soil", "- Roads for schools") == []
