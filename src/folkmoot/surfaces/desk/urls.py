"""Addresses of the desk."""

from django.urls import include, path

from folkmoot.surfaces.desk.views import (
    access,
    editing,
    editions,
    home,
    letters,
    lists,
    planning,
    privacy,
    sessions,
    trail,
    work,
)

app_name = "desk"
urlpatterns = [
    path("review/", include("folkmoot.surfaces.desk.review.urls")),
    path("", include("folkmoot.surfaces.desk.inbox.urls")),
    path("", include("folkmoot.surfaces.desk.agreements.urls")),
    path("", home.home, name="home"),
    path("search/", work.find, name="search"),
    path("jobs/", work.jobs, name="jobs"),
    path("jobs/<uuid:uid>/state/", work.job_state, name="job_state"),
    path("outbox/", work.letters, name="outbox"),
    path("outbox/<int:number>/", work.letter, name="letter"),
    path("outbox/<int:number>/edit/", letters.letter_edit, name="letter_edit"),
    path("access/", access.access, name="access"),
    path("access/grants/<uuid:uid>/withdraw/", access.grant_withdraw, name="grant_withdraw"),
    path("access/invitations/<uuid:uid>/", access.invitation, name="invitation"),
    path("undo/<int:entry>/", trail.undo, name="undo"),
    path("editions/<uuid:uid>/", editions.edition, name="edition"),
    path("editions/<uuid:uid>/quick/", editions.quick_session, name="quick_session"),
    path("editions/<uuid:uid>/statuses/", sessions.session_statuses, name="session_statuses"),
    path("sessions/<uuid:uid>/files/", sessions.material_upload, name="material_upload"),
    path("editions/<uuid:uid>/move/", editions.move, name="edition_move"),
    path("editions/<uuid:uid>/tasks/", planning.edition_tasks, name="edition_tasks"),
    path("editions/<uuid:uid>/places/", planning.edition_places, name="edition_places"),
    path("editions/<uuid:uid>/release/", planning.edition_release, name="edition_release"),
    path("editions/<uuid:uid>/access/", access.edition_access, name="edition_access"),
    path("editions/<uuid:uid>/next/", planning.edition_copy, name="edition_copy"),
    path("tasks/<uuid:uid>/tick/", planning.task_tick, name="task_tick"),
    path("people/<uuid:uid>/withhold/", privacy.person_withhold, name="person_withhold"),
    path("sources/<uuid:uid>/withdraw/", privacy.source_withdraw, name="source_withdraw"),
    path("choices/<str:kind>/", lists.choices, name="choices"),
    path("records/<str:kind>/", lists.record_list, name="record_list"),
    path("records/<str:kind>/new/", editing.record_new, name="record_new"),
    path("records/<str:kind>/<uuid:uid>/", editing.record_edit, name="record_edit"),
    path("records/<str:kind>/<uuid:uid>/history/", trail.record_history, name="record_history"),
    path("records/<str:kind>/<uuid:uid>/remove/", trail.record_remove, name="record_remove"),
]
