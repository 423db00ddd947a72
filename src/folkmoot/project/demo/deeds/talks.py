"""Negotiations: proposals, answers, comments, and agreeing on the whole text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.project.demo.deeds.agenda import Story
from folkmoot.project.demo.deeds.follow import begin_following
from folkmoot.project.demo.deeds.rows import Deal, table
from folkmoot.project.demo.deeds.stage import Stage
from folkmoot.rooms.outcomes.models import Agreement, Clause, ClauseProposal, Party, TextVersion
from folkmoot.rooms.outcomes.services import (
    accept_proposal,
    accept_text,
    add_comment,
    decide_approval,
    offer_text,
    plan_approval,
    propose_change,
    refuse_proposal,
    withdraw_proposal,
)
from folkmoot.rooms.outcomes.terms.agreements import Audience, ProposedChange


def negotiate(stage: Stage, deal: Deal, agreement: Agreement, begins: int) -> Story:
    """Talk about the text, and agree on it unless the parties still negotiate."""
    parties = list(agreement.parties.order_by("place"))
    told = [row for row in table("talks")["talk"] if row["deal"] == deal.key]
    for row in told:
        yield (at := stage.on(deal.edition, begins + row["day"], 11))
        _talk(stage, deal, agreement, parties, row, at)
    if deal.way == "negotiating":
        return
    ready = begins + (6 if deal.way in ("agreed", "approving") else 20)
    yield (at := stage.on(deal.edition, ready))
    text = offer_text(actor=stage.secretary, agreement=agreement, at=at)
    for place, party in enumerate(parties):
        yield (at := stage.on(deal.edition, ready + 1, 9 + place))
        actor = stage.negotiator(deal.parties[place])
        accept_text(actor=actor, text=text, party=party, hashes=text.hashes, at=at)
    _follow_promises(stage, deal, agreement)
    if deal.way == "approving":
        yield (at := stage.on(deal.edition, ready + 2))
        _plan_approvals(stage, deal, text, parties, at)


def _follow_promises(stage: Stage, deal: Deal, agreement: Agreement) -> None:
    """What the agreed text proposed by itself, in the order of its clauses."""
    made = agreement.commitments.order_by("clause__position")
    for promise, commitment in zip(deal.promises, made, strict=True):
        begin_following(stage, deal, promise, commitment)


def _plan_approvals(
    stage: Stage, deal: Deal, text: TextVersion, parties: list[Party], at: datetime
) -> None:
    steps = (
        Multilingual.of("en", en="Legal department", ru="Юридический отдел"),
        Multilingual.of("en", en="Department of finance", ru="Финансовый отдел"),
    )
    planned = [
        plan_approval(
            actor=stage.negotiator(deal.parties[place]), text=text, party=party, step=step, at=at
        )
        for place, party in enumerate(parties)
        for step in steps[: 2 - place]
    ]
    decide_approval(
        actor=stage.negotiator(deal.parties[0]), approval=planned[0], is_approved=True, at=at
    )


def _talk(
    stage: Stage,
    deal: Deal,
    agreement: Agreement,
    parties: list[Party],
    row: Mapping[str, Any],
    at: datetime,
) -> None:
    place = row["party"] - 1
    actor, party = stage.negotiator(deal.parties[place]), parties[place]
    clause = _clause(agreement, row["clause"])
    audience = Audience.INTERNAL if row.get("internal") else Audience.SHARED
    proposal = None
    if {"en", "ru"} & set(row) or row.get("change") == "remove":
        proposal = propose_change(
            actor=actor,
            agreement=agreement,
            party=party,
            change=ProposedChange(row.get("change", "change")),
            values=_values(row, clause, audience),
            clause=None if row.get("change") == "add" else clause,
            at=at,
        )
    if "comment" in row:
        add_comment(
            actor=actor,
            agreement=agreement,
            party=party,
            body=row["comment"],
            clause=clause,
            proposal=proposal,
            audience=audience,
            at=at,
        )
    if proposal is not None:
        _answer(stage, deal, parties, proposal, row, at)


def _answer(
    stage: Stage,
    deal: Deal,
    parties: list[Party],
    proposal: ClauseProposal,
    row: Mapping[str, Any],
    at: datetime,
) -> None:
    other = 1 if row["party"] == 1 else 0
    actor, party = stage.negotiator(deal.parties[other]), parties[other]
    reason = row.get("answer_reason", "")
    match row.get("answer", ""):
        case "accepted":
            accept_proposal(actor=actor, proposal=proposal, party=party, at=at, reason=reason)
        case "refused":
            refuse_proposal(actor=actor, proposal=proposal, party=party, at=at, reason=reason)
        case "withdrawn":
            own = stage.negotiator(deal.parties[row["party"] - 1])
            withdraw_proposal(actor=own, proposal=proposal, at=at, reason=reason)


def _values(row: Mapping[str, Any], clause: Clause, audience: Audience) -> dict[str, Any]:
    values: dict[str, Any] = {"reason": row.get("reason", ""), "audience": audience}
    texts = {tag: row[tag] for tag in ("en", "ru") if tag in row}
    if texts:
        values["text"] = Multilingual(texts, next(iter(texts)))
    if row.get("change") == "add":
        headings = {tag: row[f"heading_{tag}"] for tag in ("en", "ru")}
        values |= {"heading": Multilingual(headings, "en"), "after": clause}
    return values


def _clause(agreement: Agreement, slug: str) -> Clause:
    """The newest clause that was taken from the library under a name."""
    rows = agreement.clauses.filter(is_removed=False, library__slug=slug)
    return rows.order_by("position")[0]
