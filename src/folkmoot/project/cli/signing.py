"""``folkmoot sign``: sign from one's own machine with a mailed link; the key never leaves it.

Needs neither a database nor settings. The server says what is to be signed and sends the whole
document; before anything is signed, this checks that one belongs to the other.
"""

import base64
import hashlib
import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

import typer

from folkmoot.engines.signing.terms import SigningKey, SigningRefused

_SECONDS: Final = 60.0
_ANSWER_BYTES: Final = 150_000_000


class HttpJson:
    """Sends JSON and gives back JSON, within bounds; see ``RemotePort`` of the signing engine."""

    def post(self, url: str, headers: Mapping[str, str], body: Mapping[str, Any]) -> Any:
        """The answer's JSON; that of a refusal too.

        Raises:
            OSError: nobody answered, or not in JSON.
        """
        if urlsplit(url).scheme not in ("http", "https"):
            raise OSError("an address begins with https://")
        told = {**headers, "Content-Type": "application/json", "Accept": "application/json"}
        request = urllib.request.Request(  # noqa: S310 - checked
            url, data=json.dumps(body).encode(), headers=told
        )
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
                read = answer.read(_ANSWER_BYTES)
        except urllib.error.HTTPError as fault:
            with fault:
                read = fault.read(_ANSWER_BYTES)
        except HTTPException as fault:
            raise OSError(str(fault)) from fault
        try:
            return json.loads(read)
        except ValueError as fault:
            raise OSError("the answer is not in JSON") from fault


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(sign)


def sign(
    link: Annotated[str, typer.Option(help="The address in the mail that asked you to sign.")],
    p12: Annotated[
        Path | None, typer.Option(help="Your certificate file (.p12, .pfx).", exists=True)
    ] = None,
    pkcs11: Annotated[
        Path | None, typer.Option(help="The library of your token's maker (PKCS#11).", exists=True)
    ] = None,
    token: Annotated[str, typer.Option(help="The token's label.")] = "",
    certificate: Annotated[
        str, typer.Option(help="The certificate's label, where the token has several.")
    ] = "",
    csc: Annotated[
        str, typer.Option(help="A remote signing service (CSC 1.0.4): its address.")
    ] = "",
    credential: Annotated[str, typer.Option(help="Your credential there.")] = "",
    save: Annotated[
        Path | None, typer.Option(help="Keep the document here, to read it before you sign.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before signing.")] = False,
) -> None:
    """Sign an agreement with your own certificate file, token or signing service."""
    if sum(one not in (None, "") for one in (p12, pkcs11, csc)) != 1:
        raise typer.BadParameter("Name one of --p12, --pkcs11 and --csc.")
    address = link.rstrip("/")
    try:
        with _opened(p12, pkcs11, token, certificate, csc, credential) as key:
            begun = _asked(f"{address}/begin/", _begin(key))
            to_be_signed = _checked(begun)
            document = base64.b64decode(begun["document"])
            if save is not None:
                save.write_bytes(document)
                typer.echo(f"The document is in {save}.")
            typer.echo(f"{begun['title']}\nSHA-256 before your signature: {begun['sha256']}")
            if not yes:
                typer.confirm("Sign this document?", abort=True)
            signature = key.sign(to_be_signed, begun["digest"])
        told = _asked(f"{address}/finish/", {"signature": _text(signature)})
    except SigningRefused as refusal:
        typer.echo(str(refusal.reason), err=True)
        raise typer.Exit(1) from None
    except OSError as fault:
        typer.echo(f"The server does not answer: {fault}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Signed. SHA-256 of the document now: {told['sha256']}")


@contextmanager
def _opened(
    p12: Path | None, pkcs11: Path | None, token: str, label: str, csc: str, credential: str
) -> Iterator[SigningKey]:
    """The key, as long as it is needed. Secrets are asked for, never given on the command line."""
    if p12 is not None:
        from folkmoot.engines.signing.keys import open_key_file

        yield open_key_file(p12.read_bytes(), typer.prompt("Pass phrase", hide_input=True))
    elif pkcs11 is not None:
        from folkmoot.engines.signing.tokens import open_token

        with open_token(str(pkcs11), token, typer.prompt("PIN", hide_input=True)) as opened:
            named = [one for one in opened.certificates() if not label or one.label == label]
            if not named:
                raise typer.BadParameter("The token has no such certificate.")
            yield opened.key(named[0])
    else:
        from folkmoot.engines.signing.remote import RemoteService, open_remote_key

        access = typer.prompt("Access token", hide_input=True)
        pin = typer.prompt("PIN (empty if none)", default="", hide_input=True, show_default=False)
        once = typer.prompt("One-time password (empty if none)", default="", show_default=False)
        service = RemoteService(csc, credential, access)
        yield open_remote_key(service, HttpJson(), pin=pin, one_time_password=once)


def _begin(key: SigningKey) -> dict[str, Any]:
    return {"certificate": _text(key.certificate), "chain": [_text(one) for one in key.chain]}


def _asked(url: str, body: Mapping[str, Any]) -> dict[str, Any]:
    answer = HttpJson().post(url, {}, body)
    if not isinstance(answer, dict) or "message" in answer:
        said = answer.get("message") if isinstance(answer, dict) else ""
        typer.echo(str(said or "The server refused."), err=True)
        raise typer.Exit(1)
    return answer


def _checked(begun: Mapping[str, Any]) -> bytes:
    """What is to be signed, once it is sure that it is about the document that was sent."""
    from asn1crypto import cms

    try:
        document = base64.b64decode(begun["document"])
        start, end = begun["room"]
        wanted = base64.b64decode(begun["to_be_signed"])
        digest = hashlib.new(begun["digest"], document[:start] + document[end:]).digest()
        told = {
            one["type"].native: one["values"][0].native for one in cms.CMSAttributes.load(wanted)
        }
    except (KeyError, ValueError, TypeError) as fault:
        typer.echo("The server's answer cannot be read; nothing was signed.", err=True)
        raise typer.Exit(1) from fault
    if told.get("message_digest") != digest:
        typer.echo("The server asks to sign something else than it shows: stopped.", err=True)
        raise typer.Exit(1)
    return wanted


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
