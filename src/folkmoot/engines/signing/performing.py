"""Signing in a process of its own, for callers that must not load pyHanko or the typesetter.

The pass phrase and the opened key live in that process alone, and there only while one request
is answered; they are written nowhere. This module is light.
"""

import atexit
import base64
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

from folkmoot.engines.reading.keeping import KeptProcess
from folkmoot.engines.signing.plain import to_plain
from folkmoot.engines.signing.reasons import ReasonCode
from folkmoot.engines.signing.terms import SignaturePlan, SigningRefused

SECONDS: Final = 60.0
MEMORY_BYTES: Final = 1 << 30
_ANSWER_BYTES: Final = 200_000_000
_COMMAND: Final = (sys.executable, "-m", "folkmoot.engines.signing.performing_child")


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen where somebody signs.

    Attributes:
        lines: ``{certificate}`` in them becomes the name in the certificate.
        language: tag of their language.
    """

    lines: tuple[str, ...]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Begun:
    """A signature that waits for a device.

    Attributes:
        state: plain data for ``finish``, without any secret.
        to_be_signed: what the device hashes with ``digest`` and signs.
    """

    state: Mapping[str, Any]
    to_be_signed: bytes
    digest: str


class KeptSigner:
    """Signs one document at a time in a child process, started when the first one comes."""

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        memory_bytes: int = MEMORY_BYTES,
        command: Sequence[str] = _COMMAND,
    ) -> None:
        self._seconds, self._memory_bytes = seconds, memory_bytes
        self._child = KeptProcess(command, answer_bytes=_ANSWER_BYTES)

    def begin(
        self,
        previous: bytes,
        plan: SignaturePlan,
        slot: str,
        *,
        certificate: bytes,
        chain: tuple[bytes, ...],
        look: Look,
        at: datetime,
    ) -> Begun:
        """As ``signing.begin``.

        Raises:
            SigningRefused: likewise, or the child was lost over it.
        """
        told = {"plan": to_plain(plan), "slot": slot, "look": to_plain(look), "at": at.isoformat()}
        told["chain"] = [_text(one) for one in chain]
        answer = self._asked("begin", told, [previous, certificate])
        return Begun(answer["state"], base64.b64decode(answer["to_be_signed"]), answer["digest"])

    def finish(self, previous: bytes, state: Mapping[str, Any], signature: bytes) -> bytes:
        """As ``signing.finish``, without a timestamp: the new document.

        Raises:
            SigningRefused: likewise, or the child was lost over it.
        """
        answer = self._asked("finish", {"state": dict(state)}, [previous, signature])
        return base64.b64decode(answer["pdf"])

    def sign(
        self,
        previous: bytes,
        plan: SignaturePlan,
        slot: str,
        *,
        key_file: bytes,
        pass_phrase: str,
        look: Look,
        at: datetime,
    ) -> bytes:
        """As ``signing.sign`` with the key of a certificate file, without a timestamp.

        Raises:
            SigningRefused: likewise; the file or the pass phrase is wrong; or the child was
                lost over it.
        """
        told = {"plan": to_plain(plan), "slot": slot, "look": to_plain(look), "at": at.isoformat()}
        answer = self._asked("sign", told, [previous, key_file, pass_phrase.encode()])
        return base64.b64decode(answer["pdf"])

    def close(self) -> None:
        """End the child, if there is one."""
        self._child.close()

    def _asked(self, what: str, told: Mapping[str, Any], parts: Sequence[bytes]) -> Any:
        asked = {
            **told,
            "what": what,
            "sizes": [len(part) for part in parts],
            "seconds": self._seconds,
            "memory_bytes": self._memory_bytes,
        }

        def ask(pipe: IO[bytes]) -> None:
            pipe.write(json.dumps(asked).encode("ascii") + b"\n")
            for part in parts:
                pipe.write(part)

        line = self._child.exchange(ask, seconds=self._seconds)
        if not line:
            raise SigningRefused(ReasonCode.FILE_TOO_COSTLY)
        answer = json.loads(line)
        if "refused" in answer:
            raise SigningRefused(ReasonCode(answer["refused"]), answer["detail"])
        return answer


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


signer = KeptSigner()
atexit.register(signer.close)
