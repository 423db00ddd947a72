"""The last guard of an agreed text: whatever way a row is written, the text stays as agreed.

Services refuse before they write. This hears what is written besides them (an undone change, a
pack brought in) and undoes it with its transaction.
"""

from folkmoot.engines import typesetting as engine
from folkmoot.kernel.editing import RecordWritten
from folkmoot.rooms.outcomes.models import Act, Agreement, Clause, Party, TextVersion
from folkmoot.rooms.outcomes.queries.agreements_text import clauses_of, text_from
from folkmoot.rooms.outcomes.terms.agreements import ActKind, Origin, TextFixed

_KINDS = {
    Agreement._meta.label_lower: "uid",
    Party._meta.label_lower: "parties__uid",
    Clause._meta.label_lower: "clauses__uid",
}


def keep_agreed_text(event: RecordWritten) -> None:
    """Refuse a write after which the agreed text would read otherwise. At most five queries.

    What is removed is held by its foreign keys and its own services.

    Raises:
        TextFixed: everything of the transaction is undone.
    """
    if event.removed or event.ref.kind not in _KINDS:
        return
    agreement = Agreement.objects.filter(**{_KINDS[event.ref.kind]: event.ref.uid}).first()
    if agreement is None or agreement.origin == Origin.PAPER:
        return
    rows = TextVersion.objects.filter(agreement=agreement, voided_at__isnull=True)
    version = rows.order_by("-number").first()
    if version is None or not _is_agreed(agreement):
        return
    # Who acceded later is no part of what the others agreed on.
    agreed = {one.key for one in engine.read_canonical(version.content.encode()).parties}
    parties = agreement.parties.filter(uid__in=agreed).order_by("place", "id")
    live = text_from(agreement, parties, clauses_of(agreement))
    if engine.canonical_sha256(live) != version.sha256:
        raise TextFixed


def _is_agreed(agreement: Agreement) -> bool:
    steps = (ActKind.TEXT_AGREED, ActKind.TEXT_REOPENED)
    last = Act.objects.filter(agreement=agreement, kind__in=steps).order_by("-id").first()
    return last is not None and last.kind == ActKind.TEXT_AGREED
