"""Formats in which records travel between installations and outlive the server."""

from folkmoot.engines.interchange.packs import Pack, PackFault, PackRecord, read_pack, write_pack

__all__ = ["Pack", "PackFault", "PackRecord", "read_pack", "write_pack"]
