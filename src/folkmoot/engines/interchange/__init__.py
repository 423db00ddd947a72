"""Formats in which records travel between installations and outlive the server."""

from folkmoot.engines.interchange.akoma import write_akoma
from folkmoot.engines.interchange.iati import write_iati
from folkmoot.engines.interchange.ocds import record_package, release_package
from folkmoot.engines.interchange.packs import Pack, PackFault, PackRecord, read_pack, write_pack
from folkmoot.engines.interchange.tables import Column, Table, write_csv, write_metadata

__all__ = [
    "Column",
    "Pack",
    "PackFault",
    "PackRecord",
    "Table",
    "read_pack",
    "record_package",
    "release_package",
    "write_akoma",
    "write_csv",
    "write_iati",
    "write_metadata",
    "write_pack",
]
