"""The plain values of linking: what is described, what it may be, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Subject(StrEnum):
    """What is compared; only descriptions of one subject are."""

    SERIES = "series"
    EDITION = "edition"
    SESSION = "session"
    PERSON = "person"
    ORGANISATION = "organisation"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Described:
    """A proposal or a record as far as linking looks at it.

    Attributes:
        names: every name it is known by; for an edition those of its series as well.
        ordinal: of an edition, or of a meeting.
        dates: EDTF, when it is, as stated.
        told: EDTF, when the document was published that speaks of it; stands in for dates
            that are not stated.
        status: such as "planned" or "held", "expected" or "signed".
        places: towns, regions, countries.
        offices: of a person, each with its body as far as known.
        country: of a person or organisation.
        parent: what it belongs to, such as the edition of a session, as any unique text.
        count: of a counted group of agreements.
    """

    subject: Subject
    names: tuple[str, ...]
    ordinal: int | None = None
    dates: str = ""
    told: str = ""
    status: str = ""
    places: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    country: str = ""
    parent: str = ""
    count: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be meant, under the key by which the caller knows it."""

    key: str
    described: Described


class ReasonCode(StrEnum):
    """Why two descriptions may, or may not, speak of one thing."""

    SAME_SERIES = "same_series"
    PART_OF_NAME = "part_of_name"
    SIMILAR_SERIES = "similar_series"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"
    OTHER_SPELLING = "other_spelling"
    INITIALS = "initials"
    SURNAME_ONLY = "surname_only"
    SAME_ORDINAL = "same_ordinal"
    NO_ORDINAL = "no_ordinal"
    SAME_YEAR = "same_year"
    NEXT_YEAR = "next_year"
    DATES_MEET = "dates_meet"
    DATES_DIFFER = "dates_differ"
    SAME_PLACE = "same_place"
    PLACE_DIFFERS = "place_differs"
    SAME_OFFICE = "same_office"
    OFFICE_DIFFERS = "office_differs"
    SAME_COUNTRY = "same_country"
    COUNTRY_DIFFERS = "country_differs"
    SAME_PARENT = "same_parent"
    ANNOUNCED_AND_REPORTED = "announced_and_reported"
    STATUS_DIFFERS = "status_differs"
    COUNT_DIFFERS = "count_differs"


# What speaks against a match without excluding it.
AGAINST = frozenset(
    {
        ReasonCode.NEXT_YEAR,
        ReasonCode.DATES_DIFFER,
        ReasonCode.PLACE_DIFFERS,
        ReasonCode.OFFICE_DIFFERS,
        ReasonCode.COUNTRY_DIFFERS,
        ReasonCode.STATUS_DIFFERS,
        ReasonCode.COUNT_DIFFERS,
    }
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; ``params`` fill the sentence that a screen shows for its code."""

    code: ReasonCode
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def is_against(self) -> bool:
        return self.code in AGAINST


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that may be meant.

    Attributes:
        score: 0 to 1, for the order only.
        reasons: for and against, in that order.
        is_strong: whether a person need not look twice: nothing speaks against it, and it is
            more than a likeness of names.
    """

    key: str
    score: float
    reasons: tuple[Reason, ...]
    is_strong: bool = False

    @property
    def contradictions(self) -> tuple[Reason, ...]:
        """What speaks against it."""
        return tuple(reason for reason in self.reasons if reason.is_against)
