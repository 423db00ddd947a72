"""No change may find less, or make up more, than what was reached before.

The floors are set by ``python -m bench.extraction [--development] --write-floors
tests/extraction/floors.json``, after a look at the difference.
"""

from pathlib import Path

import pytest

from bench.extraction.floors import below, read_floors
from bench.extraction.gold import load
from bench.extraction.running import read_all

HERE = Path(__file__).parent
FLOORS = read_floors(HERE / "floors.json")


def test_the_development_set_is_read_as_well_as_before_and_springs_no_further_trap():
    told = read_all(load(HERE / "documents", "development", is_open=True))

    assert below(FLOORS["development"], told) == []


@pytest.mark.sources
def test_the_source_documents_are_read_as_well_as_before_and_spring_no_trap(sources_folder):
    told = read_all(load(sources_folder, "sources", is_open=True))

    assert below(FLOORS["sources"], told) == []
    assert FLOORS["sources"]["traps_hit"] == 0
