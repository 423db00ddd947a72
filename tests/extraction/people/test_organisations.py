"""Bodies are found in their longest form; meetings, projects and places are no bodies."""

import pytest

from tests.extraction.people.found import article_of, bodies_of, findings_of


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        (
            "The Chamber of Crafts of Kestrin and the Adler Choir took part.",
            ["Chamber of Crafts of Kestrin", "Adler Choir"],
        ),
        (
            "It was invited by the Council of the Republic of the National Assembly of Belarus.",
            ["Council of the Republic of the National Assembly of Belarus"],
        ),
        (
            "Delegates from the Ministry of Tourism and Sport of Croatia came.",
            ["Ministry of Tourism and Sport of Croatia"],
        ),
        ("The CSTO, the CIS and ASEAN sent observers.", ["CSTO", "CIS", "ASEAN"]),
        (
            "Организаторами выступают Ассоциация северных муниципалитетов и администрация Белозёрья.",
            ["Ассоциация северных муниципалитетов", "администрация Белозёрья"],
        ),
        ("Договор подписало ООО «Зареченский лён».", ["ООО «Зареченский лён»"]),
        (
            "Меморандум с Торгово-промышленной палатой Степногорья готов.",
            ["Торгово-промышленная палата Степногорья"],
        ),
    ],
)
def test_a_body_is_found_whole(text: str, bodies: list[str]) -> None:
    assert bodies_of(text) == bodies


@pytest.mark.parametrize(
    "text",
    [
        "The Twelfth Forum of Lakeland Regions closed with a Plenary Session.",
        "The IV Assembly of Mountain Regions adopted the Kastell Declaration.",
        "The Russian Federation and the United States agreed.",
        "The contract is worth USD 40 million, or DKK 280 million.",
        "THE COUNCIL OF HARNOW INVITES",
        "Совет собрался снова, и комитет согласился.",
        "Участники из Российской Федерации подписали соглашение.",
    ],
)
def test_meetings_countries_money_and_shouted_headlines_are_no_bodies(text: str) -> None:
    assert bodies_of(text) == []


def test_an_abbreviation_in_brackets_is_another_name_of_the_body() -> None:
    article = article_of(
        "The Union of Estuary Ports (UEP) met in Lowe. Later the UEP elected a board."
    )
    (body,) = findings_of(article).organisations
    assert body.name.value == "Union of Estuary Ports"
    assert body.alias is not None
    assert body.alias.value == "UEP"
    assert [article.words(one) for one in body.mentions] == ["Union of Estuary Ports", "UEP"]


def test_what_a_minister_deals_with_is_no_body() -> None:
    text = "Anna Holm, Minister of Housing and Communal Services of Latvia, came."
    assert bodies_of(text) == []
