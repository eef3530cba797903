"""Addresses of what a unit offers, and of the central case types of the offices."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path, register_converter

from vardpost.casetypes.views import (
    central,
    central_words,
    handing,
    handing_several,
    intake,
    offers,
    proposed,
    terms,
)
from vardpost.casetypes.views.editor_urls import editor_urls
from vardpost.casetypes.views.home import of_offices
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
_TERMS = f"{_ADMIN}/villkor"
_TYPE = f"{_ADMIN}/arendetyper/<uuid:case_type_id>"


def _terms(
    one: str, prefix: str, as_: Callable[..., Callable[..., Any]], **fixed: str
) -> list[URLPattern]:
    """Return the addresses of one terms text, the same at a unit and at an office."""
    older = f"{one}/version/<uuid:terms_id>"
    return [
        path(one, as_(terms.terms_text), fixed, name=f"{prefix}-text"),
        path(f"{one}/ta-tillbaka", as_(terms.withdraw), fixed, name=f"{prefix}-withdraw"),
        path(older, as_(terms.terms_version), fixed, name=f"{prefix}-version"),
    ]


def _central(office: str, prefix: str, **fixed: str) -> list[URLPattern]:
    """Return the addresses of an office's case types, and of its search in all texts."""
    base = f"{office}/arendetyper"
    one = f"{base}/<uuid:case_type_id>"
    return [
        path(f"{office}/villkor/sok", central_words.search, fixed, name=f"{prefix}-words"),
        path(base, central.types, fixed, name=f"{prefix}-types"),
        *editor_urls(base, prefix, of_offices, **fixed),
        path(one, central.case_type, fixed, name=f"{prefix}-type"),
        path(f"{one}/visa", central.preview, fixed, name=f"{prefix}-type-preview"),
        *_terms(f"{one}/villkor", f"{prefix}-terms", of_offices, **fixed),
    ]


urlpatterns = [
    path("bilder/<hash:name>", form_picture, name="form_picture"),
    path(f"{_ADMIN}/arendetyper", offers.types, name="admin-types"),
    path(f"{_ADMIN}/arendetyper/valj", offers.choose, name="admin-types-choose"),
    path(f"{_ADMIN}/arendetyper/ordning", offers.order, name="admin-types-order"),
    path(f"{_TYPE}", offers.case_type, name="admin-type"),
    path(f"{_TYPE}/ta-ny", offers.take_new, name="admin-type-take"),
    path(f"{_TYPE}/avboj", proposed.decline_type, name="admin-type-decline"),
    path(f"{_TYPE}/visa", offers.preview, name="admin-type-preview"),
    path(f"{_TYPE}/utlamning", handing.handing, name="admin-handing"),
    path(f"{_TYPE}/utlamning/sok", handing.look, name="admin-handing-look"),
    path(f"{_TYPE}/utlamning/lamna-ut", handing.give, name="admin-handing-give"),
    path(f"{_TYPE}/utlamning/flera", handing_several.several, name="admin-handing-several"),
    path(f"{_TYPE}/utlamning/ta-tillbaka", handing.end, name="admin-handing-end"),
    *editor_urls(f"{_ADMIN}/arendetyper", "admin", lambda view: view),
    path(f"{_ADMIN}/stangt", intake.closed_days, name="admin-closings"),
    path(f"{_ADMIN}/stangt/ny", intake.new_closing, name="admin-new-closing"),
    path(f"{_ADMIN}/stangt/<uuid:closing_id>", intake.closing, name="admin-closing"),
    path(f"{_ADMIN}/belastning", intake.limit, name="admin-limit"),
    path(_TERMS, terms.all_terms, name="admin-terms"),
    path(f"{_TERMS}/sok", terms.search, name="admin-terms-search"),
    path(f"{_TERMS}/<uuid:case_type_id>/forslag", terms.answer, name="admin-terms-answer"),
    *_terms(f"{_TERMS}/<uuid:case_type_id>", "admin-terms", lambda view: view),
    *_central("r/<slug:region>", "region"),
    *_central("n", "office", region=""),
]
