"""What stands at the beginning of a document: its title, its day, what sort of writing it is."""

import pytest

from folkmoot.engines.reading import Document, SourceKind, read_document

BODY = (
    "\n\nThe towns of the valley met for three days and spoke about roads, schools and water. "
    "Nobody left early. The mayors will meet again when the orchards are in flower."
) * 3


def read(text: str) -> Document:
    document = read_document(text.encode(), name="a.txt")
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Kastell, 19 September 2021", "2021-09-19"),
        ("By Ilse Varn | Posted 2023-11-20 08:15", "2023-11-20T08:15"),
        ("1 June 2023 · 4 min read", "2023-06-01"),
        ("Interview, 12 January 2024", "2024-01-12"),
        ("14 мая 2022 года, Ольшаны", "2022-05-14"),
        ("(с. Верхний Лог, 25 августа 2018 г.)", "2018-08-25"),
        ("30 октября 2023, 18:40 | Общество", "2023-10-30T18:40"),
        ("15:40, 3 June 2024", "2024-06-03"),
        ("12.06.2024 16:20 Экономика", "2024-06-12T16:20"),
        ("For immediate release – 12 June 2024", "2024-06-12"),
        ("2024/06/12", "2024-06-12"),
        ("12-06-2024", "2024-06-12"),
        ("Velmar, Wednesday, 12 June 2024", "2024-06-12"),
        ("Valley Business Daily, Thursday 8 February 2024", "2024-02-08"),
        ("Last updated: 3 March 2025", "2025-03-03"),
        ("By our own reporter in Velmar, 3 March 2025", "2025-03-03"),
        ("Press release No. 12, 3 March 2025", "2025-03-03"),
        ("Velmar (Upper Tarn), 3 March 2025", "2025-03-03"),
        ("Speech by the mayor, Velmar Town Hall, 3 March 2025", "2025-03-03"),
        ("№ 45 от 3 марта 2025 года", "2025-03-03"),
        ("Тарск. 3 марта 2025 года", "2025-03-03"),
        ("(Velmar, March 3, 2025. Check against delivery.)", "2025-03-03"),
        ("ИА «Долина». 3 марта 2025 года", "2025-03-03"),
        ("Газета «Берега долины», № 24 (981), 3 марта 2025 г.", "2025-03-03"),
    ],
)
def test_the_day_stands_beside_a_place_an_author_or_a_section(line: str, published: str) -> None:
    document = read(f"Valley towns meet\n\n{line}{BODY}")
    assert (document.title, document.published) == ("Valley towns meet", published)
    assert document.published_span is not None
    start, end = document.published_span
    assert document.text[start:end] in line


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("VIREND, Aug. 30, 2022 — ", "2022-08-30"),
        ("VIREND, August 30, 2022 — ", "2022-08-30"),
        ("VIREND, 30 August 2022 (Agency) — ", "2022-08-30"),
        ("ВЕРХНИЙ ЛОГ, 30 августа 2022 г. /Агентство/ ", "2022-08-30"),
        ("Virend / online, 30 August 2022. ", "2022-08-30"),
        ("VIREND, August 30, 2022 -- ", "2022-08-30"),
        ("30 August 2022, VIREND - ", "2022-08-30"),
        ("(Virend, 30 August 2022) ", "2022-08-30"),
    ],
)
def test_a_wire_story_names_its_day_between_place_and_dash(
    head: str, published: str | None
) -> None:
    document = read("Storm pushes the congress to autumn\n\n" + head + BODY.strip())
    assert document.published == published


@pytest.mark.parametrize(
    "line",
    [
        "9–11 October 2024 | Saltmere, Congress Hall",
        "The forum of the four valleys, 12 June 2024",
        "The mayors met on 12 June 2024 and signed nothing.",
        "12 June 2024 – 14 June 2024",
        "Registration closes on 12 June 2024",
        "- A new ferry by 12 June 2024",
    ],
)
def test_days_of_the_event_are_not_the_day_of_publication(line: str) -> None:
    assert read(f"Valley towns meet\n\n{line}{BODY}").published is None


@pytest.mark.parametrize(
    "label",
    [
        "PRESS RELEASE",
        "Home | About | Members | News | Contact",
        "ПРЕСС-РЕЛИЗ",
        "News",
        "Home / News / International cooperation",
        "Главная — Пресс-центр — Новости",
        "Office of the Governor of Upper Velm",
        "Velmar Municipality",
        "Правительство Верхней области",
        "Valley Newsletter No. 38 – Spring 2022",
        "Вестник долины, 5-й год издания",
        "The Valley Mercury",
        "SOCIETY | Regions",
        "ОБЩЕСТВО",
        "By Ilse Varn",
    ],
)
def test_a_line_that_only_labels_is_not_the_title(label: str) -> None:
    assert read(f"{label}\n\nValley towns meet{BODY}").title == "Valley towns meet"


def test_a_heading_and_the_line_under_it_are_not_one_paragraph() -> None:
    document = read(
        "Programme of the 11th Forum of the Four Valleys, Velmar\nThree days in the old granary"
        + BODY
    )
    assert document.title == "Programme of the 11th Forum of the Four Valleys, Velmar"


@pytest.mark.parametrize(
    "headline",
    [
        "Government of Upper Velm pays for six bridges",
        "Правительство Верхней области утвердило шесть мостов",
    ],
)
def test_a_headline_about_who_governs_is_a_title(headline: str) -> None:
    assert read(f"{headline}\n\nBridges will open in May{BODY}").title == headline


def test_a_day_under_a_long_headline_is_a_line_of_its_own() -> None:
    headline = "Opening remarks by Governor Ilse Varn at the Forum of the Four Valleys"
    document = read(f"{headline}\nVelmar, 9 September 2021{BODY}")
    assert (document.title, document.published) == (headline, "2021-09-09")


@pytest.mark.parametrize("line", ['(c) "Who owns the water?"', "4. Выставка «Сделано в долине»"])
def test_a_line_of_a_list_is_neither_copyright_nor_a_path(line: str) -> None:
    document = read(f"Valley towns meet{BODY}\n\n{line}\n\nThe mayors went home.")
    assert line in [document.words_of(one) for one in document.blocks if not one.is_aside]


@pytest.mark.parametrize(
    ("top", "end"),
    [
        ("DECLARATION\nadopted in Velmar on 14 May 2019", ""),
        ("DECLARATION\nVelmar, 12-14 May 2019", ""),
        ("DECLARATION", "\n\nAdopted unanimously in Velmar, 14 May 2019"),
        ("РЕЗОЛЮЦИЯ", "\n\nПринято единогласно 14 мая 2019 года."),
    ],
)
def test_a_declaration_is_of_the_day_when_it_was_adopted(top: str, end: str) -> None:
    assert read(top + BODY + end).published == "2019-05-14"


ANSWER = "We meet because the river does not ask where the border is, and neither do the fish."


@pytest.mark.parametrize(
    ("top", "asks", "answers"),
    [
        ("“Rivers do not ask”", "Q: {}", "A: {}"),
        ("Ilse Varn: “Rivers do not ask”", "{}", "{}"),
        ("Ильза Варн: «Реки не спрашивают»", "— {}", "— {}"),
    ],
)
def test_questions_with_answers_below_make_an_interview(top: str, asks: str, answers: str) -> None:
    talk = [
        line
        for question in ("Why do you meet?", "Who pays for it?", "And after that?")
        for line in (asks.format(question), answers.format(ANSWER))
    ]
    text = "\n\n".join([top, "The director of the forum received us at the mill.", *talk])
    assert read(text).kind == SourceKind.INTERVIEW


def test_one_question_to_the_reader_makes_no_interview() -> None:
    assert read("Valley towns meet\n\nWho pays for it?" + BODY).kind == SourceKind.NEWS_ARTICLE


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Frequently asked questions", SourceKind.WEB_PAGE),
        ("О форуме", SourceKind.WEB_PAGE),
        ("Save the date: Forum of the Four Valleys", SourceKind.PRESS_RELEASE),
        ("Объявление", SourceKind.PRESS_RELEASE),
        ("“No more resolutions”: the valleys want a ferry", SourceKind.NEWS_ARTICLE),
        ("Resolution of the Forum of the Four Valleys", SourceKind.DECLARATION),
    ],
)
def test_the_title_tells_the_kind_unless_it_stands_in_quotation_marks(
    title: str, kind: SourceKind
) -> None:
    assert read(title + BODY).kind == kind


def test_plain_prose_without_other_signs_is_news() -> None:
    assert read("Valley towns meet" + BODY).kind == SourceKind.NEWS_ARTICLE


def test_a_timetable_in_the_title_makes_no_programme() -> None:
    kind = read("“We left with a timetable,” say the mayors" + BODY).kind
    assert kind == SourceKind.NEWS_ARTICLE
