"""Offices are cut whole, with their body, and given to the right person."""

import pytest

from folkmoot.engines.extraction import propose
from tests.extraction.people.found import article_of, findings_of, offices_of, people_of


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        (
            "Anna Holm, Chair of the Harnow Regional Council of Deputies, opened the forum.",
            {"Anna Holm": [("Chair", "Harnow Regional Council of Deputies")]},
        ),
        (
            "Igor Norin, Chair of the Economics Committee of the Assembly of Harnow Oblast, spoke.",
            {"Igor Norin": [("Chair of the Economics Committee", "Assembly of Harnow Oblast")]},
        ),
        (
            "The Ostmark Minister for Fisheries, Mattis Ojala, declined.",
            {"Mattis Ojala": [("Minister for Fisheries", "Ostmark")]},
        ),
        (
            "Delegates met Premier of Calder Island Rowan Akers and left.",
            {"Rowan Akers": [("Premier", "Calder Island")]},
        ),
        (
            "The mayors of Kestrin and Lowe, Jan Prosek and Willem de Groot, agreed.",
            {"Jan Prosek": [("mayor", "Kestrin")], "Willem de Groot": [("mayor", "Lowe")]},
        ),
        (
            "Greta Vogt, who heads the Adler transport authority, agreed.",
            {"Greta Vogt": [("head", "Adler transport authority")]},
        ),
        (
            "Maria Duarte, director of the Port Museum and mayor of Lowe, agreed.",
            {"Maria Duarte": [("director", "Port Museum"), ("mayor", "Lowe")]},
        ),
        (
            "Igor Morgan, Ambassador Extraordinary and Plenipotentiary to Latvia, came.",
            {"Igor Morgan": [("Ambassador Extraordinary and Plenipotentiary to Latvia", None)]},
        ),
        (
            "Professor Leah Ashing of Ellery University spoke.",
            {"Leah Ashing": [("Professor", "Ellery University")]},
        ),
        (
            "Bram van Dyk, Chairman, Estuary Ports Association",
            {"Bram van Dyk": [("Chairman", "Estuary Ports Association")]},
        ),
        (
            "Adviser to the Velland President Anton Kobe spoke of ports.",
            {"Anton Kobe": [("Adviser to the Velland President", None)]},
        ),
    ],
)
def test_an_office_is_cut_with_its_body(
    text: str, offices: dict[str, list[tuple[str, str | None]]]
) -> None:
    assert offices_of(text) == offices


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        (
            "По словам губернатора Заречной области Андрея Берестнева, форум удался.",
            {"Андрей Берестнев": [("губернатор", "Заречная область")]},
        ),
        (
            "Слово взял заместитель председателя комитета по экономике Законодательного собрания "
            "Заречной области Олег Синицын.",
            {
                "Олег Синицын": [
                    (
                        "заместитель председателя комитета по экономике",
                        "Законодательное собрание Заречной области",
                    )
                ]
            },
        ),
        (
            "Спасибо Елене Сергеевне Лозовой, директору Центра дружбы.",
            {"Елена Сергеевна Лозовая": [("директор", "Центр дружбы")]},
        ),
        (
            "Встреча с послом Республики Беларусь в Российской Федерации Юрием Селиным прошла.",
            {"Юрий Селин": [("посол", "Республика Беларусь")]},
        ),
        (
            "Доклад сделал президент Ассоциации «Речные города», глава Каменки Андрей Косов.",
            {
                "Андрей Косов": [
                    ("президент", "Ассоциация «Речные города»"),
                    ("глава", "Каменка"),
                ]
            },
        ),
        (
            "И.о. мэра Тверицы Максим Егоров открыл съезд.",
            {"Максим Егоров": [("И.о. мэра", "Тверица")]},
        ),
    ],
)
def test_a_russian_office_follows_the_genitive_and_is_shown_in_the_nominative(
    text: str, offices: dict[str, list[tuple[str, str | None]]]
) -> None:
    assert offices_of(text) == offices


def test_an_office_ends_at_the_verb_and_at_the_next_name() -> None:
    text = "Mayor of Lowe Anna Holm met governor of Harnow Region Peter Lund in the hall."
    assert offices_of(text) == {
        "Anna Holm": [("Mayor", "Lowe")],
        "Peter Lund": [("governor", "Harnow Region")],
    }


def test_an_office_said_twice_is_kept_once_in_the_fuller_form() -> None:
    text = "Anna Holm, Mayor of Lowe, spoke. Later Mayor Anna Holm left."
    assert offices_of(text) == {"Anna Holm": [("Mayor", "Lowe")]}


def test_an_adjective_before_the_office_tells_the_country() -> None:
    person = people_of("The Latvian Minister of Transport, Karl Ozols, came.")["Karl Ozols"]
    assert person.country is not None
    assert person.country.value == "Latvia"


def test_an_office_nobody_holds_in_the_text_is_given_to_nobody() -> None:
    text = "The governors listened. Anna Holm took notes, and the mayor of Lowe left."
    assert offices_of(text) == {"Anna Holm": []}


def test_the_proposal_of_a_person_shows_the_words_of_every_field() -> None:
    article = article_of("Anna Holm, Chair of the Council of Velm, Latvia, opened the forum.")
    (person,) = findings_of(article).people
    (proposal,) = (one for one in propose(article.document) if one.kind == "person")
    shown = {name: (one.value, one.text) for name, one in proposal.fields.items()}
    assert shown == {
        "name": ("Anna Holm", "Anna Holm"),
        "office": ("Chair", "Chair"),
        "organisation": ("Council of Velm", "Council of Velm"),
        "country": ("Latvia", "Latvia"),
    }
    assert article.words(person.offices[0].words) == "Chair of the Council of Velm, Latvia"


def test_an_office_that_speaks_in_a_paragraph_with_one_name_is_that_persons() -> None:
    text = "Anna Holm opened the forum with a story. The governor of Harnow Region added a joke."
    assert offices_of(text) == {"Anna Holm": [("governor", "Harnow Region")]}


def test_an_office_that_speaks_among_several_people_is_left_open() -> None:
    text = "Anna Holm thanked Peter Lund. The governor of Harnow Region added a joke."
    assert offices_of(text) == {"Anna Holm": [], "Peter Lund": []}


def test_an_office_in_the_line_above_a_signature_belongs_to_it() -> None:
    text = "Желаю всем плодотворной работы!\n\nГубернатор Заречной области\nКонстантин Шелестов"
    assert offices_of(text) == {"Константин Шелестов": [("Губернатор", "Заречная область")]}
