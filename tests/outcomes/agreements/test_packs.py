"""Agreements travel to another installation with their acts, and are there what they are here."""

import pytest

from folkmoot.engines.interchange import read_pack, write_pack
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.packs import all_records, export_pack, import_pack
from folkmoot.rooms.outcomes.models import (
    Act,
    Agreement,
    AgreementLink,
    Clause,
    Party,
    TextVersion,
)
from folkmoot.rooms.outcomes.queries.agreements import agreement_rows, status_table_csv
from tests.outcomes.making import NOON, TODAY, make_agreed, make_paper, make_signed

pytestmark = pytest.mark.django_db


def told():
    """What a reader sees of all agreements."""
    rows = agreement_rows(Agreement.objects.order_by("id"), TODAY)
    return [
        (str(row.agreement), row.standing.state, status_table_csv(row.agreement, TODAY))
        for row in rows
    ]


def test_an_agreement_is_elsewhere_what_it_is_here(edition):
    make_paper(edition)
    make_signed(edition, entry_rule="approvals")
    make_agreed(edition)
    before = told()
    pack = read_pack(write_pack(export_pack(title="all", records=all_records())))
    TextVersion.objects.all().delete()
    for model in (Act, AgreementLink, Clause, Party, Agreement):
        model.objects.all().delete()

    import_pack(actor=SYSTEM, pack=pack, at=NOON)

    assert told() == before
    assert [row[1].value for row in before] == ["in_force", "pending_approval", "text_agreed"]
    assert import_pack(actor=SYSTEM, pack=pack, at=NOON).changed == 0
