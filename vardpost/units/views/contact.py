"""The page *Kontaktuppgifter*."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.actions.contact import CONTACT, change_contact
from vardpost.units.forms import contact as form
from vardpost.units.queries import card
from vardpost.units.queries.settings import version
from vardpost.units.views.here import here


@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_data(request: HttpRequest, unit: str) -> HttpResponse:
    """Show and keep how residents reach the unit."""
    actor, place = here(request, unit)
    shown = card(place.id)
    return settings_page(
        request,
        SettingsPage(
            template="units/admin_contact.html",
            load=lambda: (shown, version(place.id, CONTACT.key)),
            parse=form.parse,
            typed=form.typed,
            keep=lambda data, made_from: change_contact(
                actor=actor, unit_id=place.id, version=made_from, data=data
            ),
            more={"unit": place, "card": shown},
        ),
    )
