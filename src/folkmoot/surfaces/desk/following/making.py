"""Commitments made of words: of the clauses of an agreement, or of a public statement."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from folkmoot.kernel import clock
from folkmoot.kernel.refusals import NotAllowed, NotFound
from folkmoot.rooms.accounts.policies import decide, require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.models import Statement
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Party
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.queries.commitments import visible_commitments
from folkmoot.rooms.outcomes.queries.following import commitment_rows
from folkmoot.rooms.outcomes.queries.library import commitment_skeletons
from folkmoot.rooms.outcomes.queries.quotable import (
    QuotableClause,
    quotable_clauses,
    quotable_statement,
)
from folkmoot.rooms.outcomes.terms.agreements import Origin
from folkmoot.rooms.programme import policies as programme
from folkmoot.rooms.programme.models import Edition
from folkmoot.surfaces.desk.agreements.frame import Frame, frame_of
from folkmoot.surfaces.desk.agreements.page import crumbs_of, workbench
from folkmoot.surfaces.desk.deeds import FormPage, Refused, form_page, settle
from folkmoot.surfaces.desk.finding import visible_record, visible_rows
from folkmoot.surfaces.desk.following.forms_making import ClauseForm, PromiseForm
from folkmoot.surfaces.desk.following.saying import row_lines
from folkmoot.surfaces.desk.forms import FormPlace
from folkmoot.surfaces.desk.frame import actor_of, desk_view
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.ui.languages import language_name
from folkmoot.ui.navigation import Crumb

_TEMPLATE = "desk/following/new.html"


@desk_view
@require_http_methods(["GET", "POST"])
def agreement_commitments(request: HttpRequest, uid: object) -> HttpResponse:
    """What an agreement promises, and its clauses to take promises from. At most 40 queries.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    frame = frame_of(request, uid)
    if request.method == "POST":
        return settle(
            request,
            frame,
            {"take": _take, "take_all": _take_all},
            lambda refused, status: _show(request, frame, refused, status),
            _page_of(frame),
        )
    return _show(request, frame)


def _show(
    request: HttpRequest, frame: Frame, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    rows = visible_commitments(frame.actor).filter(agreement=frame.agreement)
    made = list(rows.order_by("due_on", "id"))
    known = {one.clause_id for one in made}
    clauses = quotable_clauses(frame.agreement) if frame.may_edit else []
    quotable = {one.clause.pk for one in clauses}
    skeletons = commitment_skeletons(frame.agreement) if clauses else []
    context = {
        "lines": row_lines(commitment_rows(made, clock.now().date())),
        "clauses": [
            {
                "number": one.number,
                "heading": _first(one.heading),
                "text": _first(one.texts),
                "is_quoted": one.clause.pk in known,
                "url": reverse(
                    "desk:commitment_from_clause", args=[frame.agreement.uid, one.clause.uid]
                ),
            }
            for one in clauses
        ],
        "skeletons": [
            {"key": str(one.clause.uid), "title": _first(one.fields.get("title") or {}),
             "due": one.fields.get("due_on", "")}
            for one in skeletons
            if one.clause.pk in quotable and one.clause.pk not in known
            and one.fields.get("title")
        ],
        "may_type": frame.may_edit and frame.agreement.origin == Origin.PAPER,
        "is_paper": frame.agreement.origin == Origin.PAPER,
    }  # fmt: skip
    page = "agreement_commitments"
    return workbench(request, frame, page, context, refused=refused, status=status)


def _first(texts: Mapping[str, str]) -> str:
    return next((words for words in texts.values() if words), "")


def _take(request: HttpRequest, frame: Frame) -> str:
    found = _clause(frame, request.POST.get("target"))
    made = services.commitment_from_skeleton(actor=frame.actor, clause=found.clause, at=clock.now())
    return _("“%(name)s” is proposed.") % {"name": made}


def _take_all(_request: HttpRequest, frame: Frame) -> str:
    made = services.propose_commitments(
        actor=frame.actor, agreement=frame.agreement, at=clock.now()
    )
    words = ngettext("%(n)s commitment is proposed.", "%(n)s commitments are proposed.", len(made))
    return words % {"n": len(made)}


@desk_view
@require_http_methods(["GET", "POST"])
def commitment_from_clause(request: HttpRequest, uid: object, clause: object) -> HttpResponse:
    """Propose a commitment that quotes words of a clause. At most 32 queries to ask.

    Raises:
        NotAllowed: the actor may not edit the agreement.
        NotFound: there is no such agreement or clause.
    """
    frame = frame_of(request, uid)
    require(frame.actor, Permission.OUTCOMES_EDIT, scope_path(frame.agreement))
    found = _clause(frame, clause)
    edition = frame.agreement.edition
    form = PromiseForm(
        request.POST or None,
        place=FormPlace(edition),
        texts=found.texts,
        parties=_known_parties(frame),
        initial={"is_public": frame.agreement.is_public, "strand": frame.agreement.strand},
    )

    def act(_data: Mapping[str, Any]) -> tuple[str, str]:
        language, starts, ends = form.quoted()
        made = services.commitment_from_words(
            actor=frame.actor,
            clause=found.clause,
            language=language,
            starts=starts,
            ends=ends,
            values=form.values(),
            at=clock.now(),
        )
        return _proposed(made)

    title = _("Commitment from a clause")
    page = FormPage(
        title=title,
        submit=_("Propose it"),
        back=_page_of(frame),
        crumbs=crumbs_of(frame, title),
        kicker=str(frame.agreement),
        template=_TEMPLATE,
        more={
            "heading": " ".join(filter(None, (found.number, _first(found.heading)))),
            "texts": _texts(found.texts),
        },
    )
    return form_page(request, form, page, act)


@desk_view
@require_http_methods(["GET", "POST"])
def agreement_clause(request: HttpRequest, uid: object) -> HttpResponse:
    """Type a clause of a paper, so that its words can be quoted. At most 20 queries to ask.

    Raises:
        NotAllowed: the actor may not edit the agreement.
        NotFound: there is none, or it was not signed on paper.
    """
    frame = frame_of(request, uid)
    require(frame.actor, Permission.OUTCOMES_EDIT, scope_path(frame.agreement))
    if frame.agreement.origin != Origin.PAPER:
        raise NotFound

    def act(data: Mapping[str, Any]) -> tuple[str, str]:
        typed = services.type_clause(
            actor=frame.actor, agreement=frame.agreement, values=data, at=clock.now()
        )
        there = reverse("desk:commitment_from_clause", args=[frame.agreement.uid, typed.clause.uid])
        return _("The clause can be quoted now."), there

    title = _("Clause of the paper")
    page = FormPage(
        title=title,
        submit=_("Save, and make a commitment of it"),
        back=_page_of(frame),
        crumbs=crumbs_of(frame, title),
        kicker=str(frame.agreement),
        lead=_("Type only the clauses that promise something, word for word."),
    )
    return form_page(request, ClauseForm(request.POST or None), page, act)


@desk_view
@require_http_methods(["GET", "POST"])
def commitment_from_statement(request: HttpRequest, uid: object) -> HttpResponse:
    """Propose a commitment that quotes a public statement. At most 16 queries to ask.

    Raises:
        NotAllowed: the actor edits outcomes of no edition.
        NotFound: there is no such statement, or it has no words here.
    """
    actor = actor_of(request)
    statement = visible_record(KINDS["evidence.statement"], actor, uid)
    assert isinstance(statement, Statement)  # noqa: S101 - the kind's own model
    editions = _editions(request)
    if not editions:
        raise NotAllowed(permission=Permission.OUTCOMES_EDIT)
    found = quotable_statement(statement)
    if found is None:
        raise NotFound
    form = PromiseForm(
        request.POST or None,
        place=FormPlace(),
        texts={found.language: found.text},
        editions=editions,
        initial={
            "edition": request.GET.get("edition", ""),
            "organisation": statement.speaker_organisation,
        },
    )

    def act(data: Mapping[str, Any]) -> tuple[str, str]:
        _language, starts, ends = form.quoted()
        made = services.commitment_from_statement(
            actor=actor,
            statement=statement,
            edition=form.editions[data["edition"]],
            passage=found.passage,
            starts=found.starts + starts,
            ends=found.starts + ends,
            values=form.values(),
            at=clock.now(),
        )
        return _proposed(made)

    title = _("Commitment from a statement")
    back = reverse("desk:record_edit", args=["evidence.statement", statement.uid])
    page = FormPage(
        title=title,
        submit=_("Propose it"),
        back=back,
        crumbs=(Crumb(str(statement), back), Crumb(title)),
        kicker=str(statement.speaker_organisation or statement.speaker or ""),
        template=_TEMPLATE,
        more={"heading": statement.source.title, "texts": _texts(form.texts)},
    )
    return form_page(request, form, page, act)


def _proposed(made: Any) -> tuple[str, str]:
    said = _("“%(name)s” is proposed.") % {"name": made}
    if made.repeats_id:
        said += " " + _("It repeats an earlier promise: %(name)s.") % {"name": made.repeats}
    return said, reverse("desk:commitment", args=[made.uid])


def _clause(frame: Frame, uid: object) -> QuotableClause:
    """A clause that can be quoted. At most four queries.

    Raises:
        NotFound: there is none in the text that stands.
    """
    rows = quotable_clauses(frame.agreement)
    found = next((one for one in rows if str(one.clause.uid) == str(uid)), None)
    if found is None:
        raise NotFound
    return found


def _known_parties(frame: Frame) -> list[Party]:
    return [one for one in frame.whole.parties if one.organisation_id or one.region_id]


def _texts(texts: Mapping[str, str]) -> list[tuple[str, str, str]]:
    return [(code, language_name(code), words) for code, words in texts.items()]


def _editions(request: HttpRequest) -> list[Edition]:
    """The editions in which the actor edits outcomes, newest first. One query."""
    actor = actor_of(request)
    rows = visible_rows(KINDS["programme.edition"], actor).select_related("series")
    return [
        one
        for one in rows.order_by("-starts_on", "-id")
        if decide(actor, Permission.OUTCOMES_EDIT, programme.scope_path(one)).is_allowed
    ]


def _page_of(frame: Frame) -> str:
    return reverse("desk:agreement_commitments", args=[frame.agreement.uid])
