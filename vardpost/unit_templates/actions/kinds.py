"""The kinds of setting of this room: a template, which one a unit stands on, leave to differ."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.policy.permissions import Permission
from vardpost.shell.dates import full_day
from vardpost.shell.jinja import language
from vardpost.unit_templates.values import read
from vardpost.unit_templates.words import field_name, mode_name, value_words
from vardpost.units.settings import Kind, Line, Values


def _template_words(values: Values) -> Sequence[Line]:
    if not values:
        return []
    fields = read(values["fields"])
    told = [
        (field_name(key), f"{value_words(key, rule.value)} ({mode_name(rule.mode)})")
        for key, rule in fields.items()
    ]
    number = values.get("published")
    return [
        (_("Namn"), str(values["name_sv"])),
        (_("Namn på engelska"), str(values["name_en"])),
        *told,
        (_("Publicerad som version"), str(number) if number else ""),
    ]


def _stands_words(values: Values) -> Sequence[Line]:
    if not values.get("template"):
        return [(_("Mall"), _("ingen"))]
    name = values.get("names", {}).get(language()) or values["template"]  # a change keeps the code
    return [(_("Mall"), str(name)), (_("Version"), str(values["version"]))]


def _exemption_words(values: Values) -> Sequence[Line]:
    if not values:
        return []
    return [
        (_("Uppgift"), field_name(str(values["field"]))),
        (_("Varför"), str(values["reason"])),
        (_("Till och med"), full_day(date.fromisoformat(str(values["until"])), language())),
    ]


TEMPLATE = Kind(
    "templates:template",
    later("Mall"),
    Permission.TEMPLATE_EDIT,
    AuditEvent.TEMPLATE_CHANGED,
    "",
    _template_words,
)
STANDS_ON = Kind(
    "templates:unit",
    later("Mottagningens mall"),
    Permission.TEMPLATE_ROLL_OUT,
    AuditEvent.TEMPLATE_APPLIED,
    "",
    _stands_words,
)
#: One a field of a unit; what it is about is the field.
EXEMPTION = Kind(
    "templates:exemption",
    later("Undantag från mallen"),
    Permission.TEMPLATE_ROLL_OUT,
    AuditEvent.TEMPLATE_EXEMPTED,
    "",
    _exemption_words,
)
