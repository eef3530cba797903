"""Staff as lines of a page, made once before it is drawn."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.people.actions.grants import GRANTS
from vardpost.people.queries.staff import Colleague, Found, HeldRole
from vardpost.people.words import ROLES, lang, span_words
from vardpost.policy.roles import Role
from vardpost.policy.words import role_name
from vardpost.shell import dates
from vardpost.units.queries.settings import Change
from vardpost.units.settings import differences

#: Changes that somebody's page shows; the rest are in the unit's history.
_SHOWN = 8
#: A permission that ends within so many days is marked.
SOON = timedelta(days=14)


def uuid(text: str) -> UUID | None:
    """Return the id that was written, None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def hit(one: Found) -> dict[str, Any]:
    """Return one hit of a search, ready for the page."""
    return {
        "key": one.key,
        "hsa_id": one.hsa_id,
        "person_id": one.person_id,
        "name": f"{one.given_name} {one.family_name}",
        "title": one.title,
        "units": ", ".join(one.units),
        "here": one.here,
        "active": one.active,
    }


def grant_row(one: Colleague, today: date) -> dict[str, Any]:
    """Return one line of the table of permissions."""
    return {
        "id": one.person_id,
        "name": one.name,
        "title": one.title,
        "active": one.active,
        "protected": one.protected,
        "roles": [_cell(role, one.roles.get(role), today) for role in ROLES],
        "signed_in": signed_in(one),
    }


def account_row(one: Colleague) -> dict[str, Any]:
    """Return one line of the list of accounts."""
    return {
        "id": one.person_id,
        "name": one.name,
        "title": one.title,
        "hsa_id": one.hsa_id,
        "active": one.active,
        "protected": one.protected,
        "since": one.inactive_since,
        "reason": one.inactive_reason,
        "roles": ", ".join(role_name(role, lang()) for role in ROLES if role in one.roles),
        "elsewhere": one.elsewhere,
        "signed_in": signed_in(one),
    }


def signed_in(one: Colleague) -> str:
    """`i dag kl. 09.41`, or that it never happened."""
    if one.signed_in_at is None:
        return _("aldrig")
    return dates.when(one.signed_in_at, clock.now(), lang())


def _cell(role: Role, held: HeldRole | None, today: date) -> dict[str, Any]:
    """Return what the cell of a role says: nothing, yes, or from or until when."""
    words, soon = "", False
    if held is not None and held.starts > today:
        words = _("från {day}").replace("{day}", dates.short_day(held.starts, lang(), today))
    elif held is not None and held.ends is not None:
        last = held.ends - timedelta(days=1)
        words = _("till {day}").replace("{day}", dates.short_day(last, lang(), today))
        soon = held.ends <= today + SOON
    name = role_name(role, lang())
    return {"held": held is not None, "words": words, "soon": soon, "name": name}


def colleague_page(actor: Actor, one: Colleague, changes: Sequence[Change]) -> dict[str, Any]:
    """Return what the pages about one person's permissions show beside their form."""
    return {
        "one": one,
        "oneself": one.person_id == actor.person_id,
        "signed_in": signed_in(one),
        "held": [
            {
                "role": role.value,
                "name": role_name(role, lang()),
                "words": span_words(one.roles[role].starts, one.roles[role].ends),
                "by": one.roles[role].by,
                "reason": one.roles[role].reason,
            }
            for role in ROLES
            if role in one.roles
        ],
        "choices": [
            (role.value, role_name(role, lang()), what)
            for role, what in zip(ROLES, _what(), strict=True)
        ],
        "changes": [
            {
                "name": change.actor_name if " " in change.actor_name else _("Systemet"),
                "at": change.at,
                "reason": change.reason,
                "lines": differences(GRANTS, change.old, change.new),
            }
            for change in list(reversed(changes))[:_SHOWN]
        ],
    }


def _what() -> tuple[str, ...]:
    """Return what each role means, in the order of `ROLES`."""
    return (
        _("Läser alla mottagningens ärenden och fördelar dem."),
        _("Läser och svarar på de ärenden som fördelats till personen."),
        _("Sköter inställningar och behörigheter. Läser inga ärenden."),
        _("Granskar vad kollegor har läst. Bara tillsammans med administratör."),
    )


def reads(people: Sequence[Colleague], today: date) -> dict[str, Any]:
    """Return who can read what, in words and by name: only permissions that count today."""
    by_role: dict[str, list[str]] = {
        role: [
            f"{one.name}, {one.title}" if one.title else one.name
            for one in people
            if one.active and role in one.roles and one.roles[role].starts <= today
        ]
        for role in ROLES
    }
    return {
        "by_role": [
            (role_name(role, lang()), sentence, by_role[role])
            for role, sentence in zip(ROLES, _reads(), strict=True)
        ],
        "others": _others(),
    }


def _reads() -> tuple[str, ...]:
    return (
        _("Läser alla ärenden på mottagningen, också de som är fördelade till andra."),
        _("Läser bara de ärenden som är fördelade till en själv, så länge de är det."),
        _(
            "Läser inga ärenden. Ser och ändrar mottagningens inställningar, behörigheter "
            "och konton, och ser hur många öppna ärenden en kollega har."
        ),
        _("Läser inga ärenden. Ser vem som har läst och gjort vad på mottagningen."),
    )


def _others() -> list[tuple[str, str]]:
    return [
        (
            _("Den som skickat ärendet"),
            _(
                "Läser sitt eget ärende. En vårdnadshavare läser barnets tills barnet fyller 13, "
                "eller den ålder som barnets region har."
            ),
        ),
        (
            _("Personal i egen sak"),
            _("Ingen läser ärenden om sig själv eller sitt barn i arbetet, oavsett behörighet."),
        ),
        (
            _("Andra mottagningar"),
            _("Läser inga ärenden och inga inställningar här."),
        ),
        (
            role_name(Role.REGION_ADMIN, lang()),
            _("Läser inga ärenden. Ser mottagningens inställningar och deras ändringar."),
        ),
        (
            role_name(Role.NATIONAL_OFFICE, lang()),
            _("Läser inga ärenden. Ser mottagningens inställningar och deras ändringar."),
        ),
    ]
