"""What can be done in the registry; each function is one whole use case."""

from folkmoot.rooms.registry.services.merging import (
    merge_records,
    undo_merge,
)
from folkmoot.rooms.registry.services.names import (
    change_identifier,
    change_name,
    create_identifier,
    create_name,
    remove_identifier,
    remove_name,
    tell_owner,
)
from folkmoot.rooms.registry.services.organisations import (
    change_membership,
    change_organisation,
    create_membership,
    create_organisation,
    remove_membership,
    remove_organisation,
)
from folkmoot.rooms.registry.services.people import (
    change_office_held,
    change_person,
    create_office_held,
    create_person,
    remove_office_held,
    remove_person,
)
from folkmoot.rooms.registry.services.places import (
    change_city,
    change_country,
    change_region,
    create_city,
    create_country,
    create_region,
    remove_city,
    remove_country,
    remove_region,
)
from folkmoot.rooms.registry.services.privacy import (
    withhold_person,
)
from folkmoot.rooms.registry.services.reference import (
    Loaded,
    load_reference_data,
)

__all__ = [
    "Loaded",
    "change_city",
    "change_country",
    "change_identifier",
    "change_membership",
    "change_name",
    "change_office_held",
    "change_organisation",
    "change_person",
    "change_region",
    "create_city",
    "create_country",
    "create_identifier",
    "create_membership",
    "create_name",
    "create_office_held",
    "create_organisation",
    "create_person",
    "create_region",
    "load_reference_data",
    "merge_records",
    "remove_city",
    "remove_country",
    "remove_identifier",
    "remove_membership",
    "remove_name",
    "remove_office_held",
    "remove_organisation",
    "remove_person",
    "remove_region",
    "tell_owner",
    "undo_merge",
    "withhold_person",
]
