"""Addresses of what a unit offers."""

from django.urls import path

from vardpost.casetypes.views import intake

_ADMIN = "m/<slug:unit>/admin"

urlpatterns = [
    path(f"{_ADMIN}/stangt", intake.closed_days, name="admin-closings"),
    path(f"{_ADMIN}/stangt/ny", intake.new_closing, name="admin-new-closing"),
    path(f"{_ADMIN}/stangt/<uuid:closing_id>", intake.closing, name="admin-closing"),
    path(f"{_ADMIN}/belastning", intake.limit, name="admin-limit"),
]
