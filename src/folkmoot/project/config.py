"""The one place that reads the environment.

``SETTINGS`` is the table the manual is generated from; :func:`read_config` turns an
environment into one frozen :class:`Config` and reports every fault at once.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from folkmoot.project.demonstration import trust_demonstration

PREFIX = "FOLKMOOT_"
INTERFACE_LANGUAGES = ("en", "ru", "be")


class ConfigFaults(Exception):
    """Every fault found in the environment, one sentence each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(("The configuration is not usable:", *faults)))


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the settings table."""

    name: str
    kind: str
    default: str
    meaning: str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.name.upper()


SETTINGS = (
    Setting("data", "folder", "var", "Where the database, files, logs and the secret key live."),
    Setting(
        "database_url",
        "address",
        "",
        "postgres://user:password@host/name. Empty: SQLite in the data folder.",
    ),
    Setting(
        "cache_url",
        "address",
        "",
        "redis://host:6379/0. Empty: memory, with a stamp file shared by processes.",
    ),
    Setting(
        "files_url",
        "address",
        "",
        "s3://bucket/prefix?endpoint=https://host. Empty: a folder in the data folder.",
    ),
    Setting(
        "search_url",
        "address",
        "",
        "opensearch+http://host:9200. Empty: full text search of the database.",
    ),
    Setting(
        "mail_url",
        "address",
        "file:",
        "smtp://user:password@host:587, smtps://…, or file: (a folder in the data folder).",
    ),
    Setting("mail_from", "text", "Folkmoot <folkmoot@localhost>", "The sender of every mail."),
    Setting(
        "base_url",
        "address",
        "http://localhost:8000",
        "The public address of this installation, without a slash at the end.",
    ),
    Setting("hosts", "list", "", "Further host names to answer to, separated by commas."),
    Setting("listen", "host:port", "127.0.0.1:8000", "Where `folkmoot serve` listens."),
    Setting("web_processes", "number", "2", "How many web processes `folkmoot serve` starts."),
    Setting(
        "worker",
        "yes/no",
        "yes",
        "Whether `folkmoot serve` also runs the worker for background jobs.",
    ),
    Setting(
        "languages", "list", "en,ru,be", "Languages of the interface, the first is the default."
    ),
    Setting(
        "content_languages",
        "list",
        "en,ru,be,fr,de,pl,el,zh,ar",
        "Languages in which texts may be entered.",
    ),
    Setting(
        "secret_key", "text", "", "Signs sessions. Empty: made once and kept in the data folder."
    ),
    Setting("debug", "yes/no", "no", "Shows faults in the browser. Never in public."),
    Setting("log_format", "json/text", "text", "How log lines are written."),
    Setting("log_level", "text", "INFO", "The least severe log line to write."),
    Setting(
        "trusted_proxies",
        "number",
        "0",
        "How many proxies stand in front; their X-Forwarded-For is believed.",
    ),
    Setting("upload_limit_mb", "number", "25", "The largest file anyone may upload, in megabytes."),
    Setting(
        "propose",
        "yes/no",
        "yes",
        "Whether records are proposed from every document that is brought in.",
    ),
    Setting(
        "pipelines",
        "list",
        "",
        "Installed spaCy pipelines over the defaults, such as en=en_core_web_md,fr=fr_core_news_sm.",
    ),
    Setting(
        "ocr",
        "yes/no",
        "yes",
        "Whether scanned pages are read by the program tesseract, where it is installed.",
    ),
    Setting(
        "model_url",
        "address",
        "",
        "A language model with OpenAI's chat interface, http://127.0.0.1:8080. Empty: none is asked.",
    ),
    Setting("model_name", "text", "", "The model to ask, as its server calls it."),
    Setting("model_key", "text", "", "Sent to that server as a bearer token."),
    Setting(
        "model_remote",
        "yes/no",
        "no",
        "Whether documents may be sent to a model on another machine.",
    ),
    Setting(
        "model_record",
        "yes/no",
        "no",
        "Keeps what the model was asked and answered in the data folder, and asks nothing twice.",
    ),
    Setting(
        "oidc_name",
        "text",
        "",
        "The name of an OpenID Connect provider shown at sign-in. Empty: none.",
    ),
    Setting(
        "oidc_url",
        "address",
        "",
        "The provider's address (where /.well-known/openid-configuration is).",
    ),
    Setting("oidc_client_id", "text", "", "The client identifier the provider gave."),
    Setting("oidc_secret", "text", "", "The secret the provider gave."),
    Setting(
        "signing_key_file",
        "path",
        "",
        "The secretariat's certificate file (PKCS#12), which certifies agreements before they are signed.",
    ),
    Setting(
        "signing_pass_phrase_file", "path", "", "A file that holds the pass phrase of that file."
    ),
    Setting(
        "signing_roots",
        "path",
        "",
        "A folder of certificates (PEM or DER) of the authorities whose signatures count.",
    ),
    Setting(
        "signing_crls",
        "path",
        "",
        "A folder of their lists of revoked certificates (PEM or DER), kept fresh by the operator.",
    ),
    Setting(
        "signing_tsa_url",
        "address",
        "",
        "A timestamp authority (RFC 3161). Empty: signing rounds cannot be opened.",
    ),
    Setting(
        "register_key_file",
        "path",
        "",
        "The key that signs the register. Empty: register.key in the data folder.",
    ),
    Setting(
        "register_folder",
        "path",
        "",
        "Where the register's public files are written. Empty: a folder in the data folder.",
    ),
    Setting(
        "register_origin",
        "text",
        "",
        "The register's own name, fixed with its key. Empty: the host with /register.",
    ),
    Setting(
        "ocds_prefix",
        "text",
        "ocds-unregistered",
        "The prefix that the Open Contracting Partnership gave this publisher.",
    ),
    Setting(
        "iati_reference",
        "text",
        "",
        "The identifier of this publisher in IATI's registry. Empty: the host.",
    ),
    Setting(
        "demo",
        "yes/no",
        "no",
        "Shows the demonstration sign-ins on the sign-in page. Set by `make run`.",
    ),
)


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration, read once at start."""

    data: Path
    database_url: str
    cache_url: str
    files_url: str
    search_url: str
    mail_url: str
    mail_from: str
    base_url: str
    hosts: tuple[str, ...]
    listen: tuple[str, int]
    web_processes: int
    worker: bool
    languages: tuple[str, ...]
    content_languages: tuple[str, ...]
    secret_key: str
    debug: bool
    log_format: str
    log_level: str
    trusted_proxies: int
    upload_limit_mb: int
    propose: bool
    pipelines: tuple[str, ...]
    ocr: bool
    model_url: str
    model_name: str
    model_key: str
    model_remote: bool
    model_record: bool
    oidc_name: str
    oidc_url: str
    oidc_client_id: str
    oidc_secret: str
    signing_key_file: Path | None
    signing_pass_phrase_file: Path | None
    signing_roots: Path | None
    signing_crls: Path | None
    signing_tsa_url: str
    register_key_file: Path | None
    register_folder: Path | None
    register_origin: str
    ocds_prefix: str
    iati_reference: str
    demo: bool

    @property
    def host(self) -> str:
        """The host name of the public address."""
        return urlsplit(self.base_url).hostname or "127.0.0.1"

    @property
    def is_secure(self) -> bool:
        """Whether the public address uses TLS."""
        return self.base_url.startswith("https://")


def read_config(environment: Mapping[str, str] | None = None) -> Config:
    """Read and check every setting.

    Raises:
        ConfigFaults: naming every variable that is unknown or unusable, all at once.
    """
    given = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    faults = _unknown_variables(given)
    for setting in SETTINGS:
        raw = given.get(setting.variable, setting.default).strip()
        try:
            values[setting.name] = _PARSERS[setting.kind](raw)
        except ValueError as fault:
            faults.append(f"{setting.variable}={raw!r}: {fault}")
    faults += _contradictions(values)
    if faults:
        raise ConfigFaults(tuple(faults))
    if values["demo"]:
        trust_demonstration(values)
    if not values["secret_key"]:
        values["secret_key"] = _kept_secret(values["data"])
    return Config(**values)


def _unknown_variables(given: Mapping[str, str]) -> list[str]:
    known = {setting.variable for setting in SETTINGS}
    # Test and bench switches share the prefix but configure no installation.
    strange = sorted(
        name
        for name in given
        if name.startswith(PREFIX)
        and name not in known
        and not name.startswith((PREFIX + "TEST_", PREFIX + "BENCH_"))
    )
    return [f"{name} is not a setting; see docs/settings.md" for name in strange]


def _contradictions(values: dict[str, Any]) -> list[str]:
    faults = []
    for code in values.get("languages", ()):
        if code not in INTERFACE_LANGUAGES and not _catalogue_exists(code):
            faults.append(f"{PREFIX}LANGUAGES: there is no catalogue for {code!r}")
    if bool(values.get("oidc_url")) != bool(values.get("oidc_client_id")):
        faults.append(f"{PREFIX}OIDC_URL and {PREFIX}OIDC_CLIENT_ID belong together")
    if bool(values.get("signing_key_file")) != bool(values.get("signing_pass_phrase_file")):
        faults.append(
            f"{PREFIX}SIGNING_KEY_FILE and {PREFIX}SIGNING_PASS_PHRASE_FILE belong together"
        )
    if bool(values.get("model_url")) != bool(values.get("model_name")):
        faults.append(f"{PREFIX}MODEL_URL and {PREFIX}MODEL_NAME belong together")
    for pair in values.get("pipelines", ()):
        if "=" not in pair:
            faults.append(f"{PREFIX}PIPELINES: write {pair!r} as language=pipeline")
    schemes = {
        "database_url": ("", "postgres", "postgresql"),
        "cache_url": ("", "redis", "rediss"),
        "files_url": ("", "s3"),
        "search_url": ("", "opensearch+http", "opensearch+https"),
        "mail_url": ("file", "smtp", "smtps"),
        "base_url": ("http", "https"),
        "model_url": ("", "http", "https"),
        "signing_tsa_url": ("", "http", "https"),
    }
    for name, allowed in schemes.items():
        scheme = urlsplit(values.get(name, "")).scheme
        if name in values and scheme not in allowed:
            wanted = ", ".join(f"{one}:" for one in allowed if one)
            faults.append(f"{PREFIX}{name.upper()} must begin with one of {wanted}")
    return faults


def _catalogue_exists(code: str) -> bool:
    return (Path(__file__).parent.parent / "locale" / code / "LC_MESSAGES" / "django.po").exists()


def _kept_secret(data: Path) -> str:
    """The secret of this installation, made on first use and readable by the owner only."""
    path = data / "secret.key"
    if path.exists():
        return path.read_text().strip()
    data.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was first
        return path.read_text().strip()
    secret = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w") as file:
        file.write(secret)
    return secret


def _yes_no(raw: str) -> bool:
    if raw.lower() in ("yes", "true", "1", "on"):
        return True
    if raw.lower() in ("no", "false", "0", "off", ""):
        return False
    raise ValueError("say yes or no")


def _number(raw: str) -> int:
    if not raw.isdecimal():
        raise ValueError("must be a whole number, 0 or more")
    return int(raw)


def _list(raw: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in raw.split(",") if part.strip())


def _listen(raw: str) -> tuple[str, int]:
    host, colon, port = raw.rpartition(":")
    if not colon or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError("must be host:port, such as 127.0.0.1:8000")
    return host, int(port)


def _address(raw: str) -> str:
    if raw and not urlsplit(raw).scheme:
        raise ValueError("must be an address with a scheme, such as https://host")
    return raw.rstrip("/") if raw.startswith("http") else raw


def _path(raw: str) -> Path | None:
    return Path(raw).expanduser().resolve() if raw else None


def _choice(raw: str) -> str:
    if raw not in ("json", "text"):
        raise ValueError("must be json or text")
    return raw


_PARSERS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "folder": lambda raw: Path(raw).expanduser().resolve(),
    "path": _path,
    "address": _address,
    "list": _list,
    "number": _number,
    "yes/no": _yes_no,
    "host:port": _listen,
    "json/text": _choice,
}


def database_settings(config: Config) -> dict[str, Any]:
    """The Django form of the database address."""
    if not config.database_url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": config.data / "folkmoot.sqlite3",
            "OPTIONS": {
                # Writers queue instead of failing with "database is locked".
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                    "PRAGMA cache_size=-16000;PRAGMA mmap_size=134217728;"
                ),
            },
        }
    url = urlsplit(config.database_url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


assert {setting.name for setting in SETTINGS} == {field.name for field in fields(Config)}  # noqa: S101


def search_settings(config: Config) -> dict[str, dict[str, Any]]:
    """modelsearch's backends: OpenSearch where an address is given; else it has nothing to do,
    because the database's own full text search is asked directly (``kernel/fulltext.py``).
    """
    if not config.search_url:
        return {"default": {"BACKEND": "modelsearch.backends.database", "AUTO_UPDATE": False}}
    cluster = {
        "BACKEND": "modelsearch.backends.opensearch2",
        "URLS": [config.search_url.removeprefix("opensearch+")],
        "INDEX_PREFIX": "folkmoot_",
        # kernel/cluster.py tells it of changes, in batches and after the transaction.
        "AUTO_UPDATE": False,
        # A visitor must not wait for a cluster that is down: the database answers instead.
        "TIMEOUT": 5,
        "OPTIONS": {"max_retries": 0},
    }
    return {"default": cluster}


def storage_settings(config: Config) -> dict[str, Any]:
    """Django's storage of files: a folder, or a bucket of S3 where an address is given."""
    if not config.files_url:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(config.data / "files"), "base_url": "/files/"},
        }
    url = urlsplit(config.files_url)
    options = {"bucket_name": url.hostname, "location": url.path.strip("/")}
    for name, values in parse_qs(url.query).items():
        options[{"endpoint": "endpoint_url", "region": "region_name"}.get(name, name)] = values[0]
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
