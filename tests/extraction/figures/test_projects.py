"""Projects, programmes and practices need more than their noun to be proposed."""

import pytest

from tests.extraction.figures.told import picked, projects


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The city joined the Green Roofs project, launched by Adlerbach.",
            ("project", "Green Roofs", "implemented"),
        ),
        (
            "The commission approved the programme “Safe Sleepers” in May.",
            ("programme", "Safe Sleepers", "adopted"),
        ),
        (
            "I would like to propose a common training fund for seafarers.",
            ("project", "common training fund for seafarers", "proposed"),
        ),
        (
            "We are ready to establish a plant together with your specialists.",
            ("project", "plant", "planned"),
        ),
        (
            "28 industry programmes approved by the Council have been implemented since 2021.",
            ("programme", "industry programmes", "adopted"),
        ),
        (
            "Компания представила проект «Ферма под ключ».",
            ("project", "Ферма под ключ", "presented"),
        ),
        (
            "Участники одобрили создание общего реестра перевозчиков.",
            ("project", "общий реестр перевозчиков", "adopted"),
        ),
        (
            "Предлагаю создать единый фонд школьных обменов.",
            ("project", "единый фонд школьных обменов", "planned"),
        ),
    ],
)
def test_project_is_known_by_its_name_or_by_its_founding(
    text: str, told: tuple[str, str, str]
) -> None:
    assert picked(projects(text), "type", "name", "status") == [told]


@pytest.mark.parametrize(
    "text",
    [
        "Numerous projects are being realized between our regions.",
        "The participants will discuss joint projects.",
        "The youth programme of the forum was rich.",
        "The section “Joint Projects as a Factor of Growth” met online.",
        "The centre of the town was closed.",
        "Members exchange experience on locks and tourism.",
        "Everyone has a right to their own model of development.",
        "The plan to build a joint plant was not approved, and no plant was built.",
        "Деловая программа форума была насыщенной.",
        "Участники обменялись опытом.",
    ],
)
def test_vague_projects_and_programmes_of_events_are_left_out(text: str) -> None:
    assert projects(text) == []


def test_adopted_experience_names_who_took_it_up() -> None:
    told = projects("The Sund Federation has adopted our experience in developing farm tourism.")
    assert picked(told, "type", "name", "status", "taken_up_by") == [
        ("practice", "developing farm tourism", "adopted", "Sund Federation")
    ]


def test_shared_experience_belongs_to_whoever_shares_it() -> None:
    told = projects("Harnow Region shared its experience in land management.")
    assert picked(told, "type", "name", "status", "owner") == [
        ("practice", "land management", "shared", "Harnow Region")
    ]


def test_what_others_copied_is_a_practice() -> None:
    told = projects("The bus pass has since been adopted by four other provinces.")
    assert picked(told, "type", "name", "taken_up_by") == [
        ("practice", "bus pass", "four other provinces")
    ]


def test_russian_experience_that_others_took_over_is_a_practice() -> None:
    told = projects("Опыт Илгаза по страхованию стад переняли соседи.")
    assert picked(told, "type", "status", "owner", "taken_up_by") == [
        ("practice", "adopted", "Илгаз", "соседи")
    ]


def test_project_with_a_noun_of_its_own_needs_no_listed_verb() -> None:
    told = projects("The library bus project delights everyone. The project delights everyone.")
    assert picked(told, "type", "name") == [("project", "library bus project")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "They heard about a joint cross-border bus route.",
            [("project", "joint cross-border bus route")],
        ),
        (
            "They discussed the construction of a playground in Lowe.",
            [("project", "playground in Lowe")],
        ),
        ("The towns resolve to set up a mobile cinema that tours.", [("project", "mobile cinema")]),
        (
            "We call for a night bus corridor along the salt road.",
            [("project", "night bus corridor along the salt road")],
        ),
        ("Начнётся строительство ткацкой фабрики в долине.", [("project", "ткацкая фабрика")]),
        ("«Умная ферма» – совместная разработка двух академий.", [("project", "Умная ферма")]),
        (
            "Показали «Земский инженер». По этой программе приехали врачи.",
            [("programme", "Земский инженер")],
        ),
        ("Он привёз «банк часов». Практику запустят зимой.", [("practice", "банк часов")]),
        ("The creation of new jobs is welcome.", []),
        ("There is no joint cross-border bus route.", []),
        ("They signed an agreement on the construction of a bridge.", []),
        ("Создание условий для диалога важно.", []),
        ("По инициативе Совета ректоров прошла встреча.", []),
        ("She chairs the Small Towns Network.", []),
    ],
)
def test_things_are_projects_by_what_is_done_or_said_of_them(
    text: str, told: list[tuple[str, str]]
) -> None:
    assert picked(projects(text), "type", "name") == told
