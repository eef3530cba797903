"""Addresses of what a unit offers."""

from django.urls import path, register_converter

from vardpost.casetypes.views import intake
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

urlpatterns = [
    path("bilder/<hash:name>", form_picture, name="form_picture"),
    path(f"{_ADMIN}/stangt", intake.closed_days, name="admin-closings"),
    path(f"{_ADMIN}/stangt/ny", intake.new_closing, name="admin-new-closing"),
    path(f"{_ADMIN}/stangt/<uuid:closing_id>", intake.closing, name="admin-closing"),
    path(f"{_ADMIN}/belastning", intake.limit, name="admin-limit"),
]
