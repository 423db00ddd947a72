"""Ordinals without their noun count editions of the forum that the text is about."""

from folkmoot.engines.extraction import ProposalKind
from tests.extraction.forums.reading import PADDING, told

FIELDS = ("series", "ordinal")


def test_first_one_held_elsewhere_is_an_edition_of_its_own() -> None:
    text = f"Завершился десятый Форум лесных городов. Первый прошёл в Велмске в 2010 году.\n\n{PADDING['ru']}"

    assert told(text, ProposalKind.EDITION, *FIELDS) == [
        {"series": "Форум лесных городов", "ordinal": 10},
        {"series": "Форум лесных городов", "ordinal": 1},
    ]


def test_meeting_for_the_fifth_time_tells_the_ordinal() -> None:
    text = (
        f"Участники Недели приграничных городов собрались в Велмске в пятый раз.\n\n{PADDING['ru']}"
    )

    assert told(text, ProposalKind.EDITION, *FIELDS) == [
        {"series": "Неделя приграничных городов", "ordinal": 5}
    ]


def test_third_forum_alone_is_the_next_to_be_held() -> None:
    text = (
        "Второй конгресс горных городов завершился в Аланске.\n\n"
        "Очередной, третий конгресс провести в 2021 году в городе Теберчи."
    )

    assert told(text, ProposalKind.NEXT_HOST, "city", "ordinal") == [
        {"city": "Теберчи", "ordinal": 3}
    ]
