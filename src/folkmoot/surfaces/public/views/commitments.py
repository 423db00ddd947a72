"""Commitments for everybody: the list, and one with its words, reports and verdicts."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import clock
from folkmoot.kernel.pages import stored_page
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.queries.citations import citations_of
from folkmoot.rooms.outcomes.models import Commitment
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.queries.assessments import AssessmentRow, assessments_of
from folkmoot.rooms.outcomes.queries.commitments import (
    WholeCommitment,
    published_commitment,
    whole_commitment,
)
from folkmoot.rooms.outcomes.queries.following import CommitmentRow, commitment_rows
from folkmoot.rooms.outcomes.queries.public_following import Asked, public_commitment_rows
from folkmoot.rooms.outcomes.queries.reports import ReportRow, reports_of
from folkmoot.rooms.outcomes.terms.agreements import Publication
from folkmoot.rooms.outcomes.terms.commitments import (
    AssessmentState,
    ClaimedProgress,
    Closing,
    CommitmentKind,
    CommitmentState,
    Completion,
    Confidence,
    Phase,
    QuoteState,
)
from folkmoot.rooms.outcomes.terms.method import Element, Standing
from folkmoot.rooms.programme.models import Edition, Series
from folkmoot.rooms.programme.queries import published as programme
from folkmoot.surfaces.public import links, structured
from folkmoot.surfaces.public.pages import PARAMETERS, Editable, Page, in_words, show
from folkmoot.surfaces.public.views.commitments_showing import (
    STANDING_SHAPES,
    body_of,
    commitment_url,
    flag_of,
    promise_rows,
)
from folkmoot.ui.figures import say_figure
from folkmoot.ui.navigation import Crumb

FILTERS = ("series", "edition", "before", "standing", "body", "strand", "kind")
_KEPT = ("before", "body", "strand")
_ON_A_PAGE = 50


@stored_page(seconds=600, parameters=(*PARAMETERS, *FILTERS, "page"))
def commitments(request: HttpRequest) -> HttpResponse:
    """The public commitments by due day, narrowed by what is asked. Ten queries at most."""
    chosen = {name: request.GET.get(name, "").strip()[:200] for name in FILTERS}
    series = programme.published_series()
    asked = asked_for(chosen, series)
    rows = public_commitment_rows(asked, clock.now().date())
    pages = Paginator(rows, _ON_A_PAGE).get_page(request.GET.get("page"))
    title = _("Commitments")
    page = Page(
        title=title,
        description=_("Who promised what by when, and what became of it."),
        crumbs=(Crumb(_("Forums"), reverse("public:home")), Crumb(title)),
        texts=[one.commitment.title for one in pages],
        section="commitments",
    )
    context = {
        "rows": promise_rows(pages),
        "pages": pages,
        "count": len(rows),
        "is_narrowed": asked.is_narrow,
        "before": asked.before,
        "chosen": chosen,
        # What no field of the form asks stays asked when the form is sent.
        "kept": [(name, chosen[name]) for name in _KEPT if chosen[name]],
        "body": _body_asked(rows, asked.body),
        "series_choices": [(one.slug, in_words(request, one.name)) for one in series],
        "edition_choices": [
            (f"{one.slug}/{edition.slug}", in_words(request, edition.name))
            for one in series
            for edition in one.editions.all()
        ],
        "kind_choices": [(one.value, capfirst(str(one.label))) for one in CommitmentKind],
        "standing_choices": [(one.value, capfirst(str(one.label))) for one in Standing],
    }
    return show(request, "outcomes/commitments", page, context)


@stored_page(seconds=600, parameters=PARAMETERS)
def commitment(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One promise: its words, who answers, until when, what was reported and found.

    At most 25 queries.

    Raises:
        NotFound: there is none, or it is not public.
    """
    found = published_commitment(uid)
    whole = whole_commitment(found)
    row = commitment_rows([found], clock.now().date())[0]
    title = in_words(request, found.title)
    page = Page(
        title=title,
        description=_("Who answers for it, until when, and what became of it: %(title)s")
        % {"title": title},
        crumbs=_crumbs(request, found, title),
        texts=[found.title],
        graph=_graph(request, row),
        edit=Editable(found.ref, Permission.OUTCOMES_EDIT, scope_path(found)),
        og_type="article",
    )
    context = {
        "commitment": found,
        "whole": whole,
        "row": promise_rows([row])[0],
        "kind": capfirst(found.get_kind_display()),
        "state": capfirst(str(CommitmentState(found.state).label)),
        "closing": capfirst(str(Closing(found.closing).label)) if found.closing else "",
        "standing": capfirst(str(row.standing.label)),
        "shape": STANDING_SHAPES[row.standing],
        "flag": flag_of(row),
        "words_from": _words_from(found, whole),
        "quote_differs": whole.quote.state == QuoteState.DIFFERS,
        "specificity": capfirst(str(whole.specificity.label)),
        "target": _target(found),
        "citations": citations_of([found.ref]),
        "elements": [(str(one.label), one.value in found.elements) for one in Element],
        "bodies": [(body_of(one), one.office) for one in whole.responsibilities],
        "guideline": _guideline(found),
        "reports": [_report(one) for one in reports_of(found)],
        "assessments": [_assessment(one) for one in assessments_of(found)],
        "evidence": [_evidence(one) for one in whole.evidence],
        "edition_url": links.edition_url(found.edition.series.slug, found.edition.slug),
        "milestones": [
            {
                "step": one,
                "due_on": one.due_on.isoformat(),
                "met_on": one.met_on.isoformat() if one.met_on else "",
            }
            for one in whole.milestones
        ],
        "carried_from": _public_address(found.carried_from),
        "repeats": _public_address(found.repeats),
        "carried_to": commitment_url(whole.carried_to) if whole.carried_to else "",
        "repeated_by": [(one, commitment_url(one)) for one in whole.repeated_by],
    }
    return show(request, "outcomes/commitment", page, context)


def asked_for(chosen: dict[str, str], series: list[Series]) -> Asked:
    """What the fields of the form ask for.

    Raises:
        NotFound: "before" names an edition that is not public.
    """
    of, _slash, edition = chosen["edition"].partition("/")
    return Asked(
        series=of if edition else chosen["series"],
        edition=edition,
        before=_edition(chosen["before"], series) if chosen["before"] else None,
        standing=chosen["standing"] if chosen["standing"] in Standing.values else "",
        body=chosen["body"],
        strand=chosen["strand"],
        kind=chosen["kind"],
    )


def _body_asked(rows: list[CommitmentRow], asked: str) -> dict[str, Any] | None:
    """The body that was asked for, from the rows: it is named only where it has any."""
    for one in rows:
        for body in one.bodies:
            keys = (
                f"organisation:{body.organisation.uid}" if body.organisation else "",
                f"region:{body.region.code}" if body.region else "",
            )
            if asked and asked in keys:
                return body_of(body)
    return None


def _edition(name: str, series: list[Series]) -> Edition:
    of, _slash, slug = name.partition("/")
    for one in series:
        for edition in one.editions.all():
            if (one.slug, edition.slug) == (of, slug):
                return edition
    raise NotFound


def _crumbs(request: HttpRequest, found: Commitment, title: str) -> tuple[Crumb, ...]:
    edition = found.edition
    url = links.edition_url(edition.series.slug, edition.slug)
    return (
        Crumb(_("Forums"), reverse("public:home")),
        Crumb(in_words(request, edition.name), url),
        Crumb(
            _("What came of it"),
            links.edition_url(edition.series.slug, edition.slug, "edition_results"),
        ),
        Crumb(title),
    )


def _words_from(found: Commitment, whole: WholeCommitment) -> dict[str, Any]:
    """Where the words stand: the clause of an agreement, or the sentence of a source."""
    agreement = found.agreement
    if agreement is not None:
        is_public = agreement.is_public
        url = reverse("public:agreement", args=[agreement.uid]) if is_public else ""
        if url and agreement.publication == Publication.FULL and found.clause:
            url += f"#c-{found.clause.key}"
        return {
            "title": agreement.title if is_public else None,
            "url": url,
            "number": whole.quote.number,
        }
    statement = found.statement
    if statement is None:
        return {}
    speaker = statement.speaker_organisation or statement.speaker
    return {
        "title": None,
        "speaker": speaker.name if speaker else None,
        "url": links.url_for(statement.ref),
        "source": statement.source.title,
    }


def _target(found: Commitment) -> str:
    value, unit = found.target_value, found.target_unit
    if value is None:
        return ""
    is_money = found.kind == CommitmentKind.MONEY
    return say_figure(value, currency=unit.upper()) if is_money else say_figure(value, unit=unit)


def _guideline(found: Commitment) -> list[tuple[str, Any]]:
    labels = {"done": _("+1: done"), "partly": _("0: partly done"), "not_done": _("−1: not done")}
    return [
        (label, Multilingual.from_plain(found.guideline[key]))
        for key, label in labels.items()
        if found.guideline.get(key)
    ]


def _report(one: ReportRow) -> dict[str, Any]:
    report = one.report
    return {
        "report": report,
        "body": body_of(report.responsibility),
        "progress": capfirst(str(ClaimedProgress(report.progress).label))
        if report.progress
        else "",
        "is_late": one.is_late,
        "until": report.period_until.isoformat(),
        "value": "" if report.value is None else say_figure(report.value),
    }


def _assessment(one: AssessmentRow) -> dict[str, Any]:
    told = one.assessment
    return {
        "assessment": told,
        "body": body_of(told.responsibility),
        "phase": capfirst(str(Phase(told.phase).label)),
        "score": {None: "", -1: "−1", 0: "0", 1: "+1"}[told.score],
        "completion": capfirst(str(Completion(told.completion).label)) if told.completion else "",
        "confidence": str(Confidence(told.confidence).label) if told.confidence else "",
        "quality": str(one.quality.label),
        "is_superseded": told.state == AssessmentState.SUPERSEDED,
        "evidence_count": one.evidence_count,
        "evidence": [item.title for item in one.evidence],
    }


def _evidence(one: Any) -> dict[str, Any]:
    return {
        "item": one,
        "kind": capfirst(one.get_kind_display()),
        "url": reverse("api:evidence_file", args=[one.uid, one.file.name]),
    }


def _public_address(other: Commitment | None) -> tuple[Commitment, str] | None:
    """Another commitment with its page, if anyone may see it."""
    if other is None:
        return None
    try:
        found = published_commitment(other.uid)
    except NotFound:
        return None
    return found, commitment_url(found)


def _graph(request: HttpRequest, row: CommitmentRow) -> dict[str, Any]:
    states = {
        Standing.DONE: "CompletedActionStatus",
        Standing.NOT_DONE: "FailedActionStatus",
        Standing.PARTLY: "ActiveActionStatus",
        Standing.LATE: "ActiveActionStatus",
    }
    return {
        "@type": "PlanAction",
        "name": in_words(request, row.commitment.title),
        "url": structured.absolute(commitment_url(row.commitment)),
        "scheduledTime": row.due_on.isoformat(),
        "actionStatus": "https://schema.org/" + states.get(row.standing, "PotentialActionStatus"),
        "agent": [
            {"@type": "Organization", "name": in_words(request, body_of(one)["name"])}
            for one in row.bodies
            if body_of(one)["name"]
        ],
    }
