"""What is planned for a unit that joins, as the office types it."""

import re
from collections.abc import Collection
from datetime import date, timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel import clock
from vardpost.kernel.errors import BadInput
from vardpost.onboarding.queries.choices import newest
from vardpost.onboarding.values import LONGEST_TRAINING, Plan
from vardpost.units.hsa import BadHsaId, normalise

Fields = dict[str, str]
NAMES = (
    *("template", "starts_on", "contact_name", "contact_phone", "contact_email"),
    *("first_admin", "training"),
)
#: The directory and the people to be trained need so long (domain 7.2).
NOTICE = timedelta(weeks=3)
_LONGEST_NAME = 120
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
_PHONE = re.compile(r"\+?[0-9][0-9 \-]{6,18}\Z")


def empty(template: str, name: str) -> Fields:
    """Return the fields for a new unit: a template, three weeks ahead, oneself to ask."""
    day = clock.today() + NOTICE
    return {
        **dict.fromkeys(NAMES, ""),
        "template": template,
        "starts_on": day.isoformat(),
        "contact_name": name,
    }


def shown(plan: Plan) -> Fields:
    """Return a plan as the form shows it."""
    return {name: str(getattr(plan, name)) for name in NAMES}


def typed(posted: QueryDict) -> Fields:
    """Return what was typed, as the form shows it."""
    return {name: posted.get(name, "")[:2000] for name in NAMES}


def parse(posted: QueryDict, templates: Collection[str]) -> Plan:
    """Return the plan of a posted form. Raises `BadInput` with a message a field."""
    errors = dict[str, str]()
    fields = {name: " ".join(posted.get(name, "").split()) for name in NAMES}
    if fields["template"] not in templates:
        errors["template"] = _("Välj en mall")
    if not fields["contact_name"] or len(fields["contact_name"]) > _LONGEST_NAME:
        errors["contact_name"] = _("Skriv vem på regionen man frågar")
    if fields["contact_phone"] and not _PHONE.match(fields["contact_phone"]):
        errors["contact_phone"] = _("Telefonnumret är fel")
    if fields["contact_email"] and not _MAIL.match(fields["contact_email"]):
        errors["contact_email"] = _("E-postadressen är fel")
    if len(fields["training"]) > LONGEST_TRAINING:
        left = len(fields["training"]) - LONGEST_TRAINING
        errors["training"] = _("Korta texten med {n} tecken").replace("{n}", str(left))
    for name, text in fields.items():
        if not text.isprintable():
            errors.setdefault(name, _("Texten har tecken som inte går att visa"))
    day = _day(fields["starts_on"], errors)
    admin = _hsa_id(fields["first_admin"], errors)
    if errors or day is None:
        raise BadInput(errors)
    return Plan(
        template=fields["template"],
        template_version=newest(fields["template"]),
        starts_on=day,
        contact_name=fields["contact_name"],
        contact_phone=fields["contact_phone"],
        contact_email=fields["contact_email"][:254],
        first_admin=admin,
        training=fields["training"],
    )


def _day(text: str, errors: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        errors["starts_on"] = _("Skriv en dag så här: 2026-12-24")
        return None


def _hsa_id(text: str, errors: dict[str, str]) -> str:
    if not text:
        return ""
    try:
        return normalise(text).upper()
    except BadHsaId:
        errors["first_admin"] = _("Inget HSA-id. Så här ser ett ut: SE2321000016-1A2B")
        return ""
