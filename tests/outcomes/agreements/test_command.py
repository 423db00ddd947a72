"""The command that brings in a list of agreements."""

import json

import pytest
import typer
from typer.testing import CliRunner

from folkmoot.kernel.refusals import NotFound
from folkmoot.project.cli import outcomes
from folkmoot.rooms.outcomes.models import Agreement
from folkmoot.rooms.outcomes.terms.importing import ImportHasFaults

pytestmark = pytest.mark.django_db

GOOD = "Title,Parties,Date\nFerry accord,Port Amber;Mount Slate,2021-09-10\n"
WRONG = "Title,Parties,Date\nFerry accord,Port Amber,soon\n"


@pytest.fixture
def run(edition, tmp_path):
    """Types the command about a list of these words."""
    app = typer.Typer()
    outcomes.register(app)
    address = f"{edition.series.slug}/{edition.slug}"

    def type_command(text, *options, edition=address):
        path = tmp_path / "list.csv"
        path.write_text(text)
        words = ["outcomes", "import", str(path), "--edition", edition, *options]
        result = CliRunner().invoke(app, words)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return type_command


def test_it_tells_first_and_writes_only_when_asked_to(run):
    dry = run(GOOD)
    before = Agreement.objects.count()
    wet = run(GOOD, "--commit")
    again = run(GOOD, "--commit", "--json")

    assert (dry[0], before, wet[0], Agreement.objects.count()) == (0, 0, 0, 1)
    assert "Nothing was written." in dry[1]
    assert "Written." in wet[1]
    assert json.loads(again[1])["counts"] == {
        "new": 0, "same": 1, "different": 0, "repeated": 0, "wrong": 0,
    }  # fmt: skip


def test_a_wrong_list_ends_with_one_and_writes_nothing(run):
    code, told = run(WRONG)
    with pytest.raises(ImportHasFaults):
        run(WRONG, "--commit")

    assert code == 1
    assert "“soon” is no date" in told
    assert not Agreement.objects.exists()


def test_an_unknown_edition_is_not_found(run):
    with pytest.raises(NotFound):
        run(GOOD, edition="lantern-2031/none")
