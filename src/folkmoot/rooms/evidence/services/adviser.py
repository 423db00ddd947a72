"""Asking a language model on this machine, if somebody set one up.

The model is a server with the chat interface that OpenAI made common (``POST
/v1/chat/completions``), such as llama.cpp, vLLM or Ollama. Documents leave the process only
to the address in the settings, which must be of this machine unless other hosts are allowed
explicitly; redirects are not followed, and the address asked is the one that was checked.

Exchanges can be recorded as files and replayed, so that what a model answered once can be
examined and tested without it.
"""

import contextlib
import hashlib
import http.client
import ipaddress
import json
import os
import socket
import ssl
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from django.conf import settings

from folkmoot.engines.extraction import ALL_KINDS, Proposal, ProposalKind
from folkmoot.engines.extraction.advice import joined, questions, read_answer
from folkmoot.engines.reading import Document

_LONGEST_ANSWER_BYTES: Final = 4_000_000
_PATH: Final = "/v1/chat/completions"


class ModelSilent(Exception):
    """The server gave no usable answer; the message says why, for the log and the desk."""


class ModelNotAllowed(Exception):
    """The address in the settings is not of this machine, and others are not allowed."""


class Exchange(Protocol):
    """Something that answers a request body of the chat interface."""

    def ask(self, body: dict[str, Any]) -> dict[str, Any]:
        """The answer as JSON.

        Raises:
            ModelSilent: there is none.
        """


@dataclass(frozen=True, slots=True)
class ModelServer:
    """A server at an address such as ``http://127.0.0.1:8080``.

    Attributes:
        key: sent as a bearer token if not empty.
        may_be_remote: whether hosts other than this machine may be asked.
        seconds: for one answer.
    """

    address: str
    key: str = ""
    may_be_remote: bool = False
    seconds: float = 120.0

    def ask(self, body: dict[str, Any]) -> dict[str, Any]:
        """See :class:`Exchange`.

        Raises:
            ModelNotAllowed: the host is another machine.
            ModelSilent.
        """
        try:
            with contextlib.closing(self._connection()) as connection:
                connection.request("POST", self._path(), json.dumps(body).encode(), self._headers())
                response = connection.getresponse()
                data = response.read(_LONGEST_ANSWER_BYTES + 1)
        except (OSError, http.client.HTTPException) as fault:
            raise ModelSilent(f"{self.address}: {fault}") from fault
        if response.status != http.HTTPStatus.OK:
            raise ModelSilent(f"{self.address} answered {response.status}")
        if len(data) > _LONGEST_ANSWER_BYTES:
            raise ModelSilent(f"{self.address} answered more than {_LONGEST_ANSWER_BYTES} bytes")
        return _object(data, self.address)

    def _connection(self) -> http.client.HTTPConnection:
        """A connection to the very address that was checked, whatever the name says next time."""
        parts = urlsplit(self.address)
        host = parts.hostname or ""
        is_secure = parts.scheme == "https"
        port = parts.port or (443 if is_secure else 80)
        address = self._checked(host, port)
        connection = (
            http.client.HTTPSConnection(
                host, port, timeout=self.seconds, context=ssl.create_default_context()
            )
            if is_secure
            else http.client.HTTPConnection(host, port, timeout=self.seconds)
        )
        plain = socket.create_connection((address, port), timeout=self.seconds)
        try:
            connection.sock = (
                ssl.create_default_context().wrap_socket(plain, server_hostname=host)
                if is_secure
                else plain
            )
        except (OSError, ValueError):
            plain.close()
            raise
        return connection

    def _checked(self, host: str, port: int) -> str:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(one[4][0]) for one in found]
        if not self.may_be_remote and not all(
            ipaddress.ip_address(one.split("%")[0]).is_loopback for one in addresses
        ):
            raise ModelNotAllowed(
                f"{host} is not this machine. Set FOLKMOOT_MODEL_REMOTE=yes to send documents there."
            )
        return addresses[0]

    def _path(self) -> str:
        base = urlsplit(self.address).path.rstrip("/")
        return base + _PATH.removeprefix("/v1") if base.endswith("/v1") else base + _PATH

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        return headers | ({"Authorization": f"Bearer {self.key}"} if self.key else {})


@dataclass(frozen=True, slots=True)
class RecordedExchanges:
    """Answers kept as files, one for each question, named by the hash of the question.

    Attributes:
        behind: who is asked what has no record yet; ``None`` for replaying only.
    """

    folder: Path
    behind: Exchange | None = None

    def ask(self, body: dict[str, Any]) -> dict[str, Any]:
        """See :class:`Exchange`; a question without a record and nobody behind is silence."""
        question = json.dumps(body, sort_keys=True, ensure_ascii=False)
        path = self.folder / f"{hashlib.sha256(question.encode()).hexdigest()}.json"
        if path.is_file():
            answer: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["answer"]
            return answer
        if self.behind is None:
            raise ModelSilent(f"no recorded answer in {self.folder}")
        answer = self.behind.ask(body)
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = json.dumps({"question": body, "answer": answer}, ensure_ascii=False, indent=1)
        # Written beside and moved, so that a killed worker leaves no half record.
        half = path.with_suffix(f".{os.getpid()}.part")
        half.write_text(kept, encoding="utf-8")
        half.replace(path)
        return answer


@dataclass(frozen=True, slots=True)
class Advised:
    """Proposals of the rules and the model together.

    Attributes:
        dropped: what the model named and the text does not hold.
        faults: why some questions had no answer; the rules' proposals stand all the same.
    """

    proposals: tuple[Proposal, ...]
    dropped: int
    faults: tuple[str, ...]


def adviser_in_settings() -> Exchange | None:
    """The model that the settings name; ``None`` where there is none, which is the default."""
    config = settings.CONFIG
    if not config.model_url:
        return None
    server = ModelServer(config.model_url, key=config.model_key, may_be_remote=config.model_remote)
    if config.model_record:
        return RecordedExchanges(config.data / "model", behind=server)
    return server


def advise(
    document: Document,
    ruled: Sequence[Proposal],
    *,
    exchange: Exchange,
    model: str,
    types: Collection[ProposalKind] = ALL_KINDS,
) -> Advised:
    """Ask a model about a document and join what it points at with the rules' proposals."""
    advised: list[Proposal] = []
    faults: list[str] = []
    dropped = 0
    for question in questions(document, types):
        try:
            answer = read_answer(
                document, question, _content(exchange.ask(question.body(model))), model=model
            )
        except (ModelSilent, ModelNotAllowed) as fault:
            faults.append(str(fault))
            # A server that is away for one question is away for the next as well.
            break
        if not answer.is_understood:
            faults.append(f"{model} answered in another form than asked for")
        advised += answer.proposals
        dropped += answer.dropped
    return Advised(joined(ruled, advised), dropped, tuple(faults))


def _content(answer: dict[str, Any]) -> str:
    try:
        content = answer["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError) as fault:
        raise ModelSilent("the answer has no choices[0].message.content") from fault
    return content if isinstance(content, str) else ""


def _object(data: bytes, address: str) -> dict[str, Any]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise ModelSilent(f"{address} answered with something that is no JSON") from fault
    if not isinstance(told, dict):
        raise ModelSilent(f"{address} answered with something that is no JSON object")
    return told
