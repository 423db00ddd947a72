"""What the template tags say, in the language of the reader."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.ui.figures import say_figure
from folkmoot.ui.markup import markdown_to_text
from tests.ui.helpers import rendered

TITLE = Multilingual.of("ru", ru="Малые города", en="Small <towns>")
MORNING = datetime(2027, 9, 14, 7, 30, tzinfo=UTC)


def test_a_text_is_shown_in_the_language_of_the_reader_and_is_escaped() -> None:
    assert rendered("{% text title %}", title=TITLE) == (
        '<span lang="en" dir="auto">Small &lt;towns&gt;</span>'
    )
    with translation.override("ru"):
        assert rendered("{% text title %}", title=TITLE) == (
            '<span lang="ru" dir="auto">Малые города</span>'
        )


def test_a_text_in_another_language_says_which() -> None:
    only_russian = Multilingual.of("ru", ru="Малые города")
    assert rendered("{% text title %}", title=only_russian) == (
        '<span lang="ru" dir="auto">Малые города</span>'
        ' <abbr class="language-tag" title="Russian">ru</abbr>'
    )


def test_no_text_and_plain_words_need_no_element() -> None:
    assert (
        rendered(
            "{% text empty %}|{% text none %}|{% text words %}",
            empty=Multilingual({}, "en"),
            none=None,
            words="a < b",
        )
        == "||a &lt; b"
    )


def test_the_words_alone_can_be_had_for_an_attribute() -> None:
    assert rendered("{{ title|plain }}|{{ title|plain:'ru' }}", title=TITLE) == (
        "Small &lt;towns&gt;|Малые города"
    )


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2027", '<time datetime="2027">2027</time>'),
        ("2027-09", '<time datetime="2027-09">September 2027</time>'),
        ("2027-09-14", '<time datetime="2027-09-14">14 September 2027</time>'),
        ("2027-22", "summer 2027"),
        ("202X", "the 2020s"),
        ("2027-09~", "about September 2027"),
        ("2027?", "perhaps 2027"),
        ("2027%", "perhaps about 2027"),
        ("2019/..", "since 2019"),
        ("2019/", "from 2019, end not known"),
        ("../2019", "until 2019"),
        ("2025/2026-03", "2025 to March 2026"),
        ("2025-05-05T10:31:24Z", "5 May 2025, 10:31"),
        ("", ""),
    ],
)
def test_a_date_is_said_as_well_as_it_is_known(edtf: str, said: str) -> None:
    assert rendered("{% partial_date edtf %}", edtf=edtf) == said


@pytest.mark.parametrize(
    ("language", "said"), [("ru", "сентябрь 2027\u202fг."), ("be", "верасень 2027")]
)
def test_a_month_is_said_in_the_language_of_the_reader(language: str, said: str) -> None:
    with translation.override(language):
        html = rendered("{% partial_date '2027-09' %}")
    assert said.replace("\u202f", " ") in html.replace("\xa0", " ").replace("\u202f", " ")


def test_two_days_are_said_as_one_span() -> None:
    html = rendered("{% date_range a b %}", a=date(2027, 9, 14), b=date(2027, 9, 16))
    assert html == '<span class="dates">14–16 Sept 2027</span>'
    assert rendered("{% date_range a %}", a=date(2027, 9, 14)) == (
        '<time datetime="2027-09-14">14 September 2027</time>'
    )


def test_a_moment_is_shown_on_the_clock_of_the_venue_with_its_offset() -> None:
    html = rendered("{% local_time moment 'Europe/Minsk' %}", moment=MORNING)
    assert html == (
        '<span class="local-time"><time datetime="2027-09-14T10:30+03:00"'
        ' data-zone="Europe/Minsk">10:30</time>'
        ' <abbr class="zone" title="Moscow Standard Time">UTC+3</abbr></span>'
    )


def test_a_zone_with_half_hours_is_told_exactly() -> None:
    assert "UTC+5:30" in rendered("{% local_time moment 'Asia/Kolkata' %}", moment=MORNING)
    assert "UTC−3" in rendered("{% local_time moment 'America/Bahia' %}", moment=MORNING)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("3000000000000", "3 trillion"),
        ("1250000", "1.25 million"),
        ("1234567.5", "1,234,567.5"),
        ("999999", "999,999"),
        ("-2500000000", "-2.5 billion"),
        ("0.125", "0.125"),
        ("12345678901234567890", "12,345,678,901,234,567,890"),
    ],
)
def test_a_figure_loses_no_digit(value: str, said: str) -> None:
    assert rendered("{{ value|figure }}", value=Decimal(value)) == said


def test_a_claimed_figure_keeps_the_claimants_comparator() -> None:
    template = "{% claimed_figure value comparator currency unit %}"
    money = {"value": Decimal("50000000000"), "comparator": "over", "currency": "USD"}
    assert rendered(template, **money) == "over 50 billion US dollars"
    count = {"value": Decimal(18), "comparator": "about", "unit": "agreements"}
    assert rendered(template, **count) == "about 18 agreements"
    assert rendered(template, value=Decimal("12.5"), unit="%") == "12.5%"
    with translation.override("ru"):
        assert "50 миллиардов долларов США" in rendered(template, **money).replace("\xa0", " ")


def test_markdown_becomes_safe_html_below_the_headings_of_the_page() -> None:
    text = (
        "# Title\n\n<script>alert(1)</script> [a](javascript:alert(1)) **b** ![p](http://x/y.png)"
    )
    html = rendered("{{ text|markdown }}", text=text)
    assert "<h3>Title</h3>" in html
    assert "<strong>b</strong>" in html
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_initials_are_those_of_first_and_last_name() -> None:
    assert (
        rendered(
            "{{ a|initials }}|{{ b|initials }}|{{ c|initials }}",
            a="Ada Maria Ferry",
            b="Борис",
            c="—",
        )
        == "AF|Б|"
    )


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in rendered("{% icon 'search' %}")
    assert 'role="img" aria-label="Late &amp; open"' in rendered(
        "{% icon 'warning' label %}", label="Late & open"
    )


@pytest.mark.parametrize(
    ("kind", "value", "unit", "said"),
    [
        ("rank", 4, "", "number 4"),
        ("growth", 12, "percent", "growth of 12 percent"),
        ("count", 28, "programmes", "28 programmes"),
    ],
)
def test_a_rank_and_a_growth_are_said_as_such(kind, value, unit, said):
    assert say_figure(value, unit=unit, kind=kind) == said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**Bold**ly said\nand *more*", "Boldly said and more"),
        ("# Head\n\n1. one\n2. two\n\n> three", "Head one two three"),
        ("[A link](https://forum.example/) and `code`", "A link and code"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```", "a b 1 2 code"),
        ("<b>five</b> < six & *seven*", "<b>five</b> < six & seven"),
        ("---", ""),
    ],
)
def test_markdown_is_read_out_without_its_marks(text, words) -> None:
    assert markdown_to_text(text) == words
