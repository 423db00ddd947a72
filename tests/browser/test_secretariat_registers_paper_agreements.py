"""A secretariat registers thirty paper agreements from a spreadsheet, and one more by hand."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from folkmoot.rooms.outcomes.models import Agreement, RegisterEntry, Rendition
from tests.browser.test_desk import go, secretary, sign_in
from tests.programme.conftest import Forum, forum

__all__ = ["forum", "go", "secretary"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEAD = ("Title", "Parties", "Kind", "Date", "Place", "Amount", "Currency")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCAN = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def row(number: int) -> list[Any]:
    """One agreement as a secretariat keeps it in its list."""
    towns = f"Port Amber; Hill Town {number % 7 + 1}"
    return [f"Agreement {number:02d} on ferries", towns, "agreement", f"{number % 28 + 1:02d}.05.2025",
            "Port Amber", 1000 * number, "EUR"]  # fmt: skip


def workbook(rows: list[list[Any]]) -> dict[str, Any]:
    """The list as a file for the page."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEAD)
    for one in rows:
        sheet.append(one)
    data = io.BytesIO()
    book.save(data)
    return {"name": "agreements.xlsx", "mimeType": XLSX, "buffer": data.getvalue()}


def line_of(page: Any, words: str) -> str:
    """What the plan says of the row with these words."""
    return str(page.get_by_role("row").filter(has_text=words).inner_text())


def test_thirty_agreements_come_from_a_spreadsheet_and_one_by_hand(
    page: Any, go: Callable[[str], Any], secretary: str, forum: Forum
) -> None:
    rows = [row(number) for number in range(1, 31)]
    wrong = [list(one) for one in rows]
    wrong[11][3] = "some day in May"
    wrong[22][6] = ""
    sign_in(page, go, secretary)
    page.get_by_role("link", name="Third", exact=True).first.click()
    page.get_by_label("This edition").get_by_role("link", name="Agreements").click()

    # The list is looked at first: nothing is written, and each fault is told at its row.
    page.get_by_role("link", name="From a list").click()
    page.locator('input[type="file"]').set_input_files(workbook(wrong))
    page.get_by_role("button", name="Look at it").click()
    page.get_by_text("2 rows cannot be taken.").wait_for()
    assert "13" in line_of(page, "Agreement 12").split()
    assert "cannot be taken" in line_of(page, "Agreement 12")
    assert "Date" in line_of(page, "Agreement 12")
    assert "currency" in line_of(page, "Agreement 23").lower()
    assert Agreement.objects.count() == 0

    # Corrected, it is recorded whole.
    page.get_by_role("link", name="Choose another file").click()
    page.locator('input[type="file"]').set_input_files(workbook(rows))
    page.get_by_role("button", name="Look at it").click()
    page.get_by_text("30 agreements would be recorded.").wait_for()
    page.get_by_role("button", name="Record them").click()
    page.get_by_text("30 agreements recorded.").wait_for()
    assert page.get_by_role("row").count() == 31
    page.get_by_role("link", name="Agreement 12 on ferries").click()
    page.get_by_role("heading", name="Agreement 12 on ferries", level=1).wait_for()
    page.get_by_text("13 May 2025").first.wait_for()

    # It gets its number in the register.
    page.get_by_role("link", name="Register it").click()
    page.get_by_role("button", name="Register it").click()
    page.get_by_text("The agreement has the number 1 in the register.").wait_for()
    page.get_by_role("navigation", name="You are here").get_by_role(
        "link", name="Agreements"
    ).click()
    assert line_of(page, "Agreement 12").split()[-1] == "1"

    # One more, typed from the paper: four fields, a scan, one button.
    page.get_by_role("link", name="Signed on paper").click()
    page.locator("#id_title").fill("Memorandum on lighthouses")
    page.locator("#id_parties").fill("Port Amber\nMount Slate")
    page.locator("#id_signed_on").fill("20.05.2025")
    page.locator('input[type="file"]').set_input_files(
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": SCAN}
    )
    page.get_by_role("button", name="Record", exact=True).click()
    page.get_by_text("“Memorandum on lighthouses” is recorded.").wait_for()
    page.get_by_text("31 agreements").wait_for()

    assert Agreement.objects.count() == 31
    assert RegisterEntry.objects.get().serial == 1
    assert (
        Rendition.objects.get(kind="scan").agreement.title.texts["en"]
        == "Memorandum on lighthouses"
    )


def test_the_same_list_again_makes_nothing_twice(
    page: Any, go: Callable[[str], Any], secretary: str, forum: Forum
) -> None:
    sign_in(page, go, secretary)
    for said in ("3 agreements would be recorded.", "0 agreements would be recorded."):
        go(f"/en/desk/editions/{forum.edition.uid}/agreements/import/")
        page.locator('input[type="file"]').set_input_files(workbook([row(1), row(2), row(3)]))
        page.get_by_role("button", name="Look at it").click()
        page.get_by_text(said).wait_for()
        if page.get_by_role("button", name="Record them").count():
            page.get_by_role("button", name="Record them").click()
            page.get_by_text("3 agreements recorded.").wait_for()

    assert page.get_by_text("here already").count() == 3
    assert Agreement.objects.count() == 3
