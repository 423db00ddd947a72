"""Background jobs of outcomes: documents, timestamps, seals, the register's files.

Thin: each calls one service. All may be lost at any moment and started again.
"""

from typing import Any

from folkmoot.kernel import clock
from folkmoot.kernel.jobs import Progress, job
from folkmoot.rooms.outcomes.models import Agreement, TextVersion
from folkmoot.rooms.outcomes.services.register_certificates import (
    CERTIFICATE_JOB,
    COPY_JOB,
    make_certificate,
    make_certified_copy,
)
from folkmoot.rooms.outcomes.services.register_files import FILES_JOB, write_register_files
from folkmoot.rooms.outcomes.services.renditions import RENDITIONS_JOB, render_text
from folkmoot.rooms.outcomes.services.results_report import (
    REFRESH_JOB,
    REPORT_JOB,
    make_results_reports,
    refresh_results_reports,
)
from folkmoot.rooms.outcomes.services.rounds import PREPARE_JOB
from folkmoot.rooms.outcomes.services.rounds_preparing import prepare_round
from folkmoot.rooms.outcomes.services.sealing import (
    complete_timestamps,
    renew_seal,
    seal_round,
)
from folkmoot.rooms.outcomes.services.sealing_jobs import RENEW_JOB, SEAL_JOB, TIMESTAMPS_JOB
from folkmoot.rooms.outcomes.services.signing_setup import SETUP_JOB, check_setup_now
from folkmoot.rooms.programme.models import Edition, Series


@job(SETUP_JOB)
def check_signing_setup(_progress: Progress) -> dict[str, Any]:
    """Try out whether signing works."""
    found = check_setup_now(at=clock.now())
    return {"is_ready": found.is_ready, "findings": found.findings}


@job(RENDITIONS_JOB)
def render_text_version(_progress: Progress, *, text_uid: str) -> dict[str, Any]:
    """Set the original and the reading copy of a text."""
    text = TextVersion.objects.select_related("agreement").get(uid=text_uid)
    original, reading = render_text(text=text, at=clock.now())
    return {"original": original.sha256, "reading": reading.sha256}


@job(PREPARE_JOB)
def prepare_signing_round(_progress: Progress, *, round_uid: str) -> dict[str, Any]:
    """Make the document of a round ready to be signed."""
    return {"is_ready": prepare_round(round_uid=round_uid, at=clock.now())}


@job(TIMESTAMPS_JOB)
def complete_round_timestamps(_progress: Progress, *, round_uid: str) -> dict[str, Any]:
    """Prove the time of signatures."""
    return {"is_done": complete_timestamps(round_uid=round_uid, at=clock.now())}


@job(SEAL_JOB)
def seal_signed_round(_progress: Progress, *, round_uid: str) -> dict[str, Any]:
    """Seal what all have signed."""
    return {"is_done": seal_round(round_uid=round_uid, at=clock.now())}


@job(RENEW_JOB)
def renew_round_seal(_progress: Progress, *, round_uid: str) -> dict[str, Any]:
    """Renew a seal."""
    return {"is_done": renew_seal(round_uid=round_uid, at=clock.now())}


@job(FILES_JOB)
def write_register(_progress: Progress) -> dict[str, Any]:
    """Bring the register's files up to the rows."""
    return {"size": write_register_files(at=clock.now())}


@job(REPORT_JOB)
def set_results_report(
    _progress: Progress, *, edition_uid: str = "", series_uid: str = ""
) -> dict[str, Any]:
    """Set the report of results of an edition or a series."""
    if edition_uid:
        subject: Edition | Series = Edition.objects.select_related("series").get(uid=edition_uid)
    else:
        subject = Series.objects.get(uid=series_uid)
    made = make_results_reports(subject=subject, at=clock.now())
    return {"languages": [one.language for one in made]}


@job(REFRESH_JOB)
def refresh_reports(_progress: Progress) -> dict[str, Any]:
    """Bring every report of results up to date."""
    return {"made": refresh_results_reports(at=clock.now())}


@job(CERTIFICATE_JOB)
def make_registration_certificate(
    _progress: Progress, *, agreement_uid: str, by: str
) -> dict[str, Any]:
    """Make a certificate of registration."""
    made = make_certificate(agreement=_agreement(agreement_uid), by=by, at=clock.now())
    return {"rendition": str(made.uid), "sha256": made.sha256}


@job(COPY_JOB)
def make_true_copy(_progress: Progress, *, agreement_uid: str, by: str) -> dict[str, Any]:
    """Make a certified true copy."""
    made = make_certified_copy(agreement=_agreement(agreement_uid), by=by, at=clock.now())
    return {"rendition": str(made.uid), "sha256": made.sha256}


def _agreement(uid: str) -> Agreement:
    return Agreement.objects.select_related("edition__series", "depositary").get(uid=uid)
