"""Rules in words, of a unit and of a region: the list, the form of one, and what it would find."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import BadInput, Moved, NotFound
from vardpost.kernel.ids import new_id
from vardpost.policy.permissions import Permission
from vardpost.review.actions.rules import (
    BUILT_IN_RULE,
    RULE,
    Tried,
    keep_rule,
    switch_rule,
    try_rule,
)
from vardpost.review.alarm_words import about_protected, asks, name
from vardpost.review.forms import rule as form
from vardpost.review.queries.rules import (
    OwnRule,
    Standing,
    rule_of,
    standing,
)
from vardpost.review.queries.watching import limit_at
from vardpost.review.rule_words import SPANS, WHAT, WHO, rows
from vardpost.review.rules import BUILT_IN
from vardpost.review.values import RuleData, rule_from
from vardpost.review.watching import MASS, PROTECTED
from vardpost.review.words import fact_options, rule_name
from vardpost.shell.access import staff
from vardpost.shell.settings_page import SettingsPage, posted_version, settings_page
from vardpost.units.queries.settings import version_at, versions_at
from vardpost.units.views.here import here

_EDIT = staff(Permission.REVIEW_RULES_EDIT)


@dataclass(frozen=True, slots=True)
class Place:
    """Where rules are kept: a unit, or a region for all its units."""

    actor: Actor
    region_id: str
    unit: UnitRef | None

    @property
    def unit_id(self) -> UUID | None:
        """Return the unit, if it is one."""
        return self.unit.id if self.unit else None

    @property
    def base(self) -> str:
        """Return the address of log review here."""
        return f"/m/{self.unit.slug}/granskning" if self.unit else f"/r/{self.region_id}/granskning"

    def context(self) -> dict[str, Any]:
        """Return what every page of rules needs."""
        frame = "shell/admin.html" if self.unit else "shell/staff_page.html"
        return {"unit": self.unit, "base": self.base, "frame": frame, "region": self.region_id}


def at_unit(request: HttpRequest, unit: str) -> Place:
    """Return the place of a unit's page. Raises `NotFound`."""
    actor, place = here(request, unit)
    return Place(actor, place.region_id, place)


def in_region(request: HttpRequest, region: str) -> Place:
    """Return the place of a region's page. Raises `NotFound` for another region."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if actor.unit is not None or not region or actor.region_id != region:
        raise NotFound("region")
    return Place(actor, region, None)


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def unit_rules(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the rules that are asked at a unit; a post puts one of the product's off or on."""
    return _list(request, at_unit(request, unit))


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def region_rules(request: HttpRequest, region: str) -> HttpResponse:
    """Show the rules that are asked in a region; a post puts one of the product's off or on."""
    return _list(request, in_region(request, region))


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def unit_rule(request: HttpRequest, unit: str, rule_id: UUID) -> HttpResponse:
    """Show and keep a rule of a unit; an address that no rule has yet makes a new one."""
    return _one(request, at_unit(request, unit), rule_id)


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def region_rule(request: HttpRequest, region: str, rule_id: UUID) -> HttpResponse:
    """Show and keep a rule of a region."""
    return _one(request, in_region(request, region), rule_id)


@_EDIT
@require_POST
def unit_rule_gone(request: HttpRequest, unit: str, rule_id: UUID) -> HttpResponse:
    """Take a rule of a unit away; the history can put it back."""
    return _gone(request, at_unit(request, unit), rule_id)


@_EDIT
@require_POST
def region_rule_gone(request: HttpRequest, region: str, rule_id: UUID) -> HttpResponse:
    """Take a rule of a region away."""
    return _gone(request, in_region(request, region), rule_id)


def _list(request: HttpRequest, place: Place) -> HttpResponse:
    moved = False
    if request.method == "POST":
        try:
            switch_rule(
                actor=place.actor,
                region_id=place.region_id,
                unit_id=place.unit_id,
                key=request.POST.get("regel", "")[:40],
                version=posted_version(request),
                active=request.POST.get("gor") == "pa",
            )
        except Moved:
            moved = True
        else:
            return HttpResponseRedirect(f"{request.path}?sparat=1", status=303)
    found = standing(place.region_id, [place.unit_id] if place.unit_id else [])
    context = {
        **place.context(),
        "alarms": [
            (name(MASS), asks(limit_at(found, place.unit_id))),
            (name(PROTECTED), about_protected()),
        ],
        "built_in": _built_in(place, found),
        "own": [_shown(one) for one in found.own if not one.key and one.unit_id == place.unit_id],
        "regional": [
            _shown(one) for one in found.own if not one.key and place.unit and one.unit_id is None
        ],
        "fresh": new_id(),
        "saved": request.GET.get("sparat") == "1",
        "moved": moved,
    }
    return render(request, "review/rules.html", context, status=409 if moved else 200)


def _built_in(place: Place, found: Standing) -> list[dict[str, Any]]:
    versions = versions_at(place.region_id, place.unit_id, BUILT_IN_RULE.key)
    return [
        {
            "key": rule.key,
            "name": rule_name(rule.key),
            "rows": rows(rule),
            "off": found.is_off(rule.key, region=place.unit is None),
            "off_above": place.unit is not None and found.is_off(rule.key, region=True),
            "version": versions.get(rule.key, 0),
        }
        for rule in BUILT_IN
    ]


def _shown(one: OwnRule) -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "rows": rows(one.rule), "active": one.active}


def _one(request: HttpRequest, place: Place, rule_id: UUID) -> HttpResponse:
    found = rule_of(place.region_id, place.unit_id, rule_id)
    tried: list[Tried] = []

    def parse(posted: QueryDict) -> RuleData:
        data = form.parse(posted)
        if "prova" in posted:
            rule = rule_from("", data.name, data.conditions)
            tried.append(
                try_rule(
                    actor=place.actor,
                    region_id=place.region_id,
                    unit_id=place.unit_id,
                    rule=rule,
                )
            )
            raise BadInput({})  # shown again, with nothing to mend and nothing saved
        return data

    def also() -> Mapping[str, Any]:
        return {"tried": tried[0] if tried else None}

    return settings_page(
        request,
        SettingsPage(
            template="review/rule.html",
            load=lambda: (form.shown(found) if found else form.Typed(), _version(place, rule_id)),
            parse=parse,
            typed=form.as_typed,
            keep=lambda data, made_from: keep_rule(
                actor=place.actor,
                region_id=place.region_id,
                unit_id=place.unit_id,
                rule_id=rule_id,
                version=made_from,
                data=data,
            ),
            after=f"{place.base}/regler?sparat=1",
            more={**place.context(), "is_new": found is None, "rule_id": rule_id, **_choices()},
            also=also,
        ),
    )


def _gone(request: HttpRequest, place: Place, rule_id: UUID) -> HttpResponse:
    found = rule_of(place.region_id, place.unit_id, rule_id)
    fields = form.shown(found) if found else form.Typed()
    return settings_page(
        request,
        SettingsPage(
            template="review/rule.html",
            load=lambda: (fields, _version(place, rule_id)),
            parse=lambda _posted: None,
            typed=lambda _posted: fields,
            keep=lambda _data, made_from: keep_rule(
                actor=place.actor,
                region_id=place.region_id,
                unit_id=place.unit_id,
                rule_id=rule_id,
                version=made_from,
                data=None,
            ),
            after=f"{place.base}/regler?sparat=1",
            more={
                **place.context(),
                "is_new": found is None,
                "rule_id": rule_id,
                "tried": None,
                **_choices(),
            },
        ),
    )


def _version(place: Place, rule_id: UUID) -> int:
    return version_at(place.region_id, place.unit_id, RULE.key, rule_id)


def _choices() -> dict[str, Any]:
    return {
        "who": [(key, _(text)) for key, text in WHO.items()],
        "what": [(key, _(text)) for key, text in WHAT.items()],
        "facts": fact_options(),
        "spans": [(str(key), _(text)) for key, text in SPANS.items()],
    }
