"""Witnessing: a partner's server cosigns a checkpoint after checking that nothing was rewritten.

The witness remembers the last checkpoint it cosigned; that memory is what makes its word worth
something. Storing it, and fetching proofs, is the caller's business.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from folkmoot.engines.translog.checkpoints import (
    Checkpoint,
    CheckpointMalformed,
    read_checkpoint,
)
from folkmoot.engines.translog.keys import Signer, VerifierKey
from folkmoot.engines.translog.notes import NoteMalformed, add_cosignature, open_note
from folkmoot.engines.translog.proofs import is_consistent


class CosignatureRefused(Exception):
    """The witness does not sign; ``code`` says why.

    Attributes:
        code: ``malformed``, ``unsigned``, ``other-log``, ``older`` or ``inconsistent``. The last
            one is an alarm: two trees of one log contradict each other.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def cosign(
    note: str,
    *,
    witness: Signer,
    at: datetime,
    log_keys: Iterable[VerifierKey],
    seen: Checkpoint | None,
    proof: Sequence[bytes],
) -> str:
    """The checkpoint with the witness's line, if it extends what the witness has seen.

    Args:
        at: now, aware.
        seen: the last checkpoint this witness cosigned for the log; None at the first meeting,
            when the witness takes the log as it finds it.
        proof: consistency of ``seen`` with the new checkpoint; empty at the first meeting.

    Raises:
        CosignatureRefused: nothing is signed.
    """
    try:
        opened = open_note(note, log_keys)
        offered = read_checkpoint(opened.text)
    except (NoteMalformed, CheckpointMalformed):
        raise CosignatureRefused("malformed") from None
    if not opened.is_trusted or all(one.key.name != offered.origin for one in opened.verified):
        raise CosignatureRefused("unsigned")
    if seen is not None:
        _compare(seen, offered, proof)
    return add_cosignature(note, witness=witness, at=at)


def _compare(seen: Checkpoint, offered: Checkpoint, proof: Sequence[bytes]) -> None:
    if seen.origin != offered.origin:
        raise CosignatureRefused("other-log")
    if offered.size < seen.size:
        raise CosignatureRefused("older")
    if not is_consistent(
        first=seen.size,
        first_root=seen.root,
        second=offered.size,
        second_root=offered.root,
        proof=proof,
    ):
        raise CosignatureRefused("inconsistent")
