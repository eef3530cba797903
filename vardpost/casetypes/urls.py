"""Addresses of what a unit offers."""

from django.urls import path, register_converter

from vardpost.casetypes.views import intake, offers
from vardpost.casetypes.views.picture import form_picture


class HashConverter:
    """A SHA-256 in hexadecimal: the name of a picture."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        """Return the name as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """Return the name as it stands in the address."""
        return value


register_converter(HashConverter, "hash")

_ADMIN = "m/<slug:unit>/admin"
_TYPE = f"{_ADMIN}/arendetyper/<uuid:case_type_id>"

urlpatterns = [
    path("bilder/<hash:name>", form_picture, name="form_picture"),
    path(f"{_ADMIN}/arendetyper", offers.types, name="admin-types"),
    path(f"{_ADMIN}/arendetyper/ordning", offers.order, name="admin-types-order"),
    path(f"{_TYPE}", offers.case_type, name="admin-type"),
    path(f"{_TYPE}/ta-ny", offers.take_new, name="admin-type-take"),
    path(f"{_TYPE}/visa", offers.preview, name="admin-type-preview"),
    path(f"{_ADMIN}/stangt", intake.closed_days, name="admin-closings"),
    path(f"{_ADMIN}/stangt/ny", intake.new_closing, name="admin-new-closing"),
    path(f"{_ADMIN}/stangt/<uuid:closing_id>", intake.closing, name="admin-closing"),
    path(f"{_ADMIN}/belastning", intake.limit, name="admin-limit"),
]
