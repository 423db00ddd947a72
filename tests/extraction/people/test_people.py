"""People of a forum are found by name, each once, and places and things are not people."""

import pytest

from tests.extraction.people.found import article_of, findings_of, names_of, people_of


def test_a_person_is_one_through_full_name_surname_and_honorific() -> None:
    article = article_of(
        "The forum was opened by Mayor Anna Lindholm. Lindholm thanked the guests. "
        "Ms Lindholm then left for Velmar."
    )
    (person,) = findings_of(article).people
    assert person.name.value == "Anna Lindholm"
    assert person.gender == "f"
    assert [article.words(one) for one in person.mentions] == [
        "Anna Lindholm",
        "Lindholm",
        "Lindholm",
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The session was chaired by Willem van der Horst.", "Willem van der Horst"),
        ("The guests heard Núria Casals i Brugat.", "Núria Casals i Brugat"),
        ("A toast was given by J. R. Mossberg of the choir.", "J. R. Mossberg"),
        ("Delegates thanked Jean-Luc O'Dowd for the tour.", "Jean-Luc O'Dowd"),
        ("Mr Tadpole Wexley-Dunn spoke last.", "Tadpole Wexley-Dunn"),
        ("President: Saoirse Ní Fhloinn", "Saoirse Ní Fhloinn"),
    ],
)
def test_names_of_many_shapes_are_found_whole(text: str, name: str) -> None:
    assert names_of(text) == [name]


def test_a_list_of_guests_gives_each_guest() -> None:
    text = (
        "The congress was attended by Jan Prosek, Ingrid Thorsen and Samuel Kiprop, "
        "mayors of Kestrin, Lowe and Harnow."
    )
    assert names_of(text) == ["Jan Prosek", "Ingrid Thorsen", "Samuel Kiprop"]


@pytest.mark.parametrize(
    "text",
    [
        "The delegates laid flowers on Mirov Kurgan and walked to Upper Solva.",
        "The concert was held in Victor Hansen Street, at the Anna Holm Museum.",
        "The forum met in Port Ellery, on the shores of Lake Victoria.",
        "The Belgrade Regions and the Border Towns signed a protocol.",
        "The Clean Banks project and the Green Roofs programme continue.",
        "The hall is named after Peter Holm.",
    ],
)
def test_places_streets_projects_and_namesakes_are_no_people(text: str) -> None:
    assert names_of(text) == []


def test_a_first_name_alone_is_nobody() -> None:
    assert names_of("Dear Anna, dear Martin, welcome to the forum.") == []


def test_people_of_one_surname_are_kept_apart_by_their_first_names() -> None:
    text = "Anna Holm and Peter Holm signed. Anna Holm spoke, P. Holm listened."
    people = people_of(text)
    assert {name: len(one.mentions) for name, one in people.items()} == {
        "Anna Holm": 2,
        "Peter Holm": 2,
    }


def test_russian_cases_of_a_name_are_one_person_in_the_nominative() -> None:
    people = people_of(
        "Форум открыл мэр Павел Тундрин. По словам Павла Тундрина, город готов. "
        "Гости поблагодарили Тундрина за приём."
    )
    assert {name: len(one.mentions) for name, one in people.items()} == {"Павел Тундрин": 3}


@pytest.mark.parametrize(
    ("text", "name", "gender"),
    [
        ("Слово дали Елене Сергеевне Лозовой.", "Елена Сергеевна Лозовая", "f"),
        ("Участников приветствовала Ольга Петрова.", "Ольга Петрова", "f"),
        ("Встреча с Геннадием Афанасьевым прошла в зале.", "Геннадий Афанасьев", "m"),
        ("Доклад прочитал В. П. Громов.", "В. П. Громов", ""),
        ("Слово взял Иванов И.И.", "Иванов И.И.", ""),
    ],
)
def test_russian_names_come_in_the_nominative_with_their_gender(
    text: str, name: str, gender: str
) -> None:
    assert {one: person.gender for one, person in people_of(text).items()} == {name: gender}


def test_two_russian_names_side_by_side_in_different_cases_are_two_people() -> None:
    text = "С директором Владимиром Васильевым Руслан Кухарчук обсудил программу съезда."
    assert names_of(text) == ["Владимир Васильев", "Руслан Кухарчук"]


def test_streets_and_monuments_of_russian_towns_are_no_people() -> None:
    assert names_of("Шествие прошло по улице Юрия Гаранина к памятнику Янке Купаве.") == []


def test_a_language_without_lists_names_nobody() -> None:
    assert names_of("Kongres otworzono w poniedziałek, było wielu gości i dużo rozmów.") == []
