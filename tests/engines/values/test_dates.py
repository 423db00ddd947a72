"""Partial dates: what is known stays known, and nothing more is invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines.values import dates
from folkmoot.engines.values.dates import DatePrecision, PartialDate, parse

MARKS = st.sampled_from(["", "~", "?", "%"])
DAYS = st.dates().map(lambda day: day.isoformat())
MONTHS = st.dates().map(lambda day: day.isoformat()[:7])
YEARS = st.dates().map(lambda day: day.isoformat()[:4])
DECADES = st.integers(1, 999).map(lambda number: f"{number:03d}X")
SEASONS = st.builds(lambda year, season: f"{year}-{season}", YEARS, st.integers(21, 24))
MOMENTS = st.builds(
    lambda moment, zone: moment.isoformat(timespec="seconds") + zone,
    st.datetimes(),
    st.sampled_from(["", "Z", "+03", "+05:30", "-11:00"]),
)
POINTS = st.builds(
    lambda text, mark: text + mark, st.one_of(DAYS, MONTHS, YEARS, DECADES, SEASONS), MARKS
)


@st.composite
def intervals(draw: st.DrawFn) -> str:
    first, last = draw(POINTS), draw(POINTS)
    if parse(first).earliest > parse(last).latest:
        first, last = last, first
    return draw(st.sampled_from([f"{first}/{last}", f"{first}/..", f"../{last}", f"/{last}"]))


ANY = st.one_of(POINTS, MOMENTS, intervals())


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("2023", DatePrecision.YEAR, date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-02", DatePrecision.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-21", DatePrecision.SEASON, date(2023, 3, 1), date(2023, 5, 31)),
        ("2023-23", DatePrecision.SEASON, date(2023, 9, 1), date(2023, 11, 30)),
        ("2023-24", DatePrecision.SEASON, date(2023, 12, 1), date(2024, 2, 29)),
        ("9999-24", DatePrecision.SEASON, date(9999, 12, 1), date.max),
        ("2023-06-28", DatePrecision.DAY, date(2023, 6, 28), date(2023, 6, 28)),
        ("2025-05-05T10:31:24", DatePrecision.MOMENT, date(2025, 5, 5), date(2025, 5, 5)),
        ("2025-05-05T10:31+03:00", DatePrecision.MOMENT, date(2025, 5, 5), date(2025, 5, 5)),
        ("202X", DatePrecision.DECADE, date(2020, 1, 1), date(2029, 12, 31)),
        (
            "2020-09-28/2020-09-29",
            DatePrecision.INTERVAL,
            date(2020, 9, 28),
            date(2020, 9, 29),
        ),
        ("2021/..", DatePrecision.INTERVAL, date(2021, 1, 1), date.max),
        ("/2021-06", DatePrecision.INTERVAL, date.min, date(2021, 6, 30)),
    ],
)
def test_a_date_spans_the_days_it_may_mean(
    text: str, precision: DatePrecision, earliest: date, latest: date
) -> None:
    value = parse(text)

    assert (value.precision, value.earliest, value.latest) == (precision, earliest, latest)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not a date"),
        (" 2023", "is not a date"),
        ("28.06.2023", "is not a date"),
        ("2023-6-28", "is not a date"),
        ("٢٠٢٣", "is not a date"),
        ("2023-13", "neither a month"),
        ("2023-02-29", "has no day 29"),
        ("2023-00-10", "neither a month"),
        ("2023-21-10", "cannot have a day"),
        ("0000", "outside 0001 to 9999"),
        ("000X", "outside 0001 to 9999"),
        ("2023-06-28T24:00:00", "not a time of day"),
        ("2023-06-28T10:00:00+15", "not an offset"),
        ("2023-06-28T10:00:00~", "without ~"),
        ("2023/2022", "ends before it starts"),
        ("../..", "at least one end"),
        ("/", "at least one end"),
        ("2020/2021/2022", "more than one slash"),
        ("2023-06-28T10:00:00/2024", "without a time of day"),
    ],
)
def test_what_is_not_a_date_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse(text)


def test_about_and_doubtful_are_kept_apart() -> None:
    marks = {text: parse(text) for text in ("2023", "2023~", "2023?", "2023%", "2020~/2021?")}

    assert {t: (v.is_approximate, v.is_uncertain) for t, v in marks.items()} == {
        "2023": (False, False),
        "2023~": (True, False),
        "2023?": (False, True),
        "2023%": (True, True),
        "2020~/2021?": (True, True),
    }


def test_only_an_undoubted_day_counts_as_the_day() -> None:
    days = {
        text: parse(text).day
        for text in ("2023-06-28", "2023-06-28T10:00", "2023-06-28~", "2023-06", "2023/2024")
    }

    assert days == {
        "2023-06-28": date(2023, 6, 28),
        "2023-06-28T10:00": date(2023, 6, 28),
        "2023-06-28~": None,
        "2023-06": None,
        "2023/2024": None,
    }


def test_a_year_stands_before_its_months_and_an_open_start_before_all() -> None:
    texts = ["2023-02", "2023-01-01T09:00", "2023-01-01", "2023", "2023-01", "../2030", "2022"]

    assert [str(value) for value in sorted(map(parse, texts))] == [
        "../2030",
        "2022",
        "2023",
        "2023-01",
        "2023-01-01",
        "2023-01-01T09:00",
        "2023-02",
    ]


def test_days_become_a_date_or_an_interval() -> None:
    first, last = date(2020, 9, 28), date(2020, 9, 29)

    assert str(dates.from_day(first)) == "2020-09-28"
    assert dates.from_days(first, first) == dates.from_day(first)
    assert str(dates.from_days(first, last)) == "2020-09-28/2020-09-29"
    with pytest.raises(ValueError, match="ends before it starts"):
        dates.from_days(last, first)


def test_an_interval_may_include_its_days_and_no_other() -> None:
    edition = parse("2020-09-28/2020-09-29")

    assert edition.may_include(date(2020, 9, 29))
    assert not edition.may_include(date(2020, 9, 30))


@given(ANY)
def test_writing_returns_what_was_read(text: str) -> None:
    assert str(parse(text)) == text


@given(ANY)
def test_a_date_never_ends_before_it_starts(text: str) -> None:
    value = parse(text)

    assert value.earliest <= value.latest


@given(ANY, ANY)
def test_any_two_dates_have_one_order(one: str, two: str) -> None:
    a, b = parse(one), parse(two)

    assert [a < b, a == b, a > b].count(True) == 1


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        value = parse(text)
    except ValueError:
        return
    assert isinstance(value, PartialDate)
