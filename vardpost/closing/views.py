"""Avveckla: what is open, when and where to, calling it off, and closing."""

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vardpost.closing.actions.ending import (
    ENDING,
    NOTICE,
    EndingData,
    announce,
    call_off,
    close_unit,
)
from vardpost.closing.queries import how_many_concerned, left_at, telling
from vardpost.closing.states import Event, State, open_events
from vardpost.kernel import clock
from vardpost.kernel.actor import UnitRef
from vardpost.kernel.errors import BadInput, Moved, WrongState
from vardpost.onboarding.views.place import unit_here
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.settings_page import (
    SettingsPage,
    posted_version,
    settings_page,
    too_late,
)
from vardpost.units.queries.ending import ends
from vardpost.units.queries.intake import neighbours
from vardpost.units.queries.settings import version

_EDIT = staff(Permission.UNIT_CLOSE)
#: Below this the office is told no number of what is about residents.
_LEAST = 5
_OF_RESIDENTS = frozenset(
    {"cases", "ungiven", "given", "asked", "moving", "shielded", "late", "drafts", "handed"}
)


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: HttpRequest, region: str, slug: str) -> HttpResponse:
    """Show how the closing of a unit stands, and announce it."""
    _actor, unit = unit_here(request, region, slug, Permission.UNIT_CLOSE)
    return settings_page(request, _page(request, unit))


@_EDIT
@require_POST
def take_step(request: HttpRequest, region: str, slug: str, event: str) -> HttpResponse:
    """Call the closing off, or close the unit."""
    actor, unit = unit_here(request, region, slug, Permission.UNIT_CLOSE)
    verb = close_unit if event == Event.CLOSE else call_off
    try:
        verb(actor=actor, unit_id=unit.id, version=posted_version(request))
    except Moved as error:
        return too_late(request, _page(request, unit), error)
    except WrongState:
        return too_late(request, _page(request, unit), Moved(0, ()))
    except BadInput as error:
        page = _page(request, unit, hinder=next(iter(error.errors.values())))
        return too_late(request, page, Moved(0, ()))
    return HttpResponseRedirect(f"/r/{region}/enheter/{slug}/avveckla?sparat=1", status=303)


def _page(request: HttpRequest, unit: UnitRef, *, hinder: str = "") -> SettingsPage:
    stands = ends(unit.id)
    left = left_at(unit.id)
    today = clock.today()

    def load() -> tuple[dict[str, str], int]:
        fields = {
            "freezes_on": (stands.freezes_on or today + timedelta(weeks=1)).isoformat(),
            "closes_on": (stands.closes_on or today + NOTICE).isoformat(),
            "to_unit": str(stands.to_unit or ""),
        }
        return fields, version(unit.id, ENDING.key)

    actor = request.actor  # type: ignore[attr-defined]  # set by the door
    announced = stands.state == State.ANNOUNCED
    return SettingsPage(
        template="closing/ending.html",
        load=load,
        parse=_parse,
        typed=_typed,
        keep=lambda data, made_from: announce(
            actor=actor, unit_id=unit.id, version=made_from, data=data
        ),
        more={
            "base": f"/r/{unit.region_id}",
            "here": f"/r/{unit.region_id}/enheter/{unit.slug}/avveckla",
            "unit": unit,
            "stands": stands,
            "announced": announced,
            "closed": stands.state == State.CLOSED,
            "frozen": announced and stands.freezes_on is not None and stands.freezes_on <= today,
            "early": announced and stands.closes_on is not None and stands.closes_on > today,
            "may_announce": Event.ANNOUNCE in open_events(stands.state),
            "units": neighbours(unit.id),
            "left": _left(left, unit),
            "tells": _tells(unit.id, stands.state),
            "blocked": bool(left.get("cases")),
            "hinder": hinder,
        },
    )


def _left(left: dict[str, int], unit: UnitRef) -> list[tuple[str, str, str]]:
    """Return what is left in words: (what, how many, what becomes of it)."""
    words = {
        "cases": (_("Öppna ärenden"), _("Mottagningen besvarar och avslutar dem. Stoppar.")),
        "ungiven": (_("Inte fördelade"), _("Ingår i de öppna. Mottagaren fördelar dem.")),
        "given": (_("Hos en ärendehanterare"), _("Ingår i de öppna. Den som har ärendet svarar.")),
        "asked": (
            _("Väntar på invånarens svar"),
            _("Ingår i de öppna. Svarar invånaren inte kan mottagningen avsluta utan svar."),
        ),
        "moving": (
            _("Invånaren är tillfrågad om flytt"),
            _("Ingår i de öppna. Vid ett ja skickas ärendet vidare."),
        ),
        "shielded": (_("Med skyddade personuppgifter"), _("Ingår i de öppna.")),
        "late": (_("Ärenden där svarstiden har gått ut"), _("Ingår i de öppna.")),
        "drafts": (_("Utkast som invånare inte har skickat"), _("Stannar hos invånaren.")),
        "grants": (_("Behörigheter"), _("Avslutas.")),
        "handed": (_("Utlämnade ärendetyper"), _("Tas tillbaka.")),
        "types": (_("Ärendetyper"), _("Slutar erbjudas.")),
        "links": (_("Uthoppstjänster"), _("Tas bort från mottagningen.")),
        "pointers": (_("Andra som hänvisar hit"), _("Hänvisar till den nya mottagningen.")),
    }
    return [(said, _number(what, left[what]), then) for what, (said, then) in words.items()
            if left.get(what)]  # fmt: skip


def _tells(unit_id: UUID, state: str) -> str:
    """Return how many are told by e-mail, or would be; under five in no number."""
    if state == State.CLOSED:
        return ""
    last = telling(unit_id)
    if state == State.ANNOUNCED:
        if last is None:
            return ""  # announced before anybody was told by e-mail
        if not last.done:
            said = _("Mejl skickas nu. Hittills: {antal} invånare och vårdnadshavare.")
        else:
            said = _("Mejl om att något väntar: {antal} invånare och vårdnadshavare.")
        return said.replace("{antal}", _some(last.told))
    said = _("Mejl om att något väntar går då till {antal} invånare och vårdnadshavare.")
    words = said.replace("{antal}", _some(how_many_concerned(unit_id)))
    if last is not None and last.event == State.CALLED_OFF:
        told = _("Att mottagningen är kvar: mejl till {antal} invånare och vårdnadshavare.")
        return f"{told.replace('{antal}', _some(last.told))} {words}"
    return words


def _some(number: int) -> str:
    return _("färre än fem") if number < _LEAST else str(number)


def _number(what: str, number: int) -> str:
    if what in _OF_RESIDENTS and number < _LEAST:
        return _some(number)
    return str(number)


def _typed(posted: QueryDict) -> dict[str, str]:
    return {name: posted.get(name, "")[:40] for name in ("freezes_on", "closes_on", "to_unit")}


def _parse(posted: QueryDict) -> EndingData:
    errors = dict[str, str]()
    days: dict[str, date] = {}
    for name in ("freezes_on", "closes_on"):
        try:
            days[name] = date.fromisoformat(posted.get(name, "").strip())
        except ValueError:
            errors[name] = _("Skriv en dag så här: 2026-12-24")
    to_unit = None
    try:
        to_unit = UUID(asked) if (asked := posted.get("to_unit", "")) else None
    except ValueError:
        errors["to_unit"] = _("Välj en öppen mottagning i regionen")
    if errors:
        raise BadInput(errors)
    return EndingData(days["freezes_on"], days["closes_on"], to_unit)
