"""The process in which documents are signed for ``performing``.

Reads requests from the standard input, a line of JSON and the parts after it, and writes one
line of JSON for each. Nothing is logged and nothing is written to a disk.
"""

import base64
import contextlib
import json
import os
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from folkmoot.engines.signing.certificates import describe_certificate
from folkmoot.engines.signing.child import bound
from folkmoot.engines.signing.documents import told
from folkmoot.engines.signing.keys import open_key_file
from folkmoot.engines.signing.performing import Look
from folkmoot.engines.signing.plain import from_plain
from folkmoot.engines.signing.reasons import ReasonCode
from folkmoot.engines.signing.signing import BegunSignature, begin, finish, sign
from folkmoot.engines.signing.terms import SignaturePlan, SigningRefused
from folkmoot.engines.typesetting.letters import missing_in_text, tidy
from folkmoot.engines.typesetting.stamps import render_stamp
from folkmoot.engines.typesetting.terms import NotRendered, Part, Where

_NAME = "{certificate}"
_LINE = Where(Part.LINE)


def serve() -> None:
    """Answer requests until there are no more."""
    requests = sys.stdin.buffer
    with contextlib.suppress(BrokenPipeError), os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        while line := requests.readline():
            asked = json.loads(line)
            bound(asked["memory_bytes"], asked["seconds"])
            parts = [requests.read(size) for size in asked["sizes"]]
            answers.write(json.dumps(_answer(asked, parts)).encode("ascii") + b"\n")
            answers.flush()


def _answer(asked: Mapping[str, Any], parts: list[bytes]) -> dict[str, Any]:
    try:
        return _ANSWERS[asked["what"]](asked, parts)
    except SigningRefused as refusal:
        return {"refused": refusal.code.value, "detail": refusal.reason.detail}
    except (ValueError, TypeError, KeyError) as fault:
        # What a stranger sent cannot be read; the words of the fault hold no secret of ours.
        return {"refused": ReasonCode.STATE_UNREADABLE.value, "detail": told(fault)}


def _begin(asked: Mapping[str, Any], parts: list[bytes]) -> dict[str, Any]:
    previous, certificate = parts
    plan, at = _plan(asked)
    begun = begin(
        previous,
        plan,
        asked["slot"],
        certificate=certificate,
        chain=tuple(base64.b64decode(one) for one in asked["chain"]),
        at=at,
        stamp=_stamp(asked, plan, certificate, at),
    )
    return {
        "state": begun.to_plain(),
        "to_be_signed": base64.b64encode(begun.to_be_signed).decode("ascii"),
        "digest": begun.digest,
    }


def _finish(asked: Mapping[str, Any], parts: list[bytes]) -> dict[str, Any]:
    previous, signature = parts
    made = finish(previous, BegunSignature.from_plain(asked["state"]), signature)
    return {"pdf": base64.b64encode(made.revision.pdf).decode("ascii")}


def _sign(asked: Mapping[str, Any], parts: list[bytes]) -> dict[str, Any]:
    previous, key_file, pass_phrase = parts
    plan, at = _plan(asked)
    key = open_key_file(key_file, pass_phrase.decode())
    stamp = _stamp(asked, plan, key.certificate, at)
    made = sign(previous, plan, asked["slot"], key, at=at, stamp=stamp)
    return {"pdf": base64.b64encode(made.revision.pdf).decode("ascii")}


_ANSWERS = {"begin": _begin, "finish": _finish, "sign": _sign}


def _plan(asked: Mapping[str, Any]) -> tuple[SignaturePlan, datetime]:
    return from_plain(SignaturePlan, asked["plan"]), datetime.fromisoformat(asked["at"])


def _stamp(
    asked: Mapping[str, Any], plan: SignaturePlan, certificate: bytes, at: datetime
) -> bytes | None:
    """The look of the signature; names that cannot be printed are left to the certificate."""
    box = plan.slot(asked["slot"]).box
    if box is None:
        return None
    look = from_plain(Look, asked["look"])
    name = tidy(describe_certificate(certificate).name)
    lines = tuple(tidy(line.replace(_NAME, name)) for line in look.lines)
    kept = [line for line in lines if line.strip() and not missing_in_text(line, _LINE)]
    made = render_stamp(
        kept,
        width_points=box[2] - box[0],
        height_points=box[3] - box[1],
        made_at=at,
        language=look.language,
    )
    if isinstance(made, NotRendered):
        # Too much for the place: who signed is told by the first lines.
        made = render_stamp(
            kept[:2],
            width_points=box[2] - box[0],
            height_points=box[3] - box[1],
            made_at=at,
            language=look.language,
        )
    if isinstance(made, NotRendered):
        raise SigningRefused(ReasonCode.APPEARANCE_MISSING, str(made)[:200])
    return made.pdf


if __name__ == "__main__":
    serve()
