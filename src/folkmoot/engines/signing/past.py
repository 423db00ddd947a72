"""Judging what is old by what was proved in time (the idea of ETSI EN 319 102-1, clause 5.6).

From the youngest document timestamp to the oldest: the youngest is judged by today; each older
one, if today no longer carries it, by the moment that the next younger one proves, for then it
was there. A signature is judged by the moment of the oldest such timestamp after it, with the
validation data that the document held under that timestamp.

pyHanko has a process of its own for this. It is not what decides here: it asks the machine's
clock in its depths, so that no result could be reproduced.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pyhanko.pdf_utils.reader import PdfFileReader

from folkmoot.engines.signing.documents import FormField
from folkmoot.engines.signing.examining import PASSED_WITH_TIME, Examined, examine
from folkmoot.engines.signing.terms import Outcome, Trust
from folkmoot.engines.signing.trust import know


@dataclass(frozen=True, slots=True)
class _Proof:
    """A trusted timestamp: everything up to this revision was there at this moment."""

    revision: int
    moment: datetime


def carry_with_proofs(
    reader: PdfFileReader,
    fields: Mapping[str, FormField],
    examined: Sequence[Examined],
    trust: Trust,
) -> None:
    """Judge again what did not pass by today only because time went by."""
    proofs: list[_Proof] = []
    stamps = [one for one in examined if one.finding.kind == "timestamp"]
    for stamp in sorted(stamps, key=lambda one: one.revision, reverse=True):
        _carry(reader, fields, stamp, proofs, trust)
        proved = stamp.finding.timestamped_at
        if stamp.finding.outcome == Outcome.PASSED and proved:
            proofs.append(_Proof(stamp.revision, proved))
    for one in examined:
        if one.finding.kind != "timestamp":
            _carry(reader, fields, one, proofs, trust)


def _carry(
    reader: PdfFileReader,
    fields: Mapping[str, FormField],
    one: Examined,
    proofs: Sequence[_Proof],
    trust: Trust,
) -> None:
    finding = one.finding
    if finding.outcome != Outcome.INDETERMINATE or finding.sub_indication not in PASSED_WITH_TIME:
        return
    after = [proof for proof in proofs if proof.revision > one.revision]
    if not after:
        return
    oldest = min(after, key=lambda proof: proof.revision)
    # What was added to the store later may be younger than the proof.
    known = know(trust, reader.get_historical_resolver(oldest.revision))
    again = examine(reader, fields[finding.field], known, oldest.moment)
    if again.finding.outcome != Outcome.INDETERMINATE or again.finding.sub_indication:
        one.finding = again.finding
