"""Records travel in packs: out, in again, in once more, and refused when faulty."""

from datetime import date

import pytest

from folkmoot.engines.interchange import Pack, PackFault, PackRecord, read_pack, write_pack
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing
from folkmoot.kernel.packs import ImportReport, PackRefused, all_records, export_pack, import_pack
from folkmoot.rooms.programme.models import Edition, Series

pytestmark = pytest.mark.django_db


@pytest.fixture
def pack(system, noon) -> Pack:
    """A series with two editions, the second copied from the first; then an empty database."""
    series = editing.create(
        actor=system,
        model=Series,
        values={
            "slug": "amber",
            "name": Multilingual.of("en", en="Amber Forum", ru="Янтарный форум"),
        },
        at=noon,
    )
    first = editing.create(
        actor=system,
        model=Edition,
        values={
            "series": series,
            "slug": "first",
            "ordinal": 1,
            "name": Multilingual.of("en", en="First"),
            "starts_on": date(2031, 6, 1),
            "ends_on": date(2031, 6, 3),
            "languages": ["en", "ru"],
        },
        at=noon,
    )
    editing.create(
        actor=system,
        model=Edition,
        values={
            "series": series,
            "slug": "second",
            "ordinal": 2,
            "name": Multilingual.of("en", en="Second"),
            "copied_from": first,
        },
        at=noon,
    )
    made = export_pack(title="Amber", records=all_records())
    Edition.objects.update(copied_from=None)
    Edition.objects.all().delete()
    Series.objects.all().delete()
    return made


def test_a_pack_comes_back_as_it_went(pack, system, noon):
    report = import_pack(actor=system, pack=read_pack(write_pack(pack)), at=noon)

    assert report == ImportReport(created=3, changed=0, unchanged=0)
    assert export_pack(title="Amber", records=all_records()) == pack


def test_a_second_import_changes_nothing(pack, system, noon):
    import_pack(actor=system, pack=pack, at=noon)

    assert import_pack(actor=system, pack=pack, at=noon) == ImportReport(0, 0, 3)


def test_an_import_clears_what_the_pack_says_is_empty(pack, system, noon):
    import_pack(actor=system, pack=pack, at=noon)
    series = Series.objects.get()
    summary = Multilingual.of("en", en="Added here.")
    editing.change(
        actor=system, record=series, values={"is_public": True, "summary": summary}, at=noon
    )

    report = import_pack(actor=system, pack=pack, at=noon)

    series.refresh_from_db()
    assert (report.changed, series.is_public, bool(series.summary)) == (1, False, False)


def test_a_dry_run_counts_and_writes_nothing(pack, system, noon):
    report = import_pack(actor=system, pack=pack, at=noon, dry_run=True)

    assert (report, Series.objects.count()) == (ImportReport(3, 0, 0), 0)


def test_a_pack_with_faults_names_every_line_and_writes_nothing(pack, system, noon):
    series, first, second = pack.records
    broken = Pack(
        "Amber",
        (
            series,
            PackRecord(first.kind, first.uid, {**first.fields, "colour": "amber"}, line=3),
            PackRecord(second.kind, second.uid, {**second.fields, "slug": "not a slug"}, line=4),
        ),
    )

    with pytest.raises(PackRefused) as refused:
        import_pack(actor=system, pack=broken, at=noon)

    assert [fault.split(":")[0] for fault in refused.value.faults] == ["line 3", "line 4"]
    assert Series.objects.count() == 0


@pytest.mark.parametrize(
    ("lines", "line", "problem"),
    [
        ([], 1, "the file is empty"),
        (["{}"], 1, 'the first line must be {"folkmoot_pack": 1, …}'),
        (['{"folkmoot_pack": 1}', "[]"], 2, "a line must be a JSON object"),
        (['{"folkmoot_pack": 1}', '{"kind": "a", "uid": "x", "fields": {}}'], 2, "'x' is no UUID"),
    ],
)
def test_a_file_that_is_no_pack_is_refused_with_its_line(lines, line, problem):
    with pytest.raises(PackFault) as refused:
        read_pack(lines)

    assert (refused.value.line, refused.value.problem) == (line, problem)
