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
    ],
)
def test_days_of_the_event_are_not_the_day_of_publication(line: str) -> None:
    assert read(f"Valley towns meet\n\n{line}{BODY}").published is None


@pytest.mark.parametrize(
    "label", ["PRESS RELEASE", "Home | About | Members | News | Contact", "ПРЕСС-РЕЛИЗ", "News"]
)
def test_a_line_that_only_labels_is_not_the_title(label: str) -> None:
    assert read(f"{label}\n\nValley towns meet{BODY}").title == "Valley towns meet"


def test_a_heading_and_the_line_under_it_are_not_one_paragraph() -> None:
    document = read(
        "Programme of the 11th Forum of the Four Valleys, Velmar\nThree days in the old granary"
        + BODY
    )
    assert document.title == "Programme of the 11th Forum of the Four Valleys, Velmar"


def test_plain_prose_without_other_signs_is_news() -> None:
    assert read("Valley towns meet" + BODY).kind == SourceKind.NEWS_ARTICLE


def test_a_timetable_in_the_title_makes_no_programme() -> None:
    kind = read("“We left with a timetable,” say the mayors" + BODY).kind
    assert kind == SourceKind.NEWS_ARTICLE
