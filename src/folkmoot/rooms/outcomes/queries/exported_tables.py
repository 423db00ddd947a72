"""The tables that anyone may take along: agreements, commitments, and results by edition.

States and kinds are the words of the code, which never change; titles are as they were written.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet

from folkmoot.engines.interchange.tables import Cell, Column
from folkmoot.kernel.texts import shown
from folkmoot.rooms.outcomes.models import Commitment, Responsibility
from folkmoot.rooms.outcomes.queries.agreements import published_agreements
from folkmoot.rooms.outcomes.queries.commitments import published_commitments, quotes_of
from folkmoot.rooms.outcomes.queries.exported import Addresses
from folkmoot.rooms.outcomes.queries.following import CommitmentRow, commitment_rows
from folkmoot.rooms.outcomes.queries.method import Tally, tallies_by_edition, tally_of
from folkmoot.rooms.outcomes.queries.public_agreements import UNSIGNED
from folkmoot.rooms.outcomes.queries.public_register import RegisterRow
from folkmoot.rooms.outcomes.terms.agreements import Publication
from folkmoot.rooms.outcomes.terms.method import Standing
from folkmoot.rooms.programme.models import Edition

AGREEMENTS = (
    Column("uid", {"en": "Identity"}, is_required=True, means="Never changes."),
    Column("number", {"en": "Number in the register"}, "integer", "Empty: not registered."),
    Column("title", {"en": "Title"}, means="In the language of title_language."),
    Column("title_language", {"en": "Language of the title"}),
    Column("kind", {"en": "Kind"}),
    Column("parties", {"en": "Parties"}, means="Names as written, separated by semicolons."),
    Column("state", {"en": "State"}, means="Computed from the acts for the day of the export."),
    Column("signed", {"en": "Signed"}, means="Day of the last signature as it is known (EDTF)."),
    Column("in_force_on", {"en": "In force from"}, "date", "Empty: not known, or not yet."),
    Column("ends_on", {"en": "Ends on"}, "date", "Last day in force as known; empty: not known."),
    Column("amount", {"en": "Amount"}, "decimal", "In currency. Empty: none is published."),
    Column("currency", {"en": "Currency"}, means="ISO 4217."),
    Column("languages", {"en": "Authentic languages"}, means="Tags separated by semicolons."),
    Column("publication", {"en": "Published"}, means="full, redacted or title."),
    Column("series", {"en": "Series"}),
    Column("edition", {"en": "Edition"}),
    Column("address", {"en": "Page"}, "anyURI"),
)
COMMITMENTS = (
    Column("uid", {"en": "Identity"}, is_required=True, means="Never changes."),
    Column("title", {"en": "Commitment"}, means="In plain words, in title_language."),
    Column("title_language", {"en": "Language of the title"}),
    Column("words", {"en": "Words"}, means="As promised. Empty: not public, or they differ."),
    Column("words_language", {"en": "Language of the words"}),
    Column("kind", {"en": "Kind"}),
    Column("lead", {"en": "Leads"}),
    Column("bodies", {"en": "Bodies"}, means="All that have a part, separated by semicolons."),
    Column("target_value", {"en": "Target"}, "decimal", "In target_unit. Empty: no figure."),
    Column("target_unit", {"en": "Unit of the target"}),
    Column("due_on", {"en": "Due on"}, "date", "With pauses of the agreement.", is_required=True),
    Column("due_basis", {"en": "Basis of the date"}),
    Column(
        "standing",
        {"en": "What became of it"},
        means="done, partly, not_done, late, unknown, open or ended; unknown: nobody says.",
    ),
    Column("claimed", {"en": "Claimed progress"}, means="The newest report's. Empty: none."),
    Column("score", {"en": "Score"}, "integer", "-1, 0 or 1, lowest published. Empty: none."),
    Column("agreement", {"en": "Agreement"}, means="Identity; empty: a statement, or not public."),
    Column("series", {"en": "Series"}),
    Column("edition", {"en": "Edition"}),
    Column("address", {"en": "Page"}, "anyURI"),
)
RESULTS = (
    Column("series", {"en": "Series"}, is_required=True),
    Column("edition", {"en": "Edition"}, is_required=True),
    Column("name", {"en": "Name"}),
    Column("starts_on", {"en": "Begins"}, "date", "Empty: known less exactly."),
    Column("agreements", {"en": "Agreements"}, "integer", "Public ones, whatever their state."),
    Column("commitments", {"en": "Commitments"}, "integer", "The seven next columns add up to it."),
    *(
        Column(one.value, {"en": str(one.value).replace("_", " ").capitalize()}, "integer")
        for one in Standing
    ),
    Column("intentions", {"en": "Intentions"}, "integer", "Counted, and never scored."),
    Column("index_percent", {"en": "Index"}, "decimal", "0 to 100. Empty: nothing is scored."),
    Column("index_n", {"en": "Scores in the index"}, "integer"),
    Column("index_missing", {"en": "Parts without a score"}, "integer"),
)


def agreement_cells(rows: Iterable[RegisterRow], at: Addresses) -> Iterator[list[Cell]]:
    """Rows of :data:`AGREEMENTS`. No query."""
    for one in rows:
        agreement, standing = one.row.agreement, one.row.standing
        more = agreement.publication != Publication.TITLE and one.state not in UNSIGNED
        yield [
            str(agreement.uid),
            one.number,
            str(agreement.title),
            agreement.title.original,
            agreement.kind,
            "; ".join(str(party.name) for party in one.row.parties),
            one.state.value,
            standing.signed_as_stated,
            standing.in_force_since or standing.enters_on,
            standing.ends_on,
            agreement.amount if more else None,
            agreement.currency if more and agreement.amount is not None else "",
            ";".join(agreement.authentic_languages or agreement.languages or ()),
            agreement.publication,
            agreement.edition.series.slug,
            agreement.edition.slug,
            at.agreement(agreement),
        ]


def commitment_cells(
    commitments: QuerySet[Commitment], today: date, at: Addresses
) -> Iterator[list[Cell]]:
    """Rows of :data:`COMMITMENTS`. Eight queries."""
    rows = commitment_rows(commitments, today)
    quotes = quotes_of([one.commitment for one in rows])
    for one in rows:
        yield [*_promise(one, quotes[one.commitment.pk].words), at.commitment(one.commitment)]


def _promise(row: CommitmentRow, words: str | None) -> list[Cell]:
    one = row.commitment
    is_public = one.agreement is not None and one.agreement.is_public
    return [
        str(one.uid),
        str(one.title),
        one.title.original,
        words or "",
        one.language if words else "",
        one.kind,
        _name(row.lead) if row.lead else "",
        "; ".join(_name(body) for body in row.bodies),
        one.target_value,
        one.target_unit,
        row.due_on,
        one.due_basis,
        row.standing.value,
        row.progress,
        row.score,
        str(one.agreement.uid) if one.agreement is not None and is_public else "",
        one.edition.series.slug,
        one.edition.slug,
    ]


def result_cells(editions: Iterable[Edition], today: date) -> Iterator[list[Cell]]:
    """Rows of :data:`RESULTS`, one for each edition given. Six queries, however many.

    Args:
        editions: public ones, with their series loaded.
    """
    told = list(editions)
    tallies = tallies_by_edition(published_commitments().filter(edition__in=told), today)
    counted = Counter(
        published_agreements().filter(edition__in=told).values_list("edition_id", flat=True)
    )
    nothing = tally_of((), today)
    for one in told:
        yield _counts(one, tallies.get(one.pk, nothing), counted[one.pk])


def _counts(one: Edition, tally: Tally, agreements: int) -> list[Cell]:
    return [
        one.series.slug,
        one.slug,
        shown(one.name),
        one.starts_on,
        agreements,
        tally.agreed,
        *(tally.standings[each] for each in Standing),
        tally.intentions,
        tally.final.percent,
        tally.final.n,
        tally.final.not_assessed,
    ]


def _name(one: Responsibility) -> str:
    body = one.organisation or one.region
    return str(body.name) if body else ""
