"""Addresses of what a unit offers."""

from django.urls import path, register_converter

from vardpost.casetypes.views import (
    editor,
    editor_parts,
    handing,
    handing_several,
    intake,
    offers,
    own,
    publishing,
    terms,
)
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
_FORM = f"{_TYPE}/formular"

urlpatterns = [
    path("bilder/<hash:name>", form_picture, name="form_picture"),
    path(f"{_ADMIN}/arendetyper", offers.types, name="admin-types"),
    path(f"{_ADMIN}/arendetyper/valj", offers.choose, name="admin-types-choose"),
    path(f"{_ADMIN}/arendetyper/ordning", offers.order, name="admin-types-order"),
    path(f"{_ADMIN}/arendetyper/ny", own.new, name="admin-type-new"),
    path(f"{_ADMIN}/arendetyper/las-in", own.bring, name="admin-type-bring"),
    path(f"{_TYPE}", offers.case_type, name="admin-type"),
    path(f"{_TYPE}/ta-ny", offers.take_new, name="admin-type-take"),
    path(f"{_TYPE}/visa", offers.preview, name="admin-type-preview"),
    path(f"{_TYPE}/utlamning", handing.handing, name="admin-handing"),
    path(f"{_TYPE}/utlamning/sok", handing.look, name="admin-handing-look"),
    path(f"{_TYPE}/utlamning/lamna-ut", handing.give, name="admin-handing-give"),
    path(f"{_TYPE}/utlamning/flera", handing_several.several, name="admin-handing-several"),
    path(f"{_TYPE}/utlamning/ta-tillbaka", handing.end, name="admin-handing-end"),
    path(f"{_TYPE}/kopiera", own.copy, name="admin-type-copy"),
    path(f"{_TYPE}/fil.json", own.export, {"kind": "own"}, name="admin-type-export"),
    path(f"{_TYPE}/fhir.json", own.export, {"kind": "fhir"}, name="admin-type-fhir"),
    path(f"{_FORM}", editor.whole_form, name="admin-form"),
    path(f"{_FORM}/installningar", editor.settings, name="admin-form-settings"),
    path(f"{_FORM}/sida/<path:key>", editor.page, name="admin-form-page"),
    path(
        f"{_FORM}/fraga/<path:place>/svar/<path:value>",
        editor_parts.one_option,
        name="admin-form-option",
    ),
    path(f"{_FORM}/avbokning", editor_parts.rule_for_cancelling, name="admin-form-cancelling"),
    path(f"{_FORM}/fraga/<path:place>", editor.one_question, name="admin-form-question"),
    path(f"{_FORM}/publicera", publishing.publish, name="admin-form-publish"),
    path(f"{_FORM}/kasta", publishing.discard, name="admin-form-discard"),
    path(f"{_TYPE}/versioner", publishing.versions, name="admin-type-versions"),
    path(f"{_TYPE}/versioner/aterga", publishing.roll_back, name="admin-type-roll-back"),
    path(f"{_TYPE}/versioner/ta-tillbaka", publishing.withdraw, name="admin-type-withdraw"),
    path(f"{_ADMIN}/stangt", intake.closed_days, name="admin-closings"),
    path(f"{_ADMIN}/stangt/ny", intake.new_closing, name="admin-new-closing"),
    path(f"{_ADMIN}/stangt/<uuid:closing_id>", intake.closing, name="admin-closing"),
    path(f"{_ADMIN}/belastning", intake.limit, name="admin-limit"),
    path(_TERMS, terms.all_terms, name="admin-terms"),
    path(f"{_TERMS}/sok", terms.search, name="admin-terms-search"),
    path(f"{_TERMS}/<uuid:case_type_id>", terms.terms_text, name="admin-terms-text"),
    path(f"{_TERMS}/<uuid:case_type_id>/ta-tillbaka", terms.withdraw, name="admin-terms-withdraw"),
    path(
        f"{_TERMS}/<uuid:case_type_id>/version/<uuid:terms_id>",
        terms.terms_version,
        name="admin-terms-version",
    ),
]
