"""What first pages tell: a unit's of its new name, an office's of units on their way in."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.onboarding.queries.joining import counts
from vardpost.onboarding.states import State
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.shell.dates import full_day
from vardpost.shell.jinja import language
from vardpost.shell.waits import Waits, counted
from vardpost.units.queries.names import news

#: A new name is told of for so long.
LASTS = timedelta(days=30)


def new_name(actor: Actor) -> Sequence[Waits]:
    """Return that the unit has, or will have, another name; nothing when it keeps its own."""
    if actor.unit is None or not can(actor, Permission.SETTINGS_READ):
        return []
    found = news(actor.unit.id, clock.now() - LASTS)
    href = f"/m/{actor.unit.slug}/admin/namn"
    told = []
    if found.planned is not None:
        words = _("Mottagningen heter {nytt} från och med {dag}.")
        day = full_day(found.planned.from_on, language())
        words = words.replace("{dag}", day).replace("{nytt}", found.planned.name)
        told.append(Waits(words, href, _("Läs")))
    if found.before and found.before != found.name:
        words = _("Mottagningen heter nu {nytt}. Förut: {gammalt}.")
        words = words.replace("{gammalt}", found.before).replace("{nytt}", found.name)
        told.append(Waits(words, href, _("Se texter som säger det gamla namnet")))
    return told


def on_their_way(actor: Actor) -> Sequence[Waits]:
    """Return which steps of units on their way in wait for a region's office."""
    region = actor.region_id
    if actor.unit is not None or not region or not can(actor, Permission.UNIT_ADD):
        return []
    found = counts(region)
    asked, ready = found.get(State.REQUESTED, 0), found.get(State.CONFIGURED, 0)
    base = f"/r/{region}/anslut?steg="
    to_approve = ngettext(
        "{n} mottagning väntar på att godkännas.",
        "{n} mottagningar väntar på att godkännas.",
        asked,
    )
    to_open = ngettext(
        "{n} mottagning är klar att öppna.", "{n} mottagningar är klara att öppna.", ready
    )
    return [
        *counted(asked, to_approve, f"{base}{State.REQUESTED}", _("Godkänn")),
        *counted(ready, to_open, f"{base}{State.CONFIGURED}", _("Öppna")),
    ]
