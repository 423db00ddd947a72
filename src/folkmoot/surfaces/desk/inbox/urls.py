"""Addresses of the inbox, inside the namespace of the desk."""

from django.urls import path

from folkmoot.surfaces.desk.inbox import deciding, lists, reading

urlpatterns = [
    path("inbox/", lists.inbox, name="inbox"),
    path("inbox/<uuid:uid>/", reading.inbox_source, name="inbox_source"),
    path("inbox/<uuid:uid>/news/", reading.news, name="inbox_news"),
    path("inbox/<uuid:uid>/propose/", lists.propose_again, name="inbox_propose"),
    path("inbox/<uuid:uid>/accept/", deciding.accept_all, name="inbox_accept_many"),
    path("proposals/<uuid:uid>/decide/", deciding.decide_one, name="proposal_decide"),
    path("proposals/<uuid:uid>/undo/", deciding.undo_one, name="proposal_undo"),
]
