"""What signing and the register stand on: certificate file, trusted authorities, timestamps, keys.

``setup_lacks`` looks at files only and may be asked by any process. Whether signing really works
is tried out by the worker (:func:`check_setup_now`), for that needs the network. Everything is
optional: without it the rest of the installation works, and rounds of signing cannot be opened.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.engines.signing.folders import TrustUnreadable, files_in, read_trust
from folkmoot.engines.signing.terms import TimestampPort, Trust
from folkmoot.engines.translog.keys import KeyMalformed, Signer, VerifierKey, read_key, read_signer
from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.jobs import start
from folkmoot.kernel.models import Job
from folkmoot.rooms.outcomes.models import SetupCheck
from folkmoot.rooms.outcomes.services.signing_network import HttpTimestamps
from folkmoot.rooms.outcomes.terms.signing import RegisterNotReady, SigningNotReady

SETUP_JOB = "outcomes.check_signing_setup"
_CHECK_HOLDS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The secretariat's certificate file. Its pass phrase is read for each use anew."""

    path: Path
    pass_phrase_path: Path

    @property
    def data(self) -> bytes:
        """The file as it lies there."""
        return self.path.read_bytes()

    @property
    def pass_phrase(self) -> str:
        """Without the line end that editors add."""
        return self.pass_phrase_path.read_text().rstrip("\r\n")


def setup_lacks() -> list[str]:
    """What is missing before signing can be opened, one sentence each; empty when nothing is."""
    config = settings.CONFIG
    lacks = []
    if config.signing_key_file is None:
        lacks.append(
            _(
                "No certificate of the secretariat is named. Set FOLKMOOT_SIGNING_KEY_FILE and "
                "FOLKMOOT_SIGNING_PASS_PHRASE_FILE."
            )
        )
    for path in (config.signing_key_file, config.signing_pass_phrase_file):
        if path is not None and not path.is_file():
            lacks.append(_("The file %(name)s is not there.") % {"name": path.name})
    lacks += _trust_lacks()
    if not config.signing_tsa_url:
        lacks.append(_("No timestamp authority is named. Set FOLKMOOT_SIGNING_TSA_URL."))
    return lacks + register_lacks()


def register_lacks() -> list[str]:
    """What the register lacks, one sentence each."""
    path = register_key_path()
    if not path.is_file():
        return [_("The register has no key yet. Run “folkmoot register make-key”.")]
    try:
        register_signer()
    except RegisterNotReady as refusal:
        return [str(refusal.fields["lacks"])]
    return []


def require_setup() -> None:
    """Refuse when something is missing, or the newest trial of this set-up failed.

    Raises:
        SigningNotReady: ``lacks`` are the sentences.
    """
    lacks = setup_lacks()
    if not lacks:
        check = latest_setup_check()
        if check is not None and not check.is_ready:
            lacks = [one["words"] for one in check.findings if one["blocks"]]
    if lacks:
        raise SigningNotReady(lacks=" ".join(lacks))


def latest_setup_check() -> SetupCheck | None:
    """The newest trial of the present configuration. One query."""
    return SetupCheck.objects.filter(configuration=_configuration()).order_by("-at", "-id").first()


def request_setup_check(*, actor: Actor, at: datetime) -> Job:
    """Let the worker try the set-up out."""
    title = _("Try out signing")
    return start(actor=actor, name=SETUP_JOB, title=title, at=at, arguments={})


def check_setup_now(*, at: datetime, unless_known: bool = False) -> SetupCheck:
    """Sign and judge a page that nobody keeps, with everything that signing needs. Worker only.

    Args:
        unless_known: a good trial of the last day is enough.
    """
    from folkmoot.engines.signing.reasons import PLAIN_WORDS
    from folkmoot.engines.signing.setup_check import check_setup

    known = latest_setup_check()
    if unless_known and known is not None and known.is_ready and at - known.at < _CHECK_HOLDS:
        return known
    lacks = setup_lacks()
    findings = [_finding("configuration", "missing", words, blocks=True) for words in lacks]
    if not lacks:
        file = key_file()
        found = check_setup(file.data, file.pass_phrase, trust(), timestamp_port(), at=at)
        findings = [
            _finding(
                one.subject,
                one.reason.code.value,
                PLAIN_WORDS[one.reason.code],
                detail=one.reason.detail,
                blocks=one.blocks,
            )
            for one in found.findings
        ]
    return SetupCheck.objects.create(
        is_ready=not any(one["blocks"] for one in findings),
        findings=findings,
        configuration=_configuration(),
        at=at,
    )


def key_file() -> KeyFile:
    """The secretariat's certificate file.

    Raises:
        SigningNotReady: none is named.
    """
    config = settings.CONFIG
    if config.signing_key_file is None or config.signing_pass_phrase_file is None:
        raise SigningNotReady(lacks=" ".join(setup_lacks()))
    return KeyFile(config.signing_key_file, config.signing_pass_phrase_file)


def trust() -> Trust:
    """Whom signatures are believed from, and what is known about revocation, read anew.

    Raises:
        TrustUnreadable: names the file.
    """
    config = settings.CONFIG
    return read_trust(config.signing_roots, config.signing_crls)


def timestamp_port() -> TimestampPort:
    """The timestamp authority over the network. Worker and commands only.

    Raises:
        SigningNotReady: none is named.
    """
    url = settings.CONFIG.signing_tsa_url
    if not url:
        raise SigningNotReady(lacks=" ".join(setup_lacks()))
    if url.startswith("file:"):
        return _throw_away_timestamps()
    return HttpTimestamps(url)


def register_folder() -> Path:
    """Where the register's files are; they are public, all of them."""
    return settings.CONFIG.register_folder or settings.CONFIG.data / "register"


def register_key_path() -> Path:
    """Where the register's secret key is."""
    return settings.CONFIG.register_key_file or settings.CONFIG.data / "register.key"


def register_origin() -> str:
    """The register's name for a new key; afterwards the key itself tells it."""
    return settings.CONFIG.register_origin or f"{settings.CONFIG.host}/register"


def register_signer() -> Signer:
    """The key that signs the register.

    Raises:
        RegisterNotReady: there is none, or it is none.
    """
    try:
        return read_signer(register_key_path().read_text().splitlines()[0])
    except (OSError, IndexError) as fault:
        raise RegisterNotReady(lacks=_("there is no key.")) from fault
    except KeyMalformed as fault:
        raise RegisterNotReady(lacks=_("the key cannot be read.")) from fault


def register_keys() -> tuple[VerifierKey, ...]:
    """The public keys of the register, the present one first.

    Further lines of the key file are verifier keys of earlier days.

    Raises:
        RegisterNotReady: there is no key.
    """
    signer = register_signer()
    further = register_key_path().read_text().splitlines()[1:]
    try:
        return (signer.key, *(read_key(line) for line in further if line.strip()))
    except KeyMalformed as fault:
        raise RegisterNotReady(lacks=_("the key cannot be read.")) from fault


def _throw_away_timestamps() -> TimestampPort:
    """The timestamp authority of a demonstration, in this process.

    Raises:
        SigningNotReady: its certificate file is not there.
    """
    from folkmoot.engines.signing.rehearsal import RehearsalPerson, RehearsalTimestamps

    path = Path(url2pathname(urlsplit(settings.CONFIG.signing_tsa_url).path))
    try:
        person = RehearsalPerson.from_file(path.read_bytes(), key_file().pass_phrase)
    except (OSError, ValueError) as fault:
        raise SigningNotReady(
            lacks=_("The file %(name)s is not there.") % {"name": path.name}
        ) from fault
    return RehearsalTimestamps(person, clock.now)


def _trust_lacks() -> list[str]:
    config = settings.CONFIG
    if config.signing_roots is None or config.signing_crls is None:
        return [
            _(
                "No trusted authorities are named. Set FOLKMOOT_SIGNING_ROOTS and "
                "FOLKMOOT_SIGNING_CRLS to folders with certificates and lists of revoked ones."
            )
        ]
    try:
        found = trust()
    except TrustUnreadable as fault:
        return [_("%(name)s is neither a certificate nor a list.") % {"name": fault}]
    lacks = []
    if not found.roots:
        lacks.append(_("The folder of trusted authorities holds no self-signed certificate."))
    if not found.crls:
        lacks.append(_("The folder of lists of revoked certificates is empty."))
    return lacks


def _configuration() -> str:
    """A hash over what a trial depends on; a new file makes an old trial worthless."""
    config = settings.CONFIG
    told = [config.signing_tsa_url]
    for path in (config.signing_key_file, config.signing_pass_phrase_file):
        told.append(_state(path))
    for folder in (config.signing_roots, config.signing_crls):
        told += [_state(path) for path in files_in(folder)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _state(path: Path | None) -> str:
    if path is None or not path.is_file():
        return ""
    state = path.stat()
    return f"{path}:{state.st_size}:{state.st_mtime_ns}"


def _finding(
    subject: str, code: str, words: str, *, blocks: bool, detail: str = ""
) -> dict[str, object]:
    return {
        "subject": subject, "code": code, "words": words, "detail": detail, "blocks": blocks
    }  # fmt: skip
