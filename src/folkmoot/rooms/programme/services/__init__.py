"""Use cases of the programme that write; every entrance calls these."""

from folkmoot.rooms.programme.services.carrying import new_edition_from
from folkmoot.rooms.programme.services.editions import (
    change_edition,
    create_edition,
    move_edition,
    remove_edition,
)
from folkmoot.rooms.programme.services.hosts import (
    change_edition_organiser,
    change_edition_place,
    create_edition_organiser,
    create_edition_place,
    remove_edition_organiser,
    remove_edition_place,
    set_edition_organisers,
    set_edition_places,
)
from folkmoot.rooms.programme.services.materials import (
    change_material,
    create_material,
    remove_material,
    upload_material,
)
from folkmoot.rooms.programme.services.places import (
    change_room,
    change_strand,
    change_venue,
    create_room,
    create_strand,
    create_venue,
    remove_room,
    remove_strand,
    remove_venue,
)
from folkmoot.rooms.programme.services.placing import copy_session, move_session, undo_move
from folkmoot.rooms.programme.services.releases import release_timetable
from folkmoot.rooms.programme.services.series import (
    change_series,
    change_series_organiser,
    create_series,
    create_series_organiser,
    remove_series,
    remove_series_organiser,
)
from folkmoot.rooms.programme.services.session_lists import (
    change_session_part,
    change_session_room,
    create_session_part,
    create_session_room,
    remove_session_part,
    remove_session_room,
    set_session_parts,
    set_session_rooms,
)
from folkmoot.rooms.programme.services.sessions import (
    change_session,
    create_session,
    remove_session,
)
from folkmoot.rooms.programme.services.tasks import (
    change_task,
    complete_task,
    create_task,
    remove_task,
    reopen_task,
)

__all__ = [
    "change_edition",
    "change_edition_organiser",
    "change_edition_place",
    "change_material",
    "change_room",
    "change_series",
    "change_series_organiser",
    "change_session",
    "change_session_part",
    "change_session_room",
    "change_strand",
    "change_task",
    "change_venue",
    "complete_task",
    "copy_session",
    "create_edition",
    "create_edition_organiser",
    "create_edition_place",
    "create_material",
    "create_room",
    "create_series",
    "create_series_organiser",
    "create_session",
    "create_session_part",
    "create_session_room",
    "create_strand",
    "create_task",
    "create_venue",
    "move_edition",
    "move_session",
    "new_edition_from",
    "release_timetable",
    "remove_edition",
    "remove_edition_organiser",
    "remove_edition_place",
    "remove_material",
    "remove_room",
    "remove_series",
    "remove_series_organiser",
    "remove_session",
    "remove_session_part",
    "remove_session_room",
    "remove_strand",
    "remove_task",
    "remove_venue",
    "reopen_task",
    "set_edition_organisers",
    "set_edition_places",
    "set_session_parts",
    "set_session_rooms",
    "undo_move",
    "upload_material",
]
