"""Last year's list from a spreadsheet: told first, imported once, harmless whatever it holds."""

import io
import zipfile
from datetime import date
from time import monotonic

import pytest
from openpyxl import Workbook

from folkmoot.kernel.files import FileRefused
from folkmoot.kernel.refusals import Invalid, NotAllowed
from folkmoot.kernel.sheets import read_table
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Act, Agreement
from folkmoot.rooms.outcomes.queries.standing_rows import agreement_standing
from folkmoot.rooms.outcomes.services.importing_cells import (
    CellFault,
    heads_of,
    read_date,
    read_kind,
    read_languages,
    read_money,
    read_parties,
)
from folkmoot.rooms.outcomes.services.importing_rows import Difference, RowState
from folkmoot.rooms.outcomes.terms.agreements import AgreementState
from folkmoot.rooms.outcomes.terms.importing import ImportHasFaults
from folkmoot.rooms.programme.models import Strand
from folkmoot.rooms.registry.services import create_organisation
from tests.conftest import actor_with
from tests.outcomes.making import NOON, TODAY, both, make_edition

pytestmark = pytest.mark.django_db

GOOD = (
    "Title,Parties,Kind,Date,Place,No.,Amount,Currency,Strand,Link,Remarks\n"
    'Ferry line,"Harbour Council; Mount Slate",memorandum,2031-09-10,Port Amber,7-F,'
    '"1 250 000,50",EUR,Trade,https://example.org/7,shown\n'
    "Соглашение о школах,Порт Амбер — Маунт Слейт,,10.09.2031,,,,,,,\n"
)


def csv_bytes(text: str = GOOD, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding)


def workbook(*rows, **named) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for name, value in named.items():
        sheet[name] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def plan(actor, edition, data, name="list.csv", **values):
    return services.plan_import(
        actor=actor, edition=edition, data=data, name=name, at=NOON, **values
    )


def bring_in(actor, edition, data, name="list.csv", **values):
    return services.import_agreements(
        actor=actor, edition=edition, data=data, name=name, at=NOON, **values
    )


def states(told):
    return [row.state.value for row in told.rows]


@pytest.fixture
def trade(edition):
    return Strand.objects.create(edition=edition, name=both("Trade", "Торговля"))


def test_the_dry_run_tells_what_would_be_made_and_writes_nothing(edition, own, trade):
    council = create_organisation(
        actor=actor_with("administrator"), values={"name": both("Harbour Council")}, at=NOON
    )

    told = plan(own, edition, csv_bytes())

    first, second = told.rows
    assert (states(told), told.unknown_heads, told.faults) == (["new", "new"], ("Remarks",), ())
    assert [(str(one.name), one.organisation) for one in first.parties] == [
        ("Harbour Council", council),
        ("Mount Slate", None),
    ]
    assert (first.number, first.kind, first.stated) == (2, "memorandum", "2031-09-10")
    assert (second.title.original, second.kind, second.stated) == ("ru", "agreement", "2031-09-10")
    assert not Agreement.objects.exists()


def test_the_list_is_imported_with_every_column(edition, own, trade):
    told = bring_in(own, edition, csv_bytes())

    first = told.rows[0].agreement
    first.refresh_from_db()
    assert (told.is_done, Agreement.objects.count()) == (True, 2)
    assert (str(first), first.kind, first.signed_on) == (
        "Ferry line",
        "memorandum",
        date(2031, 9, 10),
    )
    assert (first.number, first.url, str(first.signed_at_place)) == (
        "7-F",
        "https://example.org/7",
        "Port Amber",
    )
    assert (str(first.amount), first.currency, first.strand) == ("1250000.50", "EUR", trade)
    assert agreement_standing(first, TODAY).state is AgreementState.IN_FORCE
    assert not first.is_public


def test_importing_a_list_again_makes_nothing_twice_and_shows_changed_cells(edition, own, trade):
    bring_in(own, edition, csv_bytes())
    changed = GOOD.replace("7-F", "8-F").replace("memorandum", "contract")

    again = bring_in(own, edition, csv_bytes())
    told = bring_in(own, edition, csv_bytes(changed))

    assert (states(again), states(told)) == (["same", "same"], ["different", "same"])
    assert told.rows[0].differences == (
        Difference("number", "7-F", "8-F"),
        Difference("kind", "memorandum", "contract"),
    )
    assert Agreement.objects.count() == 2
    assert Agreement.objects.filter(number="7-F", kind="memorandum").count() == 1


def test_a_row_that_stands_twice_in_the_list_is_made_once(edition, own, trade):
    twice = GOOD + GOOD.splitlines()[1].replace("Ferry line", "FERRY  Line") + "\n"

    told = bring_in(own, edition, csv_bytes(twice))

    assert states(told) == ["new", "new", "repeated"]
    assert [remark.sentence for remark in told.rows[2].remarks] == ["The same as row 2."]
    assert Agreement.objects.count() == 2


def test_wrong_rows_are_named_with_row_column_and_sentence_and_nothing_is_written(edition, own):
    data = csv_bytes(
        "Название;Стороны;Дата;Сумма;Секция;Ссылка\n"
        ";Порт Амбер|Маунт Слейт;2031-09-10;;;\n"
        "О школах;Порт Амбер;вчера;;;\n"
        "О дорогах;А|Б;2032-01-01;12,500;Торговля;example\n"
        "О паромах;А|Б;05/06/2031;;;\n"
        "О мостах;А|Б;10.09.2031;;;\n"
    )

    with pytest.raises(ImportHasFaults) as refused:
        bring_in(own, edition, data)

    told = refused.value.fields["plan"]
    assert states(told) == ["wrong", "wrong", "wrong", "wrong", "new"]
    assert [(one.row, one.column) for one in told.remarks] == [
        (2, "Название"),
        (3, "Стороны"),
        (3, "Дата"),
        (4, "Дата"),
        (4, "Сумма"),
        (4, "Ссылка"),
        (4, "Секция"),
        (5, "Дата"),
    ]
    assert not Agreement.objects.exists()
    assert states(bring_in(own, edition, data, skip_wrong=True)).count("new") == 1
    assert [str(one) for one in Agreement.objects.all()] == ["О мостах"]


@pytest.mark.parametrize("write", [plan, bring_in])
def test_who_may_not_edit_the_edition_imports_nothing(edition, other, write):
    for actor in (other, actor_with("reader")):
        with pytest.raises(NotAllowed):
            write(actor, edition, csv_bytes())


def test_a_partial_date_stays_as_it_is_stated(edition, own):
    data = csv_bytes("Title,Parties,Date\nAccord,A;B,June 2031\nOther accord,A;B,\n")

    with pytest.raises(ImportHasFaults):
        bring_in(own, edition, data)
    bring_in(own, edition, data, default_date="2031")

    assert sorted(act.done_as_stated for act in Act.objects.all()) == [
        "2031", "2031", "2031-06", "2031-06",
    ]  # fmt: skip
    assert states(bring_in(own, edition, data, default_date="2031")) == ["same", "same"]
    with pytest.raises(Invalid):
        plan(own, edition, data, default_date="soon")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators_are_found_out(edition, own, encoding, separator):
    rows = [
        ("Название", "Сторона 1", "Сторона 2", "Дата"),
        ("О школах, дорогах", "Порт", "Маунт", "1 июня 2031 г."),
    ]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)

    (row,) = plan(own, edition, text.encode(encoding)).rows

    assert (str(row.title), row.stated) == ("О школах, дорогах", "2031-06-01")
    assert [str(one.name) for one in row.parties] == ["Порт", "Маунт"]


def test_a_workbook_is_read_with_its_days_and_numbers(edition, own):
    data = workbook(
        ["List of agreements"],
        [],
        ["Title", "Title (ru)", "Parties", "Date", "Amount", "Currency"],
        ["Ferry", "О пароме", "A\nB", date(2031, 9, 10), 1250000, "EUR"],
    )

    (row,) = plan(own, edition, data, "list.xlsx").rows

    assert (row.number, dict(row.title.texts), row.stated) == (
        4,
        {"en": "Ferry", "ru": "О пароме"},
        "2031-09-10",
    )
    assert (str(row.values["amount"]), row.values["currency"]) == ("1250000", "EUR")


def test_formulas_are_never_evaluated_and_text_that_looks_like_one_stays_text(edition, own):
    formula = workbook(
        ["Title", "Parties", "Date"],
        ["=1+1", "A;B", "2031-09-10"],
    )
    text = csv_bytes("Title,Parties,Date\n=HYPERLINK(1),A;B,2031-09-10\n'=CMD(),A;C,2031-09-10\n")

    (unsaved,) = plan(own, edition, formula, "list.xlsx").rows
    typed, own_export = plan(own, edition, text).rows

    assert unsaved.state is RowState.WRONG  # it shows no value
    assert (str(typed.title), str(own_export.title)) == ("=HYPERLINK(1)", "=CMD()")


def _bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b" " * 60_000_000)
    return buffer.getvalue()


def _entities() -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["Title"]))) as good,
        zipfile.ZipFile(buffer, "w") as package,
    ):
        for part in good.namelist():
            content = good.read(part)
            if part == "xl/worksheets/sheet1.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            package.writestr(part, content)
    return buffer.getvalue()


def _many_parts() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for number in range(600):
            package.writestr(f"xl/{number}.xml", b"<a/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n ",
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0 old",
        b"\x00\x01\x02 binary",
        b"x" * 6_000_000,
        _bomb(),
        _entities(),
        _many_parts(),
        workbook(["Title"])[:-40],
    ],
    ids=["empty", "blank", "broken", "old", "binary", "large", "bomb", "entities", "parts", "cut"],
)
def test_hostile_or_damaged_files_are_refused_with_a_reason(data):
    with pytest.raises(FileRefused):
        read_table(data, "list.xlsx")


def test_a_sheet_that_claims_a_million_rows_costs_only_what_is_there():
    data = workbook(["Title", "Parties"], XFD1048576="far away")

    table = read_table(data, "list.xlsx")

    assert [row.cells[:2] for row in table.rows] == [("Title", "Parties")]


def test_a_list_without_the_needed_columns_says_which(edition, own):
    told = plan(own, edition, csv_bytes("Город,Год\nМинск,2031\n"))

    assert len(told.faults) == 3
    assert told.rows == ()
    with pytest.raises(ImportHasFaults):
        bring_in(own, edition, csv_bytes("Город,Год\nМинск,2031\n"))


def test_two_editions_keep_their_own_lists(edition, own, trade):
    later = make_edition("2033", edition.series, ordinal=4)
    bring_in(own, edition, csv_bytes())

    told = plan(actor_with("administrator"), later, csv_bytes())

    assert "same" not in states(told)


@pytest.mark.parametrize("count", [1, 3])
def test_a_dry_run_costs_no_more_with_more_rows(edition, own, count, django_assert_num_queries):
    rows = "".join(f"Accord {number},A;B,2031-09-10\n" for number in range(count))
    plan(own, edition, csv_bytes())  # the edition's series is loaded

    with django_assert_num_queries(6):
        told = plan(own, edition, csv_bytes(f"Title,Parties,Date\n{rows}"))

    assert states(told) == ["new"] * count


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2031-05-20", "2031-05-20"),
        ("2031-05-20 00:00:00", "2031-05-20"),
        ("20.05.2031", "2031-05-20"),
        ("20.05.2031 г.", "2031-05-20"),
        ("20/05/2031", "2031-05-20"),
        ("05/20/2031", "2031-05-20"),
        ("05/05/2031", "2031-05-05"),
        ("20 мая 2031 г.", "2031-05-20"),
        ("20 траўня 2031 г.", "2031-05-20"),
        ("20 мая 2031", "2031-05-20"),
        ("20 May 2031", "2031-05-20"),
        ("May 20, 2031", "2031-05-20"),
        ("май 2031", "2031-05"),
        ("05.2031", "2031-05"),
        ("2031", "2031"),
        ("2031-05", "2031-05"),
        ("05/06/2031", None),
        ("31.02.2031", None),
        ("45835", None),
        ("yesterday", None),
    ],
)
def test_a_date_is_read_as_stated_or_not_at_all(written, read):
    if read is None:
        with pytest.raises(CellFault):
            read_date(written)
    else:
        assert read_date(written) == read


@pytest.mark.parametrize(
    ("amount", "currency", "read"),
    [
        ("", "", (None, "")),
        ("1250", "EUR", ("1250", "EUR")),
        ("1 250 000,50", "eur", ("1250000.50", "EUR")),
        ("1,250,000.50 EUR", "", ("1250000.50", "EUR")),
        ("1.250.000", "EUR", ("1250000", "EUR")),
        ("12,5", "EUR", ("12.5", "EUR")),
        ("1,250", "EUR", None),
        ("1.25.30", "EUR", None),
        ("1250", "", None),
        ("1250", "euro", None),
        ("1250", "XQX", None),
        ("about a million", "EUR", None),
        ("1.005", "EUR", None),
        ("1250.123", "EUR", None),
    ],
)
def test_money_is_read_exactly_or_not_at_all(amount, currency, read):
    if read is None:
        with pytest.raises(CellFault):
            read_money(amount, currency)
    else:
        number, code = read_money(amount, currency)
        assert (None if number is None else str(number), code) == read


def test_headings_kinds_languages_and_parties_in_three_languages():
    heads = heads_of(["Название (рус)", "Title_en:", "Бакі", "Party 2", "№", "What"])

    assert [(head.column, head.language) for head in heads] == [
        ("title", "ru"), ("title", "en"), ("parties", ""), ("parties", ""), ("number", ""),
        ("", ""),
    ]  # fmt: skip
    assert [read_kind(one) for one in ("Рамочное соглашение", "Дарожная карта", "MoU", "plan")] == [
        "framework", "roadmap", None, "plan",
    ]  # fmt: skip
    assert read_languages("русский и английский; be") == ["ru", "en", "be"]
    assert read_parties(["Port – Mount; Port", "Ferrow | Санкт-Петербург"]) == [
        "Port", "Mount", "Ferrow", "Санкт-Петербург",
    ]  # fmt: skip


@pytest.mark.parametrize("filler", [" ", "_", "-", "1 ", "; ", "—", "("])
def test_no_cell_takes_the_reader_for_ever(edition, own, filler):
    cell = filler * 3000
    rows = f'Title,Parties,Date,Amount,Title {cell}\n"{cell}a","{cell}b","{cell}","{cell}",x\n'

    began = monotonic()
    plan(own, edition, csv_bytes(rows * 20))

    assert monotonic() - began < 5
