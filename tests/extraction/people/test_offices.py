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


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        (
            "Ida Moss, 22, president of the Delta Youth Council, agreed.",
            {"Ida Moss": [("president", "Delta Youth Council")]},
        ),
        (
            "Anna Holm (Velland), Vice-President of the Assembly of Towns, agreed.",
            {"Anna Holm": [("Vice-President", "Assembly of Towns")]},
        ),
        (
            "Greta Vogt (Director of the Euroregion Three Valleys) agreed.",
            {"Greta Vogt": [("Director", "Euroregion Three Valleys")]},
        ),
        (
            "Maria Duarte has been elected secretary-general of the Port Towns Network.",
            {"Maria Duarte": [("secretary-general", "Port Towns Network")]},
        ),
        (
            "Делегацию возглавила временно исполняющая обязанности губернатора Лариса Щербинина.",
            {"Лариса Щербинина": [("временно исполняющая обязанности губернатора", None)]},
        ),
        (
            "Выступила Анна Вестерлунд, генеральный консул Нордланда в Ладогоре.",
            {"Анна Вестерлунд": [("генеральный консул", "Нордланд")]},
        ),
    ],
)
def test_an_office_is_found_behind_an_age_a_bracket_and_an_election(
    text: str, offices: dict[str, list[tuple[str, str | None]]]
) -> None:
    found = offices_of(text)
    assert list(found) == list(offices)
    assert [[one[0] for one in each] for each in found.values()] == [
        [one[0] for one in each] for each in offices.values()
    ]


def test_a_post_that_somebody_wants_is_not_held() -> None:
    assert offices_of("Maria Duarte hopes to be named by the Port Towns Network.") == {
        "Maria Duarte": []
    }


def test_a_name_and_patronymic_alone_is_whoever_has_a_surname_in_the_text() -> None:
    text = (
        "Прошу вас, Виктор Павлович. Дорога достроена.\n\n"
        "Виктор Павлович Седельников – губернатор Чернорецкой области.\n"
    )
    assert [one.name.value for one in findings_of(article_of(text)).people] == [
        "Виктор Павлович Седельников"
    ]


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        (
            "Maria Duarte, who runs the port and is deputy chair of the Ferry Union, agreed.",
            {"Maria Duarte": ["head", "deputy chair"]},
        ),
        (
            "Thabo Winter, the agency's chief executive, agreed.",
            {"Thabo Winter": ["agency's chief executive"]},
        ),
        (
            "In the hall, Ida Moss (farmer and blogger) agreed.",
            {"Ida Moss": ["farmer and blogger"]},
        ),
        (
            "Вице-спикером областной думы избран Павел Гущин.",
            {"Павел Гущин": ["Вице-спикер"]},
        ),
        (
            "Выступил заместитель министра культуры Пётр Лапин.",
            {"Пётр Лапин": ["заместитель министра культуры"]},
        ),
        (
            "От Заречья подписал Р. Р. Габбасов, глава администрации.",
            {"Р. Р. Габбасов": ["глава"]},
        ),
    ],
)
def test_an_office_is_told_by_a_clause_an_owner_and_a_second_calling(
    text: str, offices: dict[str, list[str]]
) -> None:
    assert {name: [one[0] for one in each] for name, each in offices_of(text).items()} == offices


def test_a_name_that_fills_a_line_above_its_office_signs_and_one_above_a_sentence_does_not() -> (
    None
):
    signed = "Done at Velm.\n\nOttavio Brandimarte\nSecretary General of the Forum\n"
    other = "Done at Velm.\n\nGrand Harbour\nThe ships of the Forum left early.\n"

    assert list(offices_of(signed)) == ["Ottavio Brandimarte"]
    assert list(offices_of(other)) == []
