"""Publicera: what differs in words, now or at a time; the versions, and back to one of them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardpost.casetypes import actions
from vardpost.casetypes.differences import differences
from vardpost.casetypes.forms import publishing as form
from vardpost.casetypes.forms import typed_parts as parts
from vardpost.casetypes.forms.publishing import Publishing
from vardpost.casetypes.queries import unit_types, version
from vardpost.casetypes.queries.central import use_of
from vardpost.casetypes.snapshot import pack
from vardpost.casetypes.views.opened import Opened, changes, moved, opened, same_after_all, told
from vardpost.kernel.errors import BadInput, NotFound, Stale, WrongState
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.settings_page import SettingsPage, posted_version, settings_page

_HINDERS = {
    "planned": later("En version är redan planerad. Ta tillbaka den först."),
    "same": later("Ingenting skiljer sig från det som gäller."),
    "newer": later("En kollega publicerade nyss. Ingenting har ändrats. Läs listan igen."),
    "no_draft": later("Det finns inget utkast."),
    "no_plan": later("Ingen version är planerad, eller så har den redan börjat gälla."),
}


@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, case_type_id: UUID, **where: str) -> HttpResponse:
    """Show what publishing changes, and publish now or at a time."""
    one = opened(request, case_type_id, **where)
    if request.method == "POST" and not one.version:
        return _versions(request, one, told=_("Det finns inget utkast."))
    findings = told(one)
    unit = one.home.unit
    active = unit is None or any(x.active for x in unit_types(unit.id) if x.id == one.type.id)
    return settings_page(
        request,
        SettingsPage(
            template="casetypes/edit_publish.html",
            load=lambda: (form.EMPTY, one.version),
            parse=form.parse,
            typed=lambda posted: parts.echo(posted, form.EMPTY),
            keep=lambda decided, made_from: _publish(request, one, decided, made_from, active),
            after=f"{one.base}/versioner?publicerat=1",
            more={
                "unit": one.home.unit,
                "one": one,
                "title": one.title,
                "base": one.base,
                "shown": pack(one.form),
                "findings": findings,
                "stops": any(finding.error for finding in findings),
                "active": active,
                "in_force": one.type.in_force,
                "news": _news(one),
                "use": None if unit else use_of(one.type.id),
            },
        ),
    )


@staff(Permission.UNIT_EDIT)
@require_safe
def versions(request: HttpRequest, case_type_id: UUID, **where: str) -> HttpResponse:
    """Show the versions of a form: in force, planned, earlier."""
    return _versions(request, opened(request, case_type_id, **where))


@staff(Permission.UNIT_EDIT)
@require_POST
def roll_back(request: HttpRequest, case_type_id: UUID, **where: str) -> HttpResponse:
    """Publish an earlier version anew."""
    one = opened(request, case_type_id, **where)
    to_version, seen = _version(request, one, "till"), _version(request, one, "galler")
    if to_version is None:
        raise NotFound("version")
    try:
        actions.roll_back(
            actor=one.actor,
            case_type_id=one.type.id,
            to_version=to_version,
            seen=seen,
            note=_("Tillbaka till en tidigare version"),
        )
    except WrongState as error:
        return _versions(request, one, told=_hinder(error))
    except BadInput:
        old = _("Den gamla versionen bryter mot en regel som kommit senare.")
        return _versions(request, one, told=old)
    return HttpResponseRedirect(f"{one.base}/versioner?publicerat=1", status=303)


@staff(Permission.UNIT_EDIT)
@require_POST
def withdraw(request: HttpRequest, case_type_id: UUID, **where: str) -> HttpResponse:
    """Take a planned version back; it is the draft again."""
    one = opened(request, case_type_id, **where)
    try:
        actions.withdraw_plan(actor=one.actor, case_type_id=one.type.id)
    except WrongState as error:
        return _versions(request, one, told=_hinder(error))
    return HttpResponseRedirect(f"{one.base}/formular", status=303)


@staff(Permission.UNIT_EDIT)
@require_POST
def discard(request: HttpRequest, case_type_id: UUID, **where: str) -> HttpResponse:
    """Throw the draft away where a published form stands behind it."""
    one = opened(request, case_type_id, **where)
    if not one.type.versions:
        raise NotFound("nothing would be left")
    try:
        actions.discard_draft(
            actor=one.actor, case_type_id=one.type.id, version=posted_version(request)
        )
    except WrongState as error:
        return _versions(request, one, told=_hinder(error))
    except Stale:
        return _versions(request, one, told=_("En kollega sparade i utkastet nyss."))
    return HttpResponseRedirect(f"{one.base}/versioner", status=303)


def _publish(
    request: HttpRequest, one: Opened, decided: Publishing, made_from: int, active: bool
) -> None:
    """Publish or plan. Raises `BadInput` with where it stands wrong, and `Moved`."""
    who: dict[str, Any] = {"actor": one.actor, "case_type_id": one.type.id}

    def act(version: int) -> None:
        if decided.at is None:
            actions.publish(**who, version=version, note=decided.note)
        else:
            actions.plan(**who, version=version, at=decided.at, note=decided.note)

    shown = request.POST.get("shown", "")
    try:
        try:
            act(made_from)
        except Stale as error:
            news = moved(one.type.id, shown)
            if not same_after_all(news, one.version, shown):
                raise news from error
            act(news.version)
    except WrongState as error:
        raise BadInput({"": _hinder(error)}) from error
    except BadInput as error:
        if "at" in error.errors:
            late = _("Välj en tid som kommer, högst ett år fram")
            raise BadInput({"day": late}) from error
        raise BadInput({"": _("Formuläret har fel som måste rättas först.")}) from error
    if decided.offer and decided.at is None and not active and one.home.unit:
        _offer(one, one.home.unit.id)


def _offer(one: Opened, unit_id: UUID) -> None:
    """Let the unit's residents choose the type from now on."""
    who: dict[str, Any] = {"actor": one.actor, "unit_id": unit_id, "case_type_id": one.type.id}
    found = next(x for x in unit_types(unit_id) if x.id == one.type.id)
    if not found.taken:
        actions.subscribe(**who)
    actions.activate(**who)


def _news(one: Opened) -> list[tuple[str, str, str]]:
    if one.type.in_force is None:
        return []
    return changes(differences(version(one.type.in_force).definition, one.form))


def _version(request: HttpRequest, one: Opened, field: str) -> UUID | None:
    wanted = request.POST.get(field, "")
    return next((line.id for line in one.type.versions if str(line.id) == wanted), None)


def _versions(request: HttpRequest, one: Opened, *, told: str = "") -> HttpResponse:
    context = {
        "unit": one.home.unit,
        "one": one,
        "title": one.title,
        "base": one.base,
        "told": told,
        "published": request.GET.get("publicerat") == "1",
    }
    status = 409 if told else 200
    return render(request, "casetypes/edit_versions.html", context, status=status)


def _hinder(error: WrongState) -> str:
    return _(_HINDERS.get(str(error.facts.get("hinder")), later("Det gick inte just nu.")))
