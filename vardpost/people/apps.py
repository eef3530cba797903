"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop as later

from vardpost.audit import choosing, incident
from vardpost.units import settings
from vardpost.units.checklist import Point, register

#: Somebody with a role on the unit `u` today, with an active account.
_HOLDERS = (
    "(select count(distinct g.person_id) from role_grant g join staff_account a "
    "on a.person_id = g.person_id and a.active where g.unit_id = u.id and g.role = '{role}' "
    "and g.starts_on <= (now() at time zone 'Europe/Stockholm')::date "
    "and (g.ends_on is null or g.ends_on > (now() at time zone 'Europe/Stockholm')::date))"
)
POINTS = (
    Point(
        "receiver",
        later("Minst en ärendemottagare"),
        later("Ingen är ärendemottagare. Ingen ser ärenden som kommer in."),
        "behorigheter",
        _HOLDERS.format(role="case_receiver") + " > 0",
        order=40,
    ),
    Point(
        "responder",
        later("Minst en ärendehanterare"),
        later("Ingen är ärendehanterare. Ingen kan svara på ärenden."),
        "behorigheter",
        _HOLDERS.format(role="responder") + " > 0",
        order=41,
    ),
    Point(
        "administrators",
        later("Två administratörer"),
        later("Bara en administratör. Lägg till en till, så att ni klarar er vid frånvaro."),
        "behorigheter",
        _HOLDERS.format(role="unit_admin") + " > 1",
        needed=False,
        order=42,
    ),
)


class PeopleConfig(AppConfig):
    """The room `people`."""

    name = "vardpost.people"
    label = "people"

    def ready(self) -> None:
        """Register what this room looks after."""
        from vardpost.people.actions.accounts import (  # the verbs, once models are loaded
            ACCOUNT,
            SHOWN,
        )
        from vardpost.people.actions.grants import GRANTS
        from vardpost.people.found import identities, resident, staff

        register(*POINTS)
        choosing.register("resident", resident)
        choosing.register("staff", staff)
        incident.register_identities(identities)
        settings.register(GRANTS, ACCOUNT, SHOWN)
