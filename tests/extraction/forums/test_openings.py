"""The first lines of news about a forum: what it is called, when and where, how it stands."""

import pytest

from folkmoot.engines.extraction import ProposalKind
from tests.extraction.forums.reading import PADDING, told

TITLES = {
    "en": "News from the coast\n\n20 May 2026\n\n",
    "ru": "Новости побережья\n\n20 мая 2026 года\n\n",
}


def editions(lines: str, *fields: str) -> list[dict]:
    language = "ru" if any("а" <= sign <= "я" for sign in lines) else "en"
    article = f"{TITLES[language]}{lines} {PADDING[language]}\n"
    return told(article, ProposalKind.EDITION, *fields)


@pytest.mark.parametrize(
    ("line", "series", "ordinal"),
    [
        ("The 12th Harbour Towns Agora was held in Velm on 3 May.", "Harbour Towns Agora", 12),
        (
            "The Fifth BRICS+ International Municipal Forum ended in Velm.",
            "BRICS+ International Municipal Forum",
            5,
        ),
        ("The 10th anniversary Forum of Regions has opened in Velm.", "Forum of Regions", 10),
        (
            "The 33rd General Assembly of the Union of Baltic Ports was held in Velm.",
            "General Assembly of the Union of Baltic Ports",
            33,
        ),
        (
            "The 15th Gathering of Island Councils was held in Velm.",
            "Gathering of Island Councils",
            15,
        ),
        (
            "The seventh meeting of the Intergovernmental Commission was held in Velm.",
            "Meeting of the Intergovernmental Commission",
            7,
        ),
        ("В Тарске состоялся XII Агросаммит «Хлеб и соль».", "Агросаммит «Хлеб и соль»", 12),
        ("15-й юбилейный форум регионов открылся в Тарске.", "Форум регионов", 15),
        ("В Тарске проходит пятый по счёту форум регионов.", "Форум регионов", 5),
        (
            "XII Ассамблея глав придунайских регионов прошла в Тарске.",
            "Ассамблея глав придунайских регионов",
            12,
        ),
        ("В Тарске дан старт форуму-фестивалю «Река дружбы».", "«Река дружбы»", None),
        (
            "Седьмое заседание Межправительственной комиссии прошло в Тарске.",
            "Заседание Межправительственной комиссии",
            7,
        ),
    ],
)
def test_an_edition_is_known_by_what_news_call_it(
    line: str, series: str, ordinal: int | None
) -> None:
    (found,) = editions(line, "series", "ordinal")
    assert (found["series"].endswith(series), found.get("ordinal")) == (True, ordinal)


@pytest.mark.parametrize(
    "line",
    [
        "The 20th Party Congress condemned him.",
        "The city marked the 800th anniversary of Velm with a concert.",
        "The Parliament of Arvenia adopted the budget at its fifth session.",
        "Velm's conference hall was renovated.",
        "The General Assembly of the Union voted for a new statute.",
        "Парламент принял бюджет на пятой сессии.",
        "Третий день недели выдался дождливым.",
    ],
)
def test_ordinals_of_parties_parliaments_and_days_open_no_edition(line: str) -> None:
    assert editions(line) == []


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (
            "From Thursday to Saturday Velm will host the Seventh Forum of Harbour Towns.",
            "2026-05-21/2026-05-23",
        ),
        (
            "The Seventh Forum of Harbour Towns opened in Velm on Monday. It runs through Friday.",
            "2026-05-18/2026-05-22",
        ),
        (
            "The Seventh Forum of Harbour Towns, first planned for 18-19 May 2026, has been "
            "postponed to 9-10 June.",
            "2026-06-09/2026-06-10",
        ),
        (
            "С четверга по субботу в Тарске пройдёт VII Форум приморских городов.",
            "2026-05-21/2026-05-23",
        ),
        (
            "В понедельник в Тарске открылся VII Форум приморских городов. Он продлится до 22 мая.",
            "2026-05-18/2026-05-22",
        ),
        (
            "VII Форум приморских городов, который должен был пройти 18–19 мая, перенесён на "
            "9–10 июня.",
            "2026-06-09/2026-06-10",
        ),
    ],
)
def test_days_are_told_by_weekdays_and_by_what_they_were_moved_to(lines: str, days: str) -> None:
    assert editions(lines, "dates") == [{"dates": days}]


def test_days_and_places_of_the_next_edition_are_not_those_of_this_one() -> None:
    lines = (
        "Tarn has been selected as the host city of the Eighth Forum of Harbour Towns, which will "
        "take place from 3 to 5 October 2027. This was announced at the end of the Seventh Forum "
        "in Velm."
    )
    assert editions(lines, "ordinal", "dates", "place") == [{"ordinal": 7, "place": ("Velm",)}]


@pytest.mark.parametrize(
    ("line", "places"),
    [
        (
            "The 8th Border Dialogue will be hosted jointly by the twin towns of Velka and Tarnov.",
            ("Velka", "Tarnov"),
        ),
        ("Velm was home to the 8th Border Dialogue for three days.", ("Velm",)),
    ],
)
def test_towns_that_host_together_or_are_home_to_a_forum_are_its_places(
    line: str, places: tuple[str, ...]
) -> None:
    assert editions(line, "place") == [{"place": places}]
