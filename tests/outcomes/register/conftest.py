"""The register is tested with the same world as signing."""

from tests.outcomes.signing.conftest import _authority, world

__all__ = ["_authority", "world"]
