"""What can be done with evidence: bring in, catalogue, cite, attribute."""

from folkmoot.rooms.evidence.services.attaching import attach_reported, request_attach
from folkmoot.rooms.evidence.services.attributed import (
    change_claim,
    change_statement,
    create_claim,
    create_statement,
    note_claim,
    note_statement,
    remove_claim,
    remove_statement,
)
from folkmoot.rooms.evidence.services.citing import (
    change_citation,
    cite,
    cite_exactly,
    create_citation,
    remove_citation,
    uncite,
)
from folkmoot.rooms.evidence.services.deciding import (
    AcceptedMany,
    LeftOpen,
    accept,
    accept_many,
    merge,
    refuse,
)
from folkmoot.rooms.evidence.services.folders import (
    find_files,
    inbox,
    ingest_paths,
    request_folder_ingest,
)
from folkmoot.rooms.evidence.services.ingest import (
    IngestReport,
    ingest_document,
    request_ingest,
)
from folkmoot.rooms.evidence.services.learning import LearntRule, cases, export_cases, learn
from folkmoot.rooms.evidence.services.passages import (
    change_passage,
    create_passage,
    hash_of,
    passage,
    remove_passage,
    span_from_utf16,
    tidy_span,
)
from folkmoot.rooms.evidence.services.privacy import withdraw_text
from folkmoot.rooms.evidence.services.proposing import (
    keep_proposing,
    propose_if_wanted,
    request_outdated,
    request_proposals,
)
from folkmoot.rooms.evidence.services.runs import (
    NotADump,
    NotThere,
    RunOptions,
    keep_runs_going,
    request_dump_ingest,
    resume_ingest_run,
    stop_ingest_run,
    sweep_ingest_runs,
    unfinished_run,
)
from folkmoot.rooms.evidence.services.runs_working import work_on_run
from folkmoot.rooms.evidence.services.sources import (
    attach_text,
    catalogue_source,
    change_source,
    create_source,
    remove_source,
)
from folkmoot.rooms.evidence.services.undoing import undo_decision

__all__ = [
    "AcceptedMany",
    "IngestReport",
    "LearntRule",
    "LeftOpen",
    "NotADump",
    "NotThere",
    "RunOptions",
    "accept",
    "accept_many",
    "attach_reported",
    "attach_text",
    "cases",
    "catalogue_source",
    "change_citation",
    "change_claim",
    "change_passage",
    "change_source",
    "change_statement",
    "cite",
    "cite_exactly",
    "create_citation",
    "create_claim",
    "create_passage",
    "create_source",
    "create_statement",
    "export_cases",
    "find_files",
    "hash_of",
    "inbox",
    "ingest_document",
    "ingest_paths",
    "keep_proposing",
    "keep_runs_going",
    "learn",
    "merge",
    "note_claim",
    "note_statement",
    "passage",
    "propose_if_wanted",
    "refuse",
    "remove_citation",
    "remove_claim",
    "remove_passage",
    "remove_source",
    "remove_statement",
    "request_attach",
    "request_dump_ingest",
    "request_folder_ingest",
    "request_ingest",
    "request_outdated",
    "request_proposals",
    "resume_ingest_run",
    "span_from_utf16",
    "stop_ingest_run",
    "sweep_ingest_runs",
    "tidy_span",
    "uncite",
    "undo_decision",
    "unfinished_run",
    "withdraw_text",
    "work_on_run",
]
