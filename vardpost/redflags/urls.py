"""Addresses of the unit's page about red flags."""

from django.urls import path

from vardpost.redflags.views import own

_PAGE = "m/<slug:unit>/admin/larmord"

urlpatterns = [
    path(_PAGE, own.lists, name="admin-flags"),
    path(f"{_PAGE}/nytt", own.add, name="admin-flag-add"),
    path(f"{_PAGE}/<slug:key>", own.change, name="admin-flag"),
    path(f"{_PAGE}/<slug:key>/ta-bort", own.remove, name="admin-flag-remove"),
]
