"""The fictional forum as it is told, before any database: same every time, and rich enough."""

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from folkmoot.engines.interchange import read_pack, write_pack
from folkmoot.project.demo.fiction.calendar import Calendar, in_words
from folkmoot.project.demo.fiction.records import Records, table, text
from folkmoot.project.demo.fiction.rows import DRAFT, EDITIONS, labels, rows_at, rows_of
from folkmoot.project.demo.fiction.sources import locate
from folkmoot.project.demo.fiction.story import Story, write_story

MAY_20 = Calendar(date(2031, 5, 20))


def _fields(story: Story, kind: str) -> list[dict]:
    return [record.fields for record in story.whole.records if record.kind == kind]


def test_the_same_day_tells_the_same_story(story):
    again = write_story(MAY_20)

    assert again == story
    assert list(write_pack(again.whole)) == list(write_pack(story.whole))


def test_another_day_moves_the_dates_and_no_identity(story):
    winter = write_story(Calendar(date(2032, 1, 31)))

    kinds = ("evidence.passage", "evidence.citation")  # lie elsewhere where a day is longer
    identities = [
        [(one.kind, one.uid) for one in told.whole.records if one.kind not in kinds]
        for told in (story, winter)
    ]
    assert identities[0] == identities[1]
    names = [_fields(told, "registry.person") for told in (story, winter)]
    assert names[0] == names[1]


def test_the_whole_is_what_the_stages_lead_to(story):
    reached = {(one.kind, one.uid): one for one in story.beginning.records}
    for stage in story.stages:
        reached |= {(one.kind, one.uid): one for one in stage.pack.records}
    reached |= {(one.kind, one.uid): one for one in story.evidence.records}

    assert reached == {(one.kind, one.uid): one for one in story.whole.records}


def test_the_stages_come_in_the_order_of_their_days(story):
    moments = [story.begins_at, *(stage.at for stage in story.stages)]

    assert moments == sorted(moments)


def test_a_pack_of_it_can_be_written_and_read(story):
    records = read_pack(write_pack(story.whole)).records

    assert [(one.kind, one.uid, one.fields) for one in records] == [
        (one.kind, one.uid, one.fields) for one in story.whole.records
    ]


def test_there_is_as_much_of_everything_as_promised(story):
    counts = Counter(record.kind for record in story.whole.records)

    assert counts["programme.edition"] == 3
    assert counts["registry.person"] == 300
    assert counts["registry.organisation"] >= 40
    assert counts["programme.session"] >= 115
    assert counts["evidence.source"] >= 6
    assert counts["evidence.citation"] >= 80
    assert counts["registry.membership"] >= 10


def test_nobody_has_the_name_of_somebody_else(story):
    names = Counter(str(one["name"]["texts"]) for one in _fields(story, "registry.person"))

    assert [name for name, times in names.items() if times > 1] == []


def test_names_are_written_in_five_scripts_and_known_in_latin_and_cyrillic(story):
    names = [one["name"] for one in _fields(story, "registry.person")]

    assert {name["original"] for name in names} == {"en", "pt", "ru", "el", "zh", "ar"}
    assert [name for name in names if "ru" not in name["texts"]] == []


def test_sessions_have_titles_in_two_languages_or_say_which_one_they_are_in(story):
    sessions = _fields(story, "programme.session")
    single = [one for one in sessions if set(one["title"]["texts"]) != {"en", "ru"}]

    assert {tuple(one["title"]["texts"]) for one in single} == {("en",), ("ru",)}
    assert all(list(one["title"]["texts"]) == one["languages"] for one in single)


def test_no_title_of_a_topic_comes_twice(story):
    taken = {row["en"] for row in table("occasions").values()}
    titles = Counter(
        one["title"]["texts"].get("en", "") for one in _fields(story, "programme.session")
    )

    assert [
        title for title, times in titles.items() if times > 1 and title and title not in taken
    ] == []


def test_offices_change_between_the_editions(story):
    holders = Counter(one["person"]["uid"] for one in _fields(story, "registry.officeheld"))

    assert sum(times > 1 for times in holders.values()) >= 40


@pytest.mark.parametrize("number", EDITIONS)
def test_a_change_is_in_the_programme_from_its_release_on(number):
    stages = labels(number)
    before = {row.key: row for row in rows_at(number, stages[0])}
    after = {row.key: row for row in rows_at(number, DRAFT)}

    assert before != after
    assert set(before) <= set(after) == {row.key for row in rows_of(number)}


def test_days_are_counted_from_the_day_of_loading():
    assert MAY_20.first_day(3) == date(2031, 5, 19)
    assert MAY_20.last_day(3) == date(2031, 5, 22)
    # Whole weeks lie between, so that every edition begins on the same day of the week.
    assert MAY_20.first_day(3) - MAY_20.first_day(1) == timedelta(weeks=104)


def test_a_moment_is_meant_on_the_clocks_of_its_zone():
    told = MAY_20.moment(3, 0, "12:00", "Asia/Almaty")

    assert told.astimezone(ZoneInfo("Asia/Almaty")).strftime("%F %H:%M") == "2031-05-19 12:00"


def test_days_are_written_as_documents_write_them():
    assert in_words(date(2031, 6, 4), "en") == "4 June 2031"
    assert in_words(date(2031, 6, 4), "ru") == "4 июня 2031 года"


def test_words_are_found_where_they_stand_once():
    assert locate("A bell, and another bowl", "another") == (12, 19)


def test_a_day_is_not_found_in_another_day():
    assert locate("From 22 May 2031 or 2 May 2031", "2 May 2031") == (20, 30)


@pytest.mark.parametrize(("words", "why"), [("boat", "do not stand"), ("a", "more than once")])
def test_words_that_cannot_be_pinned_down_are_refused(words, why):
    with pytest.raises(ValueError, match=why):
        locate("a bell and a bowl", words)


# A leap day, the ends of summer time on both sides of the sea, the turn of the year.
@pytest.mark.parametrize("day", ["2028-02-29", "2031-03-30", "2031-10-26", "2032-01-01"])
def test_any_day_can_be_the_day_of_loading(day):
    told = write_story(Calendar(date.fromisoformat(day)))

    assert len(told.documents) == len(table("evidence")["source"])


def test_a_record_is_told_once():
    records = Records()
    records.add("registry.country", "XA", code="XA", name=text("en", {"en": "Ambria"}))

    with pytest.raises(ValueError, match="told twice"):
        records.add("registry.country", "XA", code="XA")
