"""Addresses of the editor, the same under the case types of a unit, a region and the nation."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from vardpost.casetypes.views import editor, editor_parts, own, publishing

_Page = Callable[..., Any]


def editor_urls(
    base: str, prefix: str, as_: Callable[[_Page], _Page], **fixed: str
) -> list[URLPattern]:
    """Return the editor's addresses under the case types of an owner."""
    one = f"{base}/<uuid:case_type_id>"
    form = f"{one}/formular"

    def at(where: str, view: _Page, name: str, **more: str) -> URLPattern:
        return path(where, as_(view), {**fixed, **more}, name=f"{prefix}-{name}")

    return [
        at(f"{base}/ny", own.new, "type-new"),
        at(f"{base}/las-in", own.bring, "type-bring"),
        at(f"{one}/kopiera", own.copy, "type-copy"),
        at(f"{one}/fil.json", own.export, "type-export", kind="own"),
        at(f"{one}/fhir.json", own.export, "type-fhir", kind="fhir"),
        at(form, editor.whole_form, "form"),
        at(f"{form}/installningar", editor.settings, "form-settings"),
        at(f"{form}/sida/<path:key>", editor.page, "form-page"),
        at(f"{form}/fraga/<path:place>/svar/<path:value>", editor_parts.one_option, "form-option"),
        at(f"{form}/avbokning", editor_parts.rule_for_cancelling, "form-cancelling"),
        at(f"{form}/fraga/<path:place>", editor.one_question, "form-question"),
        at(f"{form}/publicera", publishing.publish, "form-publish"),
        at(f"{form}/kasta", publishing.discard, "form-discard"),
        at(f"{one}/versioner", publishing.versions, "type-versions"),
        at(f"{one}/versioner/aterga", publishing.roll_back, "type-roll-back"),
        at(f"{one}/versioner/ta-tillbaka", publishing.withdraw, "type-withdraw"),
    ]
