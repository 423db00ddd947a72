"""Places are told by lists of countries, by words beside them and by where they stand."""

import pytest

from tests.extraction.people.found import article_of, findings_of, places_of


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The forum was held in the Harnow Region.", ("Harnow Region", "region")),
        ("They met in the city of Velmar.", ("Velmar", "city")),
        ("The guests walked to the Old Customs Hall.", ("Old Customs Hall", "venue")),
        ("Guests came from the Russian Federation.", ("Russia", "country")),
        ("Форум прошёл в Заречной области.", ("Заречная область", "region")),
        ("Съезд примет город Ольшаны.", ("Ольшаны", "city")),
        ("Гости приехали из Белоруссии.", ("Беларусь", "country")),
        ("Встреча прошла в Верхнем Броде.", ("Верхний Брод", "")),
    ],
)
def test_a_place_is_found_with_its_kind(text: str, place: tuple[str, str]) -> None:
    assert place in places_of(text)


def test_the_country_behind_a_comma_belongs_to_the_place() -> None:
    places = findings_of(article_of("The forum met in Jelgava, Latvia, in May.")).places
    assert [(one.name.value, one.country and one.country.value) for one in places] == [
        ("Jelgava", "Latvia"),
        ("Latvia", "Latvia"),
    ]


def test_us_and_other_small_words_are_no_countries() -> None:
    assert places_of("They told us that it was good for us all.") == []
