"""Lists share what stands above or before them; what stands elsewhere they do not."""

import pytest

from tests.extraction.figures.told import agreements, picked, projects


def test_documents_behind_among_them_share_the_deed() -> None:
    text = (
        "The delegates put their names to eleven documents, among them three memoranda on"
        " forestry, a contract for two ferries and a twinning deal between Skarn and Oulun."
    )
    assert picked(agreements(text), "name", "status", "count") == [
        ("documents", "signed", 11),
        ("memoranda on forestry", "signed", 3),
        ("contract", "signed", None),
        ("twinning deal between Skarn and Oulun", "signed", None),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Signed so far\n\n- Letter of intent on fire brigades\n- Charter of the Lakes\n",
            [("Letter of intent on fire brigades", "signed"), ("Charter of the Lakes", "signed")],
        ),
        (
            "In preparation\n\n- Memorandum on training\n- Treaty on water\n",
            [("Memorandum on training", "under way"), ("Treaty on water", "under way")],
        ),
        (
            "К подписанию готовятся:\n\n– соглашение об обмене врачами;\n\n– меморандум о музеях.\n",
            [("соглашение об обмене врачами", "expected"), ("меморандум о музеях", "expected")],
        ),
        ("How we work\n\n- Memorandum on training\n- Treaty on water\n", []),
    ],
)
def test_items_take_the_status_that_stands_above_them(
    text: str, told: list[tuple[str, str]]
) -> None:
    assert picked(agreements(text), "name", "status") == told


def test_a_total_counts_only_where_signing_was_told() -> None:
    signed = "Заводы подписали договор о молоке. Итого за форум – 17 контрактов."

    assert ("контракты", "signed", 17) in picked(agreements(signed), "name", "status", "count")
    assert agreements("Заводы готовят поставки. Итого за форум – 17 контрактов.") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Joint projects\n\n- a teacher exchange with Lowe, now in its sixth year\n"
            '- "Two Rivers": an orchestra\n',
            [("project", "teacher exchange with Lowe"), ("project", "Two Rivers")],
        ),
        (
            "Good practices\n\n- Bread on Saturdays (Dragomir): the bakehouse is fired up.\n"
            "- Walking tutors (Lowe): pupils take children to school.\n",
            [("practice", "Bread on Saturdays"), ("practice", "Walking tutors")],
        ),
        (
            "Какие проекты уже работают:\n\n– летняя школа реставраторов;\n\n– фонд взаимопомощи.\n",
            [("project", "летняя школа реставраторов"), ("project", "фонд взаимопомощи")],
        ),
        ("Sessions and projects\n\n- a walk along the lake\n- coffee\n", []),
    ],
)
def test_items_below_projects_or_practices_are_such(text: str, told: list[tuple[str, str]]) -> None:
    assert picked(projects(text), "type", "name") == told
