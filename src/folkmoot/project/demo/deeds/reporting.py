"""Reports of offices on their commitments, with evidence, and what the secretariat says of them."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import Actor
from folkmoot.project.demo.deeds.agenda import Story
from folkmoot.project.demo.deeds.rows import Deal, Promise, both, table
from folkmoot.project.demo.deeds.stage import Stage, clause_row
from folkmoot.rooms.outcomes.models import Commitment, ProgressReport, Responsibility
from folkmoot.rooms.outcomes.services import (
    add_evidence,
    change_milestone,
    change_responsibility,
    draft_report,
    finalise_report,
    return_report,
    submit_report,
    take_up_report,
)
from folkmoot.rooms.outcomes.services.links import actor_by, make_link
from folkmoot.rooms.outcomes.services.reports_links import office_label
from folkmoot.rooms.outcomes.terms.commitments import (
    ClaimedProgress,
    EvidenceKind,
    LinkPurpose,
    PartyRole,
)

_PERIOD = timedelta(days=90)
_LINK = timedelta(days=30)
# How many days before today an office reports, by what became of the report since.
_RECENT = {"submitted": 6, "verifying": 9, "returned": 10, "claimed": 5}


# Whoever is done with a promise is written to no more, and an address would be forgotten.
_CLOSED = ("fulfilled", "partly", "notdone", "released", "superseded", "carried", "proposed")


def office_of(stage: Stage, deal: Deal, promise: Promise) -> dict[str, Any]:
    """Which office answers for a promise, and where it reads letters while it is open."""
    body = deal.parties[promise.party - 1]
    is_open = promise.fate[0] not in _CLOSED
    return {
        "office": stage.office(deal.strand),
        "email": stage.address(body, deal.strand) if is_open else "",
        "mail_language": stage.language(body),
    }


@dataclass(slots=True)
class Case:
    """A commitment whose story is told.

    Attributes:
        number: in the order in which they were confirmed; picks sentences in turn.
        language: of the office.
    """

    stage: Stage
    deal: Deal
    promise: Promise
    commitment: Commitment
    edition: int
    due: date
    number: int
    language: str

    @classmethod
    def of(cls, stage: Stage, deal: Deal, promise: Promise, commitment: Commitment) -> "Case":
        """The case of a new commitment."""
        stage.told += 1
        language = stage.language(deal.parties[promise.party - 1])
        due = commitment.due_on
        number = stage.told
        return cls(stage, deal, promise, commitment, deal.edition, due, number, language)

    def again(
        self, commitment: Commitment, edition: int, due: date, fate: tuple[str, ...]
    ) -> "Case":
        """The same promise, carried over."""
        promise = replace(self.promise, fate=fate)
        return replace(self, commitment=commitment, edition=edition, due=due, promise=promise)

    @property
    def counted(self) -> bool:
        """Whether a number is promised."""
        return bool(self.promise.amount)

    @property
    def lead(self) -> Responsibility:
        """The body that leads."""
        return self.commitment.responsibilities.get(role=PartyRole.LEAD)

    def told(self, kind: str) -> Multilingual:
        """A sentence of a kind, each time another one."""
        rows = table("words")[kind]
        return both(rows[self.number % len(rows)], original=self.language)

    def row(self, kind: str) -> dict[str, Any]:
        """A row of a kind, each time another one."""
        rows = table("words")[kind]
        found: dict[str, Any] = rows[self.number % len(rows)]
        return found

    def put_in(self, text: Multilingual) -> Multilingual:
        """The text with number and unit of this promise."""
        unit = clause_row(self.promise.clause).get("unit", "")
        texts = {
            tag: words.format(count=self.promise.amount, unit=unit)
            for tag, words in text.texts.items()
        }
        return Multilingual(texts, text.original)

    def of_the_clause(self, what: str) -> Multilingual:
        """What the data file says of this clause: ``done`` or ``snag``."""
        row = clause_row(self.promise.clause)
        return both(row, f"{what}_", original=self.language)

    def give_address(self, at: datetime) -> None:
        """Say which office answers for it, and where it reads letters."""
        values = office_of(self.stage, self.deal, self.promise)
        change_responsibility(
            actor=self.stage.secretary, responsibility=self.lead, values=values, at=at
        )

    def office_by_link(self, at: datetime) -> Actor:
        """The office, come by a link of its own."""
        lead = self.lead
        made = make_link(purpose=LinkPurpose.REPORT, about=lead, at=at, lasts=_LINK)
        return actor_by(made.link, office_label(lead))

    def write(self, progress: ClaimedProgress, at: datetime) -> tuple[Actor, ProgressReport]:
        """A report that is begun, with a document beside it."""
        office = self.office_by_link(at)
        is_done = progress == ClaimedProgress.DONE
        values: dict[str, Any] = {
            "period_from": at.date() - _PERIOD,
            "period_until": at.date(),
            "progress": progress,
            "narrative": self.of_the_clause("done") if is_done else self.told("under_way"),
        }
        if not is_done:
            values["obstacles"] = self.of_the_clause("snag")
            values["next_step"] = self.told("next")
        if progress == ClaimedProgress.AT_RISK:
            values["help_wanted"] = self.told("help")
        if self.counted:
            share = 100 if is_done else 55
            values["value"] = int(self.promise.amount) * share // 100
        report = draft_report(actor=office, responsibility=self.lead, values=values, at=at)
        return office, report

    def hand_in(self, progress: ClaimedProgress, at: datetime) -> ProgressReport:
        """A report that is handed in."""
        office, report = self.write(progress, at)
        self.show(office, "official", EvidenceKind.OFFICIAL, at, report)
        return submit_report(actor=office, report=report, at=at)

    def finalise(self, at: datetime) -> None:
        """Let the secretariat accept the newest report."""
        report = self.commitment.reports.latest("id")
        taken = take_up_report(actor=self.stage.secretary, report=report, at=at)
        finalise_report(actor=self.stage.secretary, report=taken, at=at)

    def show(
        self,
        actor: Actor,
        kind: str,
        is_a: EvidenceKind,
        at: datetime,
        report: ProgressReport | None = None,
    ) -> Any:
        """Add a piece of evidence: a short text that says what it is."""
        row = self.row(kind)
        title, proves = both(row, "title_"), both(row, "proves_")
        lines = (
            title.texts["en"],
            str(self.commitment),
            f"{at.date()}",
            "Invented for this demonstration.",
        )
        return add_evidence(
            actor=actor,
            commitment=self.commitment,
            report=report,
            values={
                "kind": is_a,
                "title": title,
                "proves": proves,
                "published_on": at.date().isoformat(),
                "is_public": True,
                "is_from_reporter": report is not None,
            },
            data="\n".join(lines).encode(),
            name=f"{kind}-{self.number}.txt",
            at=at,
        ).item


def report_on(stage: Stage, case: Case, fate: str) -> Story:
    """The reports of a commitment that is still open."""
    match fate:
        case "track" | "risk" | "interim" | "soon":
            at = stage.before(40)
            told = ClaimedProgress.AT_RISK if fate == "risk" else ClaimedProgress.UNDER_WAY
            yield from _accepted(case, told, at)
            _meet_first_step(case, at)
        case "late":
            yield from _accepted(case, ClaimedProgress.UNDER_WAY, stage.at_most(case.due))
        case "second" | "reply":
            yield from _accepted(case, ClaimedProgress.DONE, stage.before(60))
        case "draft":
            yield (at := stage.before(2))
            case.write(ClaimedProgress.UNDER_WAY, at)
        case "submitted" | "verifying" | "returned" | "claimed":
            yield from _under_check(stage, case, fate)


def _accepted(case: Case, progress: ClaimedProgress, at: datetime) -> Story:
    yield at
    case.hand_in(progress, at)
    yield (at := min(at + timedelta(days=5), case.stage.at))
    case.finalise(at)


def _under_check(stage: Stage, case: Case, fate: str) -> Story:
    days = _RECENT[fate]
    yield (at := stage.before(days))
    is_done = fate in ("claimed", "returned", "verifying")
    told = ClaimedProgress.DONE if is_done else ClaimedProgress.UNDER_WAY
    report = case.hand_in(told, at)
    if fate in ("verifying", "returned"):
        yield (at := stage.before(days - 4))
        taken = take_up_report(actor=stage.secretary, report=report, at=at)
        if fate == "returned":
            reason = case.told("return").texts[case.language]
            return_report(actor=stage.secretary, report=taken, reason=reason, at=at)


def _meet_first_step(case: Case, at: datetime) -> None:
    first = case.commitment.milestones.order_by("due_on").first()
    if first is not None and first.due_on <= at.date():
        values = {"met_on": first.due_on}
        change_milestone(actor=case.stage.secretary, milestone=first, values=values, at=at)
