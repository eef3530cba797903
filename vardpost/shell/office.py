"""The places of an office, a region's or the nation's: one list for its first page.

Furniture, as the places of a unit in `administration.py`: names, addresses and icons. The rooms own
the pages; a test holds the list together with their addresses. A place is shown to those who hold
its permission.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.kernel.actor import Actor
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission


@dataclass(frozen=True, slots=True)
class Place:
    """One page under `/r/<region>` or `/n`. `about` says in one sentence what one does there.

    An office that has no such page has no address for it: `region` or `nation` is None.
    """

    icon: str
    title: str
    about: str
    permission: Permission
    region: str | None
    nation: str | None


def _both(path: str) -> tuple[str, str]:
    return f"/r/{{region}}/{path}", f"/n/{path}"


def _region(path: str) -> tuple[str, None]:
    return f"/r/{{region}}/{path}", None


def _nation(path: str) -> tuple[None, str]:
    return None, f"/n/{path}"


#: (heading, places), in the order of a day's work.
PLACES: tuple[tuple[str, tuple[Place, ...]], ...] = (
    (
        later("Mottagningarna"),
        (
            Place(
                "list",
                later("Översikt över mottagningarna"),
                later("Hur varje mottagning är inställd, och vad som behöver göras var."),
                Permission.OVERVIEW_READ,
                *("/r/{region}", "/r"),
            ),
            Place(
                "plus",
                later("Anslut mottagningar"),
                later("Välj i katalogen, en eller många, och följ dem tills de öppnar."),
                Permission.UNIT_ADD,
                *_region("anslut"),
            ),
            Place(
                "user",
                later("Mottagningarnas administratörer"),
                later("Utse, bekräfta och nå dem. Skriv till alla eller några."),
                Permission.UNIT_ADMIN_APPOINT,
                *_region("mottagningsadministratorer"),
            ),
            Place(
                "split",
                later("Mallar för mottagningar"),
                later("Vad en mottagning börjar med, vilka som avviker, och utrullning."),
                Permission.TEMPLATE_EDIT,
                *_both("mallar"),
            ),
            Place(
                "check",
                later("Rekommenderade mottagningar"),
                later("Mottagningar som invånare får förslag om."),
                Permission.UNIT_RECOMMEND,
                *_region("rekommenderade"),
            ),
        ),
    ),
    (
        later("Ärendetyper och texter"),
        (
            Place(
                "inbox",
                later("Ärendetyper"),
                later("Gemensamma ärendetyper, deras villkor, och vilka mottagningar som får dem."),
                Permission.CENTRAL_TYPE_EDIT,
                *_both("arendetyper"),
            ),
            Place(
                "pen",
                later("Sök i texterna"),
                later("Hitta gamla namn och ord i villkoren, och byt dem på en gång."),
                Permission.CENTRAL_TYPE_EDIT,
                *_both("villkor/sok"),
            ),
            Place(
                "external",
                later("Uthoppstjänster"),
                later("Länkar till andra tjänster, på de mottagningar ni väljer."),
                Permission.LINKED_SERVICE_DISTRIBUTE,
                *_both("uthoppstjanster"),
            ),
            Place(
                "flag",
                later("Landets larmord"),
                later("Ord som ger råd om 112 och 1177. En kollega godkänner varje ändring."),
                Permission.RED_FLAGS_NATION_EDIT,
                *_nation("larmord"),
            ),
            Place(
                "info",
                later("Användarvillkor"),
                later("Det som alla godkänner för att använda tjänsten. En kollega godkänner."),
                Permission.TERMS_OF_USE_EDIT,
                *_nation("anvandarvillkor"),
            ),
        ),
    ),
    (
        later("Regler och drift"),
        (
            Place(
                "settings",
                later("Regionernas inställningar"),
                later("Åldrar för ombud, gallring, röda dagar, färg och patientnämnd."),
                Permission.REGION_SETTINGS_EDIT,
                *_nation("regioner"),
            ),
            Place(
                "lock",
                later("Regionadministratörer"),
                later("Ansök om en ny, se vilka som finns, och bekräfta dem varje år."),
                Permission.REGION_ADMIN_APPLY,
                *_region("administratorer"),
            ),
            Place(
                "lock",
                later("Regionadministratörer"),
                later("Ansökningar som väntar på beslut, och regioner som saknar någon."),
                Permission.REGION_ADMIN_APPROVE,
                *_nation("administratorer"),
            ),
            Place(
                "bell",
                later("Driftmeddelanden"),
                later("Berätta om störningar och underhåll för dem det gäller."),
                Permission.OPERATING_NOTICE_SEND,
                *_nation("driftmeddelanden"),
            ),
        ),
    ),
    (
        later("Säkerhet"),
        (
            Place(
                "eye",
                later("Misstänkta intrång i regionen"),
                later("Vad granskarna har lämnat över till regionen."),
                Permission.REVIEW_ESCALATION_READ,
                *_region("granskning"),
            ),
            Place(
                "alert",
                later("Larm i regionen"),
                later("Hur många larm om loggen som är öppna, per mottagning och regel."),
                Permission.REVIEW_ALARM_COUNT,
                *_region("granskning/larm"),
            ),
            Place(
                "alert",
                later("Larm i landet"),
                later("Hur många larm om loggen som är öppna i varje region."),
                Permission.REVIEW_ALARM_COUNT,
                *_nation("larm"),
            ),
        ),
    ),
)


def places(actor: Actor) -> list[tuple[str, list[tuple[Place, str]]]]:
    """Return what the office's actor may open: (heading, [(place, address)]), no empty group."""
    if actor.unit is not None:
        return []
    groups = [(_(heading), list(_shown(actor, group))) for heading, group in PLACES]
    return [(heading, found) for heading, found in groups if found]


def _shown(actor: Actor, group: tuple[Place, ...]) -> Iterator[tuple[Place, str]]:
    region = actor.region_id
    for one in group:
        address = one.region if region else one.nation
        if address is not None and can(actor, one.permission):
            yield one, address.format(region=region)
