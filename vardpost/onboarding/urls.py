"""Addresses of a region's office for one unit's name, and of what its administrator sees."""

from django.urls import path

from vardpost.onboarding.views import names

_UNIT = "r/<slug:region>/enheter/<slug:slug>"

urlpatterns = [
    path(f"{_UNIT}/namn", names.rename, name="unit-name"),
    path("m/<slug:unit>/admin/namn", names.shown, name="admin-name"),
]
