"""The throw-away keys of a demonstration: where they are, and who believes them.

Nothing of the configured installation is used for invented agreements, and nothing invented is
believed where real authorities are configured.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class DemonstrationFiles:
    """Where the throw-away keys of the demonstration are; ``folkmoot demo`` makes them.

    Attributes:
        timestamps: the certificate file of a timestamp authority that works without a network.
        people: certificate files of signatories whose turn it is.
    """

    folder: Path

    @classmethod
    def in_folder(cls, data: Path) -> "DemonstrationFiles":
        """Those of an installation with this data folder."""
        return cls(data.absolute() / "demonstration")

    @property
    def key_file(self) -> Path:
        """The certificate file of the secretariat."""
        return self.folder / "secretariat.p12"

    @property
    def pass_phrase_file(self) -> Path:
        """The pass phrase of all certificate files."""
        return self.folder / "pass-phrase"

    @property
    def roots(self) -> Path:
        """The authority's own certificates."""
        return self.folder / "roots"

    @property
    def crls(self) -> Path:
        """Its lists of revoked certificates."""
        return self.folder / "crls"

    @property
    def people(self) -> Path:
        """Certificate files of signatories."""
        return self.folder / "people"

    @property
    def timestamps(self) -> Path:
        """The certificate file of the timestamp authority."""
        return self.folder / "timestamps.p12"


def trust_demonstration(values: dict[str, Any]) -> None:
    """Where nothing of signing is configured, let a demonstration believe its own throw-away keys.

    Args:
        values: the settings as they were read; changed.
    """
    names = ("key_file", "pass_phrase_file", "roots", "crls", "tsa_url")
    if any(values[f"signing_{name}"] for name in names):
        return
    files = DemonstrationFiles.in_folder(values["data"])
    if not files.key_file.exists():
        return
    values["signing_key_file"] = files.key_file
    values["signing_pass_phrase_file"] = files.pass_phrase_file
    values["signing_roots"] = files.roots
    values["signing_crls"] = files.crls
    # No address that could be configured: a file, for the authority is in this process.
    values["signing_tsa_url"] = files.timestamps.as_uri()
