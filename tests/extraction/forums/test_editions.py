"""Which editions a text speaks of, and what it says of them."""

from folkmoot.engines.extraction import ProposalKind

from .reading import PADDING, proposals, told

EDITION, SERIES, NEXT = ProposalKind.EDITION, ProposalKind.SERIES, ProposalKind.NEXT_HOST


def test_an_ordinal_a_head_noun_and_its_tail_make_an_edition() -> None:
    text = (
        "Ports gather in Velm\n\n20 November 2023\n\n"
        "The Seventh Forum of Harbour Towns was held in Velm from 16 to 18 November 2023. "
        f"{PADDING['en']}\n"
    )
    assert told(text, EDITION, "series", "ordinal", "dates", "start", "end", "place", "status") == [
        {
            "series": "Forum of Harbour Towns",
            "ordinal": 7,
            "dates": "2023-11-16/2023-11-18",
            "start": "2023-11-16",
            "end": "2023-11-18",
            "place": ("Velm",),
            "status": "held",
        }
    ]


def test_a_russian_edition_stands_in_the_nominative_whatever_its_case() -> None:
    text = (
        "Порты встречаются в Заречном\n\n20 ноября 2023 года\n\n"
        "Участники Третьего международного конгресса приморских городов собрались в Заречном. "
        f"{PADDING['ru']}\n"
    )
    assert told(text, EDITION, "series", "ordinal") == [
        {"series": "Международный конгресс приморских городов", "ordinal": 3}
    ]


def test_cyrillic_letters_serve_as_roman_numerals() -> None:
    text = f"Х Форум приморских городов завершился в Заречном. {PADDING['ru']}\n"
    assert told(text, EDITION, "ordinal", "status") == [{"ordinal": 10, "status": "held"}]


def test_ordinals_of_other_things_are_no_editions() -> None:
    text = (
        "Velm remembers\n\n"
        "The 62nd Army passed here, and the town marked the 82nd anniversary of its rescue. "
        "It was the third-largest port, and a second front was far away. "
        "The seventh meeting of the Youth Commission was held in the third quarter.\n"
    )
    assert proposals(text, EDITION) == ()


def test_two_names_with_one_ordinal_but_other_words_stay_two_editions() -> None:
    text = (
        "Ports gather in Velm\n\n"
        "The Seventh Forum of Harbour Towns opened in Velm on Friday. "
        "The Seventh Congress of Young Cooks was held in Ostmark last week. "
        f"{PADDING['en']}\n"
    )
    assert told(text, EDITION, "series", "ordinal") == [
        {"series": "Forum of Harbour Towns", "ordinal": 7},
        {"series": "Congress of Young Cooks", "ordinal": 7},
    ]


def test_a_name_in_quotation_marks_and_a_name_with_a_year_need_no_ordinal() -> None:
    quoted = f'The forum "Salt and Bread" will be held in Velm. {PADDING["en"]}\n'
    dated = f"The Harbour Towns Summit 2023 ended in Velm on Friday. {PADDING['en']}\n"
    assert told(quoted, EDITION, "series", "status") == [
        {"series": 'Forum "Salt and Bread"', "status": "planned"}
    ]
    assert told(dated, EDITION, "series", "status") == [
        {"series": "Harbour Towns Summit", "status": "held"}
    ]


def test_organisers_are_cut_into_bodies_and_supporters_left_out() -> None:
    text = (
        "The Seventh Forum of Harbour Towns will take place in Velm. "
        "It is the event of the year. The organisers are the Union of Harbours and "
        f"the Chamber of Crafts of Velm, with support from the Salt Bank. {PADDING['en']}\n"
    )
    assert told(text, EDITION, "organiser") == [
        {"organiser": ("Union of Harbours", "Chamber of Crafts of Velm")}
    ]


def test_the_next_edition_is_a_next_host_and_no_edition() -> None:
    text = (
        "The Seventh Forum of Harbour Towns was held in Velm. "
        f"The eighth forum will be held in Ostmark. {PADDING['en']}\n"
    )
    assert told(text, EDITION, "ordinal", "place") == [{"ordinal": 7, "place": ("Velm",)}]
    assert told(text, NEXT, "place", "ordinal", "status") == [
        {"place": ("Ostmark",), "ordinal": 8, "status": "decided"}
    ]


def test_who_only_offers_is_not_yet_the_next_host() -> None:
    text = (
        "Седьмой форум приморских городов прошёл в Заречном. "
        f"О готовности провести восьмой форум заявил город Ледогорск. {PADDING['ru']}\n"
    )
    assert told(text, NEXT, "place", "ordinal", "status") == [
        {"place": ("Ледогорск",), "ordinal": 8, "status": "offered"}
    ]


def test_what_a_forum_has_become_tells_of_the_series() -> None:
    text = (
        "The Congress of Harbour Towns has served as a bridge for years. "
        f"The Fourth Congress of Harbour Towns is taking place in Velm. {PADDING['en']}\n"
    )
    assert told(text, SERIES, "series") == [{"series": "Congress of Harbour Towns"}]
    assert told(text, EDITION, "ordinal", "status") == [{"ordinal": 4, "status": "under way"}]
