"""Use cases of outcomes that write; every entrance calls these."""

from folkmoot.rooms.outcomes.services.reported import (
    change_reported_outcome,
    create_reported_outcome,
    remove_reported_outcome,
)

__all__ = ["change_reported_outcome", "create_reported_outcome", "remove_reported_outcome"]
