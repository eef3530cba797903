"""The page *Invånarens logg* of a unit's settings."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vardpost.kernel import clock
from vardpost.policy.permissions import Permission
from vardpost.review.actions.mirror_policy import MIRROR, NAMED, change_mirror
from vardpost.review.forms import mirror as form
from vardpost.review.queries.mirror import unit_policy
from vardpost.review.queries.why import unmanned
from vardpost.shell.access import staff
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.queries.settings import version
from vardpost.units.views.here import here


@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, unit: str) -> HttpResponse:
    """Show and keep how a unit's staff are shown in residents' logs."""
    actor, place = here(request, unit)
    names, answer_days = unit_policy(place.id)
    return settings_page(
        request,
        SettingsPage(
            template="review/admin_mirror.html",
            load=lambda: (
                {"names": names, "answer_days": answer_days},
                version(place.id, MIRROR.key),
            ),
            parse=form.parse,
            typed=form.typed,
            keep=lambda data, made_from: change_mirror(
                actor=actor,
                unit_id=place.id,
                version=made_from,
                names=data[0],
                answer_days=data[1],
            ),
            more={
                "unit": place,
                "unmanned": unmanned(clock.today()),
                "ways": [(key, _(words), _(hint)) for key, (words, hint) in NAMED.items()],
            },
        ),
    )
