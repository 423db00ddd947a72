"""Two documents of one invented edition, and what they propose."""

from collections.abc import Callable
from datetime import datetime

import pytest

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.search import index_records
from folkmoot.rooms.evidence.models import (
    Proposal,
    Source,
)
from folkmoot.rooms.registry.models import City, Country
from tests.evidence.conftest import named
from tests.evidence.proposing import proposed

REPORT = """Fourth Lantern Coast Forum closes in Port Amber

12 May 2031

The Fourth Lantern Coast Forum was held in Port Amber on 10-11 May 2031 by the Lantern Chamber.

More than forty agreements were signed. "We came to trade, and we stayed to sing," said
Ilka Brandt, mayor of Port Amber.

The plenary session was opened by drummers. The next forum will be held in Ferrow.
"""
NOTICE = """Lantern Coast Forum to open in Port Amber

2 April 2031

Port Amber will host the Fourth Lantern Coast Forum on 10-11 May 2031. About thirty agreements
are expected, said Ilka Brandt.
"""


@pytest.fixture
def report(ingested: Callable[..., Source]) -> Source:
    return ingested(REPORT, "report.txt")


@pytest.fixture
def notice(ingested: Callable[..., Source]) -> Source:
    return ingested(NOTICE, "notice.txt")


@pytest.fixture
def towns(secretary: Actor, noon: datetime) -> dict[str, City]:
    country = Country.objects.create(code="QQ", name=named("Ruritania"))
    made = {}
    for name in ("Port Amber", "Ferrow"):
        made[name] = City.objects.create(
            name=named(name), country=country, latitude=1, longitude=1, time_zone="UTC"
        )
    index_records(made.values())
    return made


def the_edition(source: Source, **further: object) -> Proposal:
    return proposed(
        source,
        "edition",
        "Fourth Lantern Coast Forum",
        series=("Lantern Coast Forum", "Lantern Coast Forum"),
        ordinal=(4, "Fourth"),
        dates=("2031-05-10/2031-05-11", "10-11 May 2031"),
        place=(["Port Amber"], "Port Amber"),
        **further,
    )


def the_mayor(source: Source) -> Proposal:
    return proposed(source, "person", "Ilka Brandt", name="Ilka Brandt")
