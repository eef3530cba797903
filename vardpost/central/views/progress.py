"""How far orders have come, what they did at each unit, and stopping one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from vardpost.casetypes.fields import Text
from vardpost.casetypes.views.home import home
from vardpost.central import words
from vardpost.central.actions.order import move_order
from vardpost.central.queries.orders import Ordered, order_of, ordered_units, orders
from vardpost.central.views.place import orders_base
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.jinja import language

_EDIT = staff(Permission.CENTRAL_TYPE_EDIT)
_MOVES = {"stoppa": "stop", "fortsatt": "resume"}


@_EDIT
@require_safe
def listed(request: HttpRequest, region: str) -> HttpResponse:
    """Show an office's orders."""
    place = home(request, region=region)
    rows = [(one, _title(one), words.how(one.how)) for one in orders(region)]
    context = {"home": place, "base": place.base, "here": orders_base(region), "rows": rows}
    return render(request, "central/orders.html", context)


@_EDIT
@require_safe
def one(request: HttpRequest, region: str, order_id: UUID) -> HttpResponse:
    """Show how far an order has come, and what it did at each unit."""
    place = home(request, region=region)
    found = order_of(region, order_id)
    units = [
        (hsa_id, name, state, words.state(state, why))
        for hsa_id, name, state, why in ordered_units(found)
    ]
    context = {
        "home": place,
        "base": f"{place.base}/{found.case_type_id}",
        "here": orders_base(region),
        "found": found,
        "title": _title(found),
        "how": words.how(found.how),
        "units": units,
    }
    return render(request, "central/order.html", context)


@_EDIT
@require_POST
def move(request: HttpRequest, region: str, order_id: UUID) -> HttpResponse:
    """Stop an order, or go on with it."""
    place = home(request, region=region)
    what = _MOVES.get(request.POST.get("vad", ""), "")
    move_order(actor=place.actor, region_id=region, order_id=order_id, what=what)
    return HttpResponseRedirect(f"{orders_base(region)}/{order_id}", status=303)


def _title(found: Ordered) -> str:
    return Text(found.title_sv, found.title_en).of(language()) or found.title_sv
