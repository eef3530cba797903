"""Addresses of the terms of use."""

from django.urls import path

from vardpost.useterms.views import accepting, office, reading

_READ = "anvandarvillkor"
_OFFICE = f"n/{_READ}"
_DRAFT = f"{_OFFICE}/<slug:audience>/utkast"

urlpatterns = [
    path(_READ, reading.terms, name="use-terms"),
    path(f"{_READ}/godkann", accepting.accept, name="use-terms-accept"),
    path(
        f"{_READ}/<slug:audience>/version/<int:number>", reading.version, name="use-terms-version"
    ),
    path(_OFFICE, office.listed, name="office-use-terms"),
    path(_DRAFT, office.draft, name="office-use-terms-draft"),
    path(f"{_DRAFT}/text", office.text, name="office-use-terms-text"),
]
