"""Addresses of the resident's log, and of what a unit decides about it."""

from django.urls import path

from vardpost.review.views import admin_mirror, mirror, mirror_ask, mirror_extract

urlpatterns = [
    path("mina/logg", mirror.log, name="log"),
    path("mina/logg/fragor", mirror_ask.questions, name="log-questions"),
    path("mina/logg/fragor/<slug:day>/<uuid:entry_id>", mirror_ask.ask, name="log-ask"),
    path("mina/logg/utdrag", mirror_extract.extract, name="log-extract"),
    path("mina/arenden/<uuid:case_id>/logg", mirror.case_log, name="case-log"),
    path("m/<slug:unit>/admin/logg", admin_mirror.settings, name="admin-log"),
]
