"""The typeset report of what came of an edition or a series: made by a job, kept as a file.

Nothing is set inside a request. A report that would say the same as the one there is not made
again; one that has nothing public left to tell goes. What was lost with a worker is made at the
next look, for the rows tell what is there.
"""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from folkmoot.engines import typesetting as engine
from folkmoot.engines.typesetting.canonical import canonical_json, plain
from folkmoot.engines.typesetting.compiling import template_version
from folkmoot.kernel import files
from folkmoot.kernel.actors import SYSTEM, Actor
from folkmoot.kernel.jobs import start
from folkmoot.kernel.models import AuditEntry, Job
from folkmoot.kernel.pages import forget_pages
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import ResultsReport
from folkmoot.rooms.outcomes.queries.agreements import published_agreements
from folkmoot.rooms.outcomes.queries.commitments import published_commitments
from folkmoot.rooms.outcomes.queries.results_report_text import results_text
from folkmoot.rooms.outcomes.terms.signing import NotPrintable
from folkmoot.rooms.programme.models import Edition, Series
from folkmoot.rooms.programme.policies import scope_path

REPORT_JOB = "outcomes.results_report"
REFRESH_JOB = "outcomes.refresh_results_reports"
# Somebody who enters what came of a forum saves hundreds of times in an afternoon.
_PAUSE = timedelta(minutes=15)
# How much is listed where the whole list would be too long for one document.
_SHORTER = (300, 50)
_TEMPLATE = "report"
_PDF = "application/pdf"


def request_results_report(*, actor: Actor, subject: Edition | Series, at: datetime) -> Job:
    """Let the worker bring the reports of an edition or a series up to date.

    Raises:
        NotAllowed: the actor may not edit its outcomes.
    """
    require(actor, Permission.OUTCOMES_EDIT, scope_path(subject))
    which = "edition_uid" if isinstance(subject, Edition) else "series_uid"
    return start(
        actor=actor,
        name=REPORT_JOB,
        title=_("Set the report of results"),
        at=at,
        arguments={which: str(subject.uid)},
    )


def make_results_reports(*, subject: Edition | Series, at: datetime) -> list[ResultsReport]:
    """Bring the reports of an edition or a series up to date, in every language. Worker only.

    Says which were made anew.

    Raises:
        NotPrintable: it is too long to be set; reports that are there stay.
    """
    made = []
    for language, _name in settings.LANGUAGES:
        one = _made(subject, language, at)
        if one is not None:
            made.append(one)
    if made:
        forget_pages()
    return made


def refresh_results_reports(*, at: datetime) -> int:
    """Bring every report up to date and remove those of what is not public; says how many it made.

    Worker only. One that cannot be set keeps no other from being made.
    """
    _discard(ResultsReport.objects.filter(Q(series__is_public=False) | Q(edition__is_public=False)))
    agreed = published_agreements().order_by().values("edition")
    promised = published_commitments().order_by().values("edition")
    editions = Edition.objects.filter(Q(pk__in=agreed) | Q(pk__in=promised))
    told = list(editions.select_related("series").order_by("pk"))
    # What lost its last public record tells nothing any more.
    emptied = ResultsReport.objects.exclude(edition=None).exclude(edition__in=told)
    _discard(
        emptied
        | ResultsReport.objects.filter(edition=None).exclude(
            series__in={one.series_id for one in told}
        )
    )
    subjects: list[Edition | Series] = [
        *told,
        *{one.series_id: one.series for one in told}.values(),
    ]
    count = 0
    for subject in subjects:
        try:
            count += len(make_results_reports(subject=subject, at=at))
        except NotPrintable:
            continue
    return count


def keep_results_reports(*, at: datetime) -> None:
    """Queue a refresh when outcomes have changed since the last one. At most three queries.

    Safe to call every minute and from several workers.
    """
    newest = Job.objects.filter(name=REFRESH_JOB).order_by("-created_at").first()
    if newest is not None:
        is_open = newest.state in (Job.State.WAITING, Job.State.RUNNING)
        if is_open or newest.created_at > at - _PAUSE:
            return
    changes = AuditEntry.objects.filter(kind__startswith="outcomes.")
    if newest is not None:
        changes = changes.filter(at__gte=newest.created_at)
    if changes.exists():
        start_refresh(at=at)


def start_refresh(*, at: datetime) -> Job:
    """Queue a refresh of all reports, such as every night: days pass without any change."""
    # Said in the language of whoever looks at the list of jobs.
    title = gettext_noop("Bring the reports of results up to date")
    return start(actor=SYSTEM, name=REFRESH_JOB, title=title, at=at, arguments={})


def _made(subject: Edition | Series, language: str, at: datetime) -> ResultsReport | None:
    today = _today(subject, at)
    text = results_text(subject, language, today)
    if text is None:
        _discard(_known(subject, language))
        return None
    sha256, version = _content_sha256(text), template_version(_TEMPLATE)
    if _known(subject, language).filter(content_sha256=sha256, template_version=version).exists():
        return None
    told = _set(text, today)
    for most in _SHORTER:
        if isinstance(told, engine.Rendition):
            break
        shorter = results_text(subject, language, today, most)
        told = _set(shorter or text, today)
    if isinstance(told, engine.NotRendered):
        raise NotPrintable(told=str(told)[:500], problems=told.problems, missing=told.missing)
    return _stored(subject, language, told, sha256, today, at)


def _set(text: engine.ReportText, today: date) -> engine.Rendition | engine.NotRendered:
    # The same text of the same day gives the same bytes, whatever the hour.
    moment = datetime(today.year, today.month, today.day, tzinfo=UTC)
    return engine.render_report(text, made_at=moment)


@transaction.atomic
def _stored(
    subject: Edition | Series,
    language: str,
    told: engine.Rendition,
    sha256: str,
    today: date,
    at: datetime,
) -> ResultsReport:
    edition = subject if isinstance(subject, Edition) else None
    series = subject.series if isinstance(subject, Edition) else subject
    stored = files.store(data=told.pdf, name=_name(subject, language), media_type=_PDF)
    before = _known(subject, language).select_for_update().select_related("file").first()
    made, _is_new = ResultsReport.objects.update_or_create(
        series=series,
        edition=edition,
        language=language,
        defaults={
            "file": stored,
            "content_sha256": sha256,
            "template_version": told.template_version,
            "pages": told.page_count,
            "told_on": today,
            "made_at": at,
        },
    )
    if before is not None and before.file_id != stored.pk:
        files.discard(before.file)
    return made


def _known(subject: Edition | Series, language: str) -> QuerySet[ResultsReport]:
    rows = ResultsReport.objects.filter(language=language)
    if isinstance(subject, Edition):
        return rows.filter(edition=subject)
    return rows.filter(series=subject, edition=None)


def _discard(rows: QuerySet[ResultsReport]) -> None:
    for one in rows.select_related("file"):
        with transaction.atomic():
            one.delete()
            files.discard(one.file)


def _content_sha256(text: engine.ReportText) -> str:
    """Of all it says but its days, which stand in the subtitle."""
    return hashlib.sha256(canonical_json(plain(replace(text, subtitle="")))).hexdigest()


def _name(subject: Edition | Series, language: str) -> str:
    of = f"{subject.series.slug}-{subject.slug}" if isinstance(subject, Edition) else subject.slug
    return f"results-{of}-{language}.pdf"


def _today(subject: Edition | Series, at: datetime) -> date:
    zone = subject.time_zone if isinstance(subject, Edition) else "UTC"
    return at.astimezone(ZoneInfo(zone)).date()
