"""Messages from a region's office to unit administrators: written, sent, read, and who has read."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from vardpost.kernel.errors import BadInput
from vardpost.kernel.ids import new_id
from vardpost.offices.actions.messages import (
    LONGEST_BODY,
    LONGEST_SUBJECT,
    read_message,
    send_message,
)
from vardpost.offices.forms import words_of
from vardpost.offices.queries.messages import PAGE, message, receipts, received, sent
from vardpost.offices.views.unit_admins import office
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.pasted import MOST, Line, read
from vardpost.units.views.here import here

_MAY = staff(Permission.UNIT_ADMIN_APPOINT)
_READ = staff(Permission.SETTINGS_READ)
#: What the form of a message holds: to whom, the units, and what is said.
_FIELDS = ("to", "lista", "subject", "body")
_LONGEST_LIST = 200_000
#: Lines with a fault that are told of before they are only counted.
_TOLD_AT_ONCE = 10


@_MAY
@require_safe
def sent_messages(request: HttpRequest, region: str) -> HttpResponse:
    """Show what has been sent, and at how many units it has been read."""
    _actor, base = office(request, region)
    found = sent(region, _uuid(request.GET.get("efter", "")))
    context = {
        "base": base,
        "fresh": new_id(),
        "messages": found[:PAGE],
        "next_href": f"{base}/meddelanden?efter={found[PAGE - 1].id}" if len(found) > PAGE else "",
    }
    return render(request, "offices/messages.html", context)


@_MAY
@require_http_methods(["GET", "HEAD", "POST"])
def sent_message(request: HttpRequest, region: str, message_id: UUID) -> HttpResponse:
    """Write a message; once sent, show who has read it."""
    actor, base = office(request, region)
    found = message(region, message_id)
    address = f"{base}/meddelanden/{message_id}"
    if found is not None and request.method != "POST":
        context = {
            "base": base,
            "message": found,
            "receipts": receipts(message_id),
            "sent": request.GET.get("skickat") == "1",
        }
        return render(request, "offices/message_sent.html", context)
    return settings_page(
        request,
        SettingsPage(
            template="offices/message_form.html",
            load=lambda: ({**dict.fromkeys(_FIELDS, ""), "to": "all"}, 0),
            parse=lambda posted: _parse(posted, region),
            typed=lambda posted: {name: posted.get(name, "")[:_LONGEST_LIST] for name in _FIELDS},
            keep=lambda said, _version: send_message(
                actor=actor, region_id=region, message_id=message_id, **said
            ),
            after=f"{address}?skickat=1",
            more={
                "base": base,
                # What is sent by a key that is used is another message, if it is sent again.
                "address": address if found is None else f"{base}/meddelanden/{new_id()}",
                "choices": [
                    ("all", _("Alla mottagningars administratörer")),
                    ("chosen", _("De mottagningar jag väljer")),
                ],
                "longest_subject": LONGEST_SUBJECT,
                "longest_body": LONGEST_BODY,
            },
        ),
    )


@_READ
@require_safe
def my_messages(request: HttpRequest, unit: str) -> HttpResponse:
    """Show an administrator what the region has written to her."""
    actor, place = here(request, unit)
    after = _uuid(request.GET.get("efter", ""))
    found = received(actor.person_id, after) if actor.person_id else []
    base = f"/m/{unit}/admin/meddelanden"
    context = {
        "unit": place,
        "base": base,
        "messages": found[:PAGE],
        "next_href": f"{base}?efter={found[PAGE - 1].id}" if len(found) > PAGE else "",
    }
    return render(request, "offices/my_messages.html", context)


@_READ
@require_safe
def my_message(request: HttpRequest, unit: str, message_id: UUID) -> HttpResponse:
    """Open a message; the region sees that it was read."""
    actor, place = here(request, unit)
    found = read_message(actor=actor, message_id=message_id)
    context = {"unit": place, "base": f"/m/{unit}/admin/meddelanden", "message": found}
    return render(request, "offices/my_message.html", context)


def _parse(posted: QueryDict, region: str) -> dict[str, Any]:
    """Return what `send_message` takes. Raises `BadInput` for a list that is not all units."""
    said: dict[str, Any] = {
        "subject": " ".join(posted.get("subject", "").split()),
        "body": words_of(posted, "body"),
        "units": None,
    }
    if posted.get("to") == "all":
        return said
    if posted.get("to") != "chosen":
        raise BadInput({"to": _("Välj vilka som ska få meddelandet")})
    pasted = posted.get("lista", "")
    lines = read(pasted, region) if len(pasted) <= _LONGEST_LIST else []
    if fault := _fault(pasted, lines):
        raise BadInput({"lista": fault})
    said["units"] = [one.unit_id for one in lines if one.unit_id and not one.fault]
    return said


def _fault(pasted: str, lines: list[Line]) -> str:
    """Return what is wrong with a pasted list in words, line by line; empty when nothing is."""
    if len(pasted) > _LONGEST_LIST or len(lines) > MOST:
        long = _("Listan är för lång. Dela upp den, högst {n} rader åt gången.")
        return long.replace("{n}", str(MOST))
    if not lines:
        return _("Klistra in minst ett HSA-id")
    wrong = [one for one in lines if one.fault and not one.harmless]
    told = [
        _("Rad {n}: {fel}").replace("{n}", str(one.number)).replace("{fel}", one.words)
        for one in wrong[:_TOLD_AT_ONCE]
    ]
    if more := len(wrong) - len(told):
        rest = ngettext("{n} rad till har fel", "{n} rader till har fel", more)
        told.append(rest.replace("{n}", str(more)))
    return ". ".join(told)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
