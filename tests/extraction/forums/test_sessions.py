"""Sessions and side events: named, titled, listed, or told by a verb."""

from folkmoot.engines.extraction import ProposalKind

from .reading import PADDING, told

SESSION, SIDE = ProposalKind.SESSION, ProposalKind.SIDE_EVENT
FORUM = "The Seventh Forum of Harbour Towns was held in Velm. "
ФОРУМ = "Седьмой форум приморских городов прошёл в Заречном. "


def test_counted_sections_and_their_titles_are_sessions_each() -> None:
    text = (
        FORUM + "Delegates met in two thematic sections, among them "
        f"“Salt for All” and “Bread at Sea”. {PADDING['en']}\n"
    )
    assert told(text, SESSION, "name", "count") == [
        {"name": "two thematic sections", "count": 2},
        {"name": "Salt for All"},
        {"name": "Bread at Sea"},
    ]


def test_a_session_named_twice_is_proposed_once() -> None:
    text = FORUM + (
        f"The plenary session began late. {PADDING['en']} The plenary session ended early.\n"
    )
    assert told(text, SESSION, "name", "kind") == [{"name": "plenary session", "kind": "plenary"}]


def test_a_meeting_of_a_commission_keeps_its_own_ordinal() -> None:
    text = FORUM + f"The ninth meeting of the Salt Commission took place as well. {PADDING['en']}\n"
    assert told(text, SESSION, "name", "ordinal") == [
        {"name": "ninth meeting of the Salt Commission", "ordinal": 9}
    ]


def test_side_events_are_told_by_nouns_and_by_verbs() -> None:
    text = FORUM + (
        "Guests saw an exhibition of fishing nets. They laid flowers at the Pier of Memory. "
        f"They visited enterprises of the harbour. {PADDING['en']}\n"
    )
    assert told(text, SIDE, "name", "kind") == [
        {"name": "exhibition of fishing nets", "kind": "exhibition"},
        {"name": "laid flowers at the Pier of Memory", "kind": "flower-laying"},
        {"name": "visited enterprises of the harbour", "kind": "site visit"},
    ]


def test_russian_sessions_stand_in_the_nominative() -> None:
    text = ФОРУМ + (
        "На пленарном заседании говорили о рыбе. Работала секция «Соль для всех». "
        f"Для гостей открыли выставку сетей. {PADDING['ru']}\n"
    )
    assert told(text, SESSION, "name") == [
        {"name": "пленарное заседание"},
        {"name": "Соль для всех"},
    ]
    assert told(text, SIDE, "name") == [{"name": "выставка сетей"}]


def test_lines_of_a_programme_are_sessions_but_breaks_are_not() -> None:
    text = (
        "Programme of the Seventh Forum of Harbour Towns\nVelm, 3–4 May 2024\n\nFRIDAY, 3 MAY\n"
        '09.00 Registration\n10.00 Plenary session "Salt for All", Main Hall\n'
        "12.00 Lunch\n13.00 Signing ceremony\n15.00 Boat trip to the lighthouse\n"
    )
    assert told(text, SESSION, "name", "date") == [
        {"name": 'Plenary session "Salt for All"', "date": "2024-05-03"},
        {"name": "Signing ceremony", "date": "2024-05-03"},
    ]
    assert told(text, SIDE, "name", "date") == [
        {"name": "Boat trip to the lighthouse", "date": "2024-05-03"}
    ]


def test_concert_halls_and_past_years_are_no_side_events() -> None:
    text = FORUM + (
        f"It met in the concert hall. Last year there was an exhibition of nets. {PADDING['en']}\n"
    )
    assert told(text, SIDE, "name") == []
