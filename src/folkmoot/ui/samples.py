"""What the pattern page shows: an invented forum in one language, wide enough for every state.

Only data: the sentences here are samples of content, not of the interface, and are
therefore not translated.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.ui.differing import Differing, Opening, Said
from folkmoot.ui.forms import FolkmootForm, MultilingualField, PartialDateField, ZonedDateTimeField
from folkmoot.ui.navigation import Crumb, NavGroup, NavItem

MINSK = "Europe/Minsk"
_LANGUAGES = ("en", "ru", "be", "ar")
ICONS = (
    "mark", "search", "check", "cross", "warning", "info", "clock", "dot", "ring", "place",
    "bridge", "back", "forward", "down", "menu", "language", "theme", "user", "people",
    "calendar", "document", "figure", "flag", "edit", "plus", "trash", "undo", "history", "copy",
    "download", "upload", "link", "external", "home", "inbox", "settings", "out", "quote", "feed",
    "video",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One edition of the sample series."""

    date: str
    title: str
    text: str
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One changed field, as a difference or as a conflict; then ``name`` is that of its input."""

    field: str
    before: str = ""
    after: str = ""
    yours: str = ""
    theirs: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One entry of a history."""

    at: datetime
    who: str
    what: str
    why: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleForm:
    """A sample form filled rightly or wrongly."""

    name: str
    form: forms.Form


class SessionSample(FolkmootForm):
    """One field of every kind."""

    title = MultilingualField(
        languages=_LANGUAGES, label="Title", help_text="As it stands in the programme."
    )
    summary = MultilingualField(
        languages=("en", "ru"), multiline=True, label="Summary", required=False
    )
    kind = forms.ChoiceField(
        label="Kind", choices=[("plenary", "Plenary"), ("section", "Thematic section")]
    )
    starts = ZonedDateTimeField(zone=ZoneInfo(MINSK), label="Begins")
    founded = PartialDateField(label="First held", required=False)
    contact = forms.EmailField(label="Contact", help_text="Where questions are answered.")
    seats = forms.IntegerField(label="Seats", min_value=1, required=False)
    notes = forms.CharField(label="Notes", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    languages = forms.MultipleChoiceField(
        label="Languages of the session",
        choices=[("en", "English"), ("ru", "Russian"), ("be", "Belarusian")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_public = forms.BooleanField(
        label="Show on the public site", required=False, help_text="From the next release on."
    )
    fixed = forms.CharField(label="Number", disabled=True, initial="S-014", required=False)
    paper = forms.FileField(label="Material", required=False, help_text="One file at a time.")


def pattern_samples(path: str) -> dict[str, Any]:
    """The context of the pattern page."""
    return {
        **_navigation_samples(path),
        **_record_samples(),
        **_change_samples(),
        "icons": ICONS,
        "kinds": ("primary", "plain", "quiet", "danger"),
        "good_form": _filled_form(),
        "bad_form": _wrong_form(),
    }


def _navigation_samples(path: str) -> dict[str, Any]:
    series = NavItem("Series", f"{path}#tabs")
    return {
        "navigation": (
            NavItem("Programme", path, current=True),
            series,
            NavItem("People", f"{path}#people"),
            NavItem("Figures", f"{path}#figures"),
            NavItem("Sources", f"{path}#sources"),
        ),
        "breadcrumbs": (
            Crumb("Forum of the Three Rivers", path),
            Crumb("Fourth forum", path),
            Crumb("Patterns"),
        ),
        "tabs": (
            NavItem("By day", path, current=True),
            NavItem("By city", f"{path}#tabs"),
            NavItem("Grid", f"{path}#tabs", count=118),
        ),
        "desk_navigation": (
            NavGroup(
                "",
                (
                    NavItem("Today", path, current=True, icon="home"),
                    NavItem("Inbox", path, icon="inbox", count=7),
                ),
            ),
            NavGroup(
                "Fourth forum",
                (
                    NavItem("Programme", path, icon="calendar"),
                    NavItem("People", path, icon="people"),
                ),
            ),
        ),
        "filter_groups": (
            NavGroup(
                "Kind",
                (
                    NavItem("Plenary", path, current=True, count=3),
                    NavItem("Thematic section", path, count=41),
                ),
            ),
            NavGroup(
                "City",
                (NavItem("Rivermouth", path, count=62), NavItem("Oldbridge", path, count=17)),
            ),
        ),
        "user_label": "A. Ferry",
        "page": Paginator(range(95), 20).page(3),
    }


def _record_samples() -> dict[str, Any]:
    return {
        "moment": datetime(2027, 9, 14, 7, 30, tzinfo=UTC),
        "until": datetime(2027, 9, 14, 9, 0, tzinfo=UTC),
        "zone": MINSK,
        "strands": ("Rivers and roads", "Small towns"),
        "english_text": Multilingual.of("en", en="Water has no border", ru="У воды нет границ"),
        "russian_text": Multilingual.of("ru", ru="Малые города: общее дело"),
        "arabic_text": Multilingual.of("ar", ar="منتدى الأنهار الثلاثة"),
        "trillions": Decimal("3000000000000"),
        "exact": Decimal("1234567.5"),
        "eighteen": Decimal(18),
        "share": Decimal("12.5"),
        "dates": (
            "2027-09-14",
            "2027-09",
            "2027-22",
            "2027",
            "202X",
            "2027-09-14/2027-09-16",
            "2027-09~",
            "2019/..",
        ),
        "facts": (
            ("Held in", "Rivermouth and Oldbridge"),
            ("Theme", "Water has no border"),
            ("Next host", "Highmeadow"),
        ),
        "differing": _differing_sample(),
        "timeline": (
            TimelineItem("2019-06", "First forum", "Rivermouth. Roads first.", "#timeline"),
            TimelineItem(
                "2023-09-12/2023-09-14",
                "Third forum",
                "Oldbridge. Small towns, large tasks.",
                "#timeline",
            ),
            TimelineItem(
                "2027-22",
                "Fourth forum",
                "Rivermouth and Oldbridge at once.",
                "#timeline",
                current=True,
            ),
        ),
        "markdown": (
            "# What is discussed\n\nThe **lower reach**, its *ferries* and"
            " [the map](https://example.org).\n\n- levels\n- locks"
        ),
    }


def _differing_sample() -> Differing:
    announced = Said(
        value="about 18 agreements",
        source="River Gazette",
        source_url="#figures",
        openings=(Opening("#figures", "River Gazette"),),
        source_language="en",
        by="Ada Ferry",
        by_url="#people",
        published="2027-08-30",
        stance="before the event",
    )
    counted = Said(
        value="24 agreements",
        source="Вестник трёх рек",
        source_url="#figures",
        openings=(Opening("#figures", "Вестник трёх рек"),),
        source_language="ru",
        published="2027-09",
    )
    return Differing(
        key="sample-differing",
        label="agreements",
        said=(announced, counted),
        facts=("signed", "2027"),
        about="Fourth forum of the Three Rivers",
        about_url="#cards",
    )


def _change_samples() -> dict[str, Any]:
    at = datetime(2027, 8, 30, 13, 5, tzinfo=UTC)
    changes = (
        Change("Room", "Small hall", "Great hall"),
        Change("Languages", "", "English, Russian"),
        Change("Stream", "https://example.org/old", ""),
    )
    return {
        "changes": changes,
        "history": (
            HistoryItem(
                at,
                "Ada Ferry",
                "moved the session",
                "The small hall has 80 seats, 140 are coming.",
                changes[:1],
            ),
            HistoryItem(at, "Boris Lock", "created the session"),
        ),
        "conflicts": (
            Change(
                "Title",
                yours="Locks and ferries of the lower reach",
                theirs="Locks of the lower reach",
                name="title",
            ),
            Change("Room", yours="Great hall", theirs="", name="room"),
        ),
    }


def _filled_form() -> SampleForm:
    form = SessionSample(
        initial={
            "title": Multilingual.of("en", en="Water has no border", ru="У воды нет границ"),
            "starts": datetime(2027, 9, 14, 7, 30, tzinfo=UTC),
            "founded": "2019-22",
            "contact": "programme@example.org",
            "languages": ["en"],
            "is_public": True,
        },
        prefix="good",
    )
    return SampleForm("filled", form)


def _wrong_form() -> SampleForm:
    data = {
        "bad-title_text_en": "",
        "bad-title_text_ru": "У воды нет границ",
        "bad-title_text_be": "У вады няма межаў",
        "bad-title_original": "en",
        "bad-founded": "the year of the flood",
        "bad-contact": "programme at example",
        "bad-seats": "0",
    }
    return SampleForm("wrong", SessionSample(data, prefix="bad"))
