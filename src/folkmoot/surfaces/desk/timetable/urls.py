"""Addresses of the timetable desk, inside the namespace of the desk."""

from django.urls import path

from folkmoot.surfaces.desk.timetable import moving, page, placing

_BOARD = "editions/<uuid:uid>/timetable/"
_SESSION = f"{_BOARD}sessions/<uuid:session>/"
urlpatterns = [
    path(_BOARD, page.timetable, name="timetable"),
    path(f"{_BOARD}state/", moving.timetable_state, name="timetable_state"),
    path(f"{_BOARD}move/", moving.timetable_move, name="timetable_move"),
    path(f"{_BOARD}undo/", moving.timetable_undo, name="timetable_undo"),
    path(f"{_BOARD}add/", placing.timetable_add, name="timetable_add"),
    path(_SESSION, placing.timetable_session, name="timetable_session"),
    path(f"{_SESSION}unplace/", placing.timetable_unplace, name="timetable_unplace"),
    path(f"{_SESSION}copy/", placing.timetable_copy, name="timetable_copy"),
]
