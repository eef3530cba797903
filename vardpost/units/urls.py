"""Addresses of a unit's administration."""

from django.urls import path

from vardpost.units.views import contact, settings

_ADMIN = "m/<slug:unit>/admin"

urlpatterns = [
    path(f"{_ADMIN}/kontaktuppgifter", contact.contact_data, name="admin-contact"),
    path(_ADMIN, settings.overview, name="admin"),
    path(f"{_ADMIN}/historik", settings.changes, name="admin-changes"),
    path(f"{_ADMIN}/historik/<uuid:change_id>", settings.put_back, name="admin-put-back"),
]
