"""The two ready-made ways to work: what would disappear, told before anything does."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.views.decorators.http import require_http_methods

from vardpost.kernel.errors import NotFound
from vardpost.policy.permissions import Permission
from vardpost.routing.actions.rules import RULES, change_routing
from vardpost.routing.queries.known import kinds_of
from vardpost.routing.queries.rules import routing
from vardpost.routing.rules import DISPATCHER, EVERYONE, Routing
from vardpost.routing.said import sentence
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.queries.settings import version
from vardpost.units.views.here import here

#: By the word in the address: what it is called, what it means, and what is kept.
WAYS: Mapping[str, tuple[str, str, Routing]] = {
    "alla-gor-allt": (
        later("Alla gör allt"),
        later(
            "Inga regler. Alla ärenden läggs i Att fördela, och den som både tar emot och svarar "
            "tar dem själv."
        ),
        EVERYONE,
    ),
    "fordelare": (
        later("Fördelare"),
        later(
            "Inga regler. Alla ärenden läggs i Att fördela, och mottagarna fördelar dem. Ingen "
            "tar ärenden själv."
        ),
        DISPATCHER,
    ),
}


@staff(Permission.ROUTING_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, unit: str, way: str) -> HttpResponse:
    """Show what a ready-made way takes away, and keep it once that is confirmed."""
    actor, place = here(request, unit)
    if way not in WAYS:
        raise NotFound("way")
    title, about, new = WAYS[way]
    kinds = {one.key: one for one in kinds_of(place.id, language())}
    held = routing(place.id)
    return settings_page(
        request,
        SettingsPage(
            template="routing/admin_ready_made.html",
            load=lambda: (held, version(place.id, RULES.key)),
            parse=lambda _posted: new,
            typed=lambda _posted: held,
            keep=lambda data, made_from: change_routing(
                actor=actor, unit_id=place.id, version=made_from, data=data
            ),
            after=f"/m/{place.slug}/admin/fordelning?sparat=1",
            more={
                "unit": place,
                "title": _(title),
                "about": _(about),
                "gone": [sentence(one, kinds.get(one.case_type)) for one in held.rules],
                "new": new,
            },
        ),
    )
