"""How agreements come about: on paper, or by negotiating; and what is done to them later."""

from datetime import date, datetime
from typing import Any

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.project.demo.deeds.agenda import Story
from folkmoot.project.demo.deeds.follow import begin_following, terms_of
from folkmoot.project.demo.deeds.library import write_clauses
from folkmoot.project.demo.deeds.reporting import office_of
from folkmoot.project.demo.deeds.rounds import SIGNED_WAYS, publish, sign
from folkmoot.project.demo.deeds.rows import Deal, both
from folkmoot.project.demo.deeds.stage import Body, Stage
from folkmoot.project.demo.deeds.talks import negotiate
from folkmoot.project.demo.fiction.records import identity
from folkmoot.rooms.outcomes.models import Agreement, ReportedOutcome
from folkmoot.rooms.outcomes.services import (
    ActValues,
    create_agreement,
    create_agreement_link,
    create_party,
    create_signatory,
    open_negotiation,
    record_act,
    register_paper_agreement,
)
from folkmoot.rooms.outcomes.services.commitments import commitment_from_skeleton
from folkmoot.rooms.outcomes.services.paper import PaperParty
from folkmoot.rooms.outcomes.services.register import register_agreement
from folkmoot.rooms.outcomes.terms.agreements import (
    ActKind,
    AgreementKind,
    EntryRule,
    Relation,
)
from folkmoot.rooms.outcomes.terms.commitments import PAUSES_DUE_DATES
from folkmoot.rooms.programme.models import Session
from folkmoot.rooms.registry.models import Organisation, Region

_NOTE = {
    "en": "Invented for this demonstration.",
    "ru": "Придумано для этой демонстрации.",
}
_TALKS_DAYS = 30
_MAILED = ("open", "partly")


def strike(stage: Stage, deal: Deal) -> Story:
    """The story of one agreement."""
    return _on_paper(stage, deal) if deal.way == "paper" else _by_talks(stage, deal)


def _on_paper(stage: Stage, deal: Deal) -> Story:
    yield stage.on(deal.edition, deal.day, 15)
    at = stage.on(deal.edition, deal.day, 15)
    further = {name: value for name, value in _columns(stage, deal).items() if name != "title"}
    agreement = register_paper_agreement(
        actor=stage.secretary,
        edition=stage.edition(deal.edition),
        title=both(deal.row),
        parties=[_paper_party(stage.body(key)) for key in deal.parties],
        signed_on=stage.calendar.day(deal.edition, deal.day),
        at=at,
        kind=AgreementKind(deal.row["kind"]),
        further=further,
    )
    stage.struck[deal.key] = agreement
    clauses = write_clauses(stage, agreement, deal, at)
    _supersede(stage, deal, agreement, at)
    register_agreement(actor=stage.secretary, agreement=agreement, at=at)
    publish(stage, deal, agreement, at)
    stage.agenda.add(_later_acts(stage, deal, agreement))
    for promise, clause in zip(deal.promises, clauses, strict=True):
        made = commitment_from_skeleton(
            actor=stage.secretary,
            clause=clause,
            values={**terms_of(stage, promise), **office_of(stage, deal, promise)},
            at=at,
            language=stage.language(deal.parties[promise.party - 1]),
        )
        begin_following(stage, deal, promise, made)


def _by_talks(stage: Stage, deal: Deal) -> Story:
    begins = deal.day - (_TALKS_DAYS if deal.way in SIGNED_WAYS else 0)
    at = stage.on(deal.edition, begins)
    yield at
    agreement = stage.struck[deal.key] = _draft(stage, deal, at)
    if deal.way == "draft":
        return
    at = stage.on(deal.edition, begins, 16)
    yield at
    open_negotiation(actor=stage.secretary, agreement=agreement, at=at)
    yield from negotiate(stage, deal, agreement, begins)
    if deal.way in SIGNED_WAYS:
        yield from sign(stage, deal, agreement)


def _draft(stage: Stage, deal: Deal, at: datetime) -> Agreement:
    columns = {**_columns(stage, deal), "edition": stage.edition(deal.edition)}
    agreement = create_agreement(actor=stage.secretary, values=columns, at=at)
    for key in deal.parties:
        body = stage.body(key)
        values: dict[str, Any] = {"agreement": agreement, "own_language": stage.language(key)}
        values["region" if isinstance(body, Region) else "organisation"] = body
        party = create_party(actor=stage.secretary, values=values, at=at)
        stage.admit_negotiator(key, party, at)
        held = stage.signer(key, deal.edition)
        told = {
            "party": party,
            "person": held.person,
            "office": held,
            "name": _readable(held.person.name),
            "email": stage.address(key, "signatory") if deal.way in _MAILED else "",
            "language": stage.language(key),
            "authority": "charter",
            "authority_from": date(stage.calendar.first_day(1).year - 1, 1, 1),
        }
        create_signatory(actor=stage.secretary, values=told, at=at)
    write_clauses(stage, agreement, deal, at, is_whole=True)
    return agreement


def _later_acts(stage: Stage, deal: Deal, agreement: Agreement) -> Story:
    parties = list(agreement.parties.order_by("place"))
    for kind, day, party, note in deal.row.get("acts", ()):
        at = stage.on(deal.edition, day)
        yield at
        details = {PAUSES_DUE_DATES: True} if kind == ActKind.SUSPENSION else {}
        record_act(
            actor=stage.secretary,
            agreement=agreement,
            kind=ActKind(kind),
            party=parties[party - 1] if party else None,
            values=ActValues(done_on=at.date(), note=note, details=details),
            at=at,
        )


def _supersede(stage: Stage, deal: Deal, agreement: Agreement, at: datetime) -> None:
    if "supersedes" in deal.row:
        earlier = stage.struck[deal.row["supersedes"]]
        values = {"agreement": agreement, "relation": Relation.SUPERSEDES, "earlier": earlier}
        create_agreement_link(actor=stage.secretary, values=values, at=at)


def _columns(stage: Stage, deal: Deal) -> dict[str, Any]:
    row = deal.row
    columns: dict[str, Any] = {
        "kind": row["kind"],
        "force": row["force"],
        "title": both(row),
        "summary": Multilingual(_NOTE, "en"),
        "strand": stage.strand(deal.edition, deal.strand),
        "languages": ["en", "ru"],
        "authentic_languages": ["en", "ru"],
        "depositary": stage.body("congress"),
        "entry_rule": row.get("rule", EntryRule.LAST_SIGNATURE),
        "entry_approvals": row.get("approvals"),
        "duration_months": row.get("duration"),
        "notice_months": row.get("notice", 6 if deal.way != "paper" else None),
    }
    if "entry" in row:
        columns["entry_on"] = stage.calendar.day(deal.edition, row["entry"])
    if "amount" in row:
        columns["amount"], columns["currency"] = row["amount"]
    if "reported" in row:
        uid = identity("outcomes.reportedoutcome", row["reported"])
        columns["reported_as"] = ReportedOutcome.objects.filter(uid=uid).first()
    if deal.way == "paper" and deal.day == 2 and deal.edition < 3:
        columns["ceremony"] = _closing(stage, deal.edition)
    return columns


def _closing(stage: Stage, number: int) -> Session | None:
    rows = Session.objects.filter(edition=stage.edition(number), kind="ceremony")
    return rows.order_by("starts_at").last()


def _paper_party(body: Body) -> PaperParty:
    region = body if isinstance(body, Region) else None
    return PaperParty(body.name, region, body if isinstance(body, Organisation) else None)


def _readable(name: Multilingual) -> Multilingual:
    """A person's name in the languages of the texts; the Latin form serves in English too."""
    latin = name.texts.get("en") or name.texts[name.original]
    original = name.original if name.original in ("en", "ru") else "en"
    return Multilingual({"en": latin, "ru": name.texts.get("ru", latin)}, original)
