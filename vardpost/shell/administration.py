"""The places of a unit's administration: one list for the rail and the first page.

Like the residents' places in `_places.html`, this is furniture: names, addresses and icons. The
rooms own the pages; a test holds the list together with their addresses. A place is shown to those
who hold its permission.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.kernel.actor import Actor
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission


@dataclass(frozen=True, slots=True)
class Place:
    """One page under `/m/<unit>/admin/`. `about` says in one sentence what one does there.

    One that has grown into rooms of its own stands `beside` the administration: `/m/<unit>/<path>`.
    """

    path: str
    icon: str
    title: str
    about: str
    permission: Permission
    beside: bool = False

    def address(self, unit: str) -> str:
        """Return where the page is at a unit."""
        return f"/m/{unit}/{self.path}" if self.beside else f"/m/{unit}/admin/{self.path}"


#: (heading, places), in the order a new administrator meets them.
PLACES: tuple[tuple[str, tuple[Place, ...]], ...] = (
    (
        later("Mottagningen"),
        (
            Place(
                "kontaktuppgifter",
                "phone",
                later("Kontaktuppgifter"),
                later("Telefon, e-post och det som invånare läser om mottagningen."),
                Permission.UNIT_EDIT,
            ),
            Place(
                "namn",
                "pen",
                later("Namn"),
                later("Vad mottagningen heter och har hetat, och texter som säger det gamla."),
                Permission.SETTINGS_READ,
            ),
            Place(
                "oppettider",
                "clock",
                later("Öppettider"),
                later("När mottagningen är öppen. Svarstiderna räknas på det."),
                Permission.UNIT_EDIT,
            ),
            Place(
                "aviseringar",
                "bell",
                later("Aviseringar"),
                later("Funktionsbrevlåda, och när mottagningen påminns."),
                Permission.UNIT_EDIT,
            ),
            Place(
                "betjaningsomrade",
                "map",
                later("Betjäningsområde"),
                later("Vilka som hittar mottagningen och kan skriva."),
                Permission.CATCHMENT_EDIT,
            ),
            Place(
                "invanare",
                "child",
                later("Enskilda invånare"),
                later("Godkänn någon utanför området, eller se varför någon inte hittar er."),
                Permission.RESIDENT_APPROVE,
            ),
            Place(
                "stangt",
                "calendar",
                later("Stängt och pauser"),
                later("Stängda dagar, och dagar utan nya ärenden."),
                Permission.UNIT_EDIT,
            ),
            Place(
                "belastning",
                "chart",
                later("När många väntar"),
                later("Längre svarstid, eller en annan mottagning."),
                Permission.UNIT_EDIT,
            ),
        ),
    ),
    (
        later("Ärenden"),
        (
            Place(
                "arendetyper",
                "list",
                later("Ärendetyper"),
                later("Vad invånare kan skriva om, i vilken ordning och hur snart ni svarar."),
                Permission.CASE_TYPE_ACTIVATE,
            ),
            Place(
                "fordelning",
                "split",
                later("Fördelning"),
                later("Regler för vem som får nya ärenden, och mottagningens team."),
                Permission.ROUTING_EDIT,
            ),
            Place(
                "villkor",
                "info",
                later("Villkor"),
                later("Det som invånare godkänner. Skriv, planera och sök gamla ord."),
                Permission.UNIT_EDIT,
            ),
            Place(
                "larmord",
                "flag",
                later("Larmord"),
                later("Ord som ger råd om 112 och 1177, och lägger ärendet överst."),
                Permission.RED_FLAGS_EDIT,
            ),
        ),
    ),
    (
        later("Människor"),
        (
            Place(
                "behorigheter",
                "lock",
                later("Behörigheter"),
                later("Vem som får fördela, svara och administrera. Ge, ändra och ta bort."),
                Permission.GRANT_EDIT,
            ),
            Place(
                "personal",
                "user",
                later("Personal"),
                later("Konton, namn och signatur. Avaktivera den som är ledig eller har slutat."),
                Permission.STAFF_REGISTER,
            ),
        ),
    ),
    (
        later("Följa upp"),
        (
            Place(
                "prova",
                "chart",
                later("Prova en ändring"),
                later("Se vad andra tider eller svarstider skulle ha gjort. Inget sparas."),
                Permission.UNIT_EDIT,
            ),
            Place(
                "historik",
                "undo",
                later("Ändringar"),
                later("Vem som ändrat vad, och ta tillbaka en ändring."),
                Permission.SETTINGS_READ,
            ),
            Place(
                "meddelanden",
                "inbox",
                later("Från regionen"),
                later("Vad regionens förvaltning har skrivit till dig."),
                Permission.SETTINGS_READ,
            ),
            Place(
                "granskning",
                "eye",
                later("Granskning"),
                later("Vad personalen har öppnat och gjort. Stickprov, signaler och sökningar."),
                Permission.ACTIVITY_REVIEW,
                beside=True,
            ),
            Place(
                "logg",
                "eye",
                later("Invånarens logg"),
                later("Om invånare ser namnet på den som har öppnat deras ärenden."),
                Permission.UNIT_EDIT,
            ),
        ),
    ),
)


def places(actor: Actor) -> list[tuple[str, list[tuple[Place, str]]]]:
    """Return what the actor may open here: (heading, [(place, address)]), empty groups left out."""
    if actor.unit is None:
        return []
    unit = actor.unit.slug
    groups = [
        (_(heading), [(one, one.address(unit)) for one in group if can(actor, one.permission)])
        for heading, group in PLACES
    ]
    return [(heading, found) for heading, found in groups if found]


def way_in(actor: Actor) -> list[tuple[str, list[dict[str, object]]]]:
    """Return the group of the inbox's rail that leads here, for those who have something here."""
    if actor.unit is None or not can(actor, Permission.SETTINGS_READ):
        return []
    item: dict[str, object] = {
        "href": f"/m/{actor.unit.slug}/admin",
        "icon": "settings",
        "text": _("Inställningar"),
    }
    return [(_("Administration"), [item])]


def rail(actor: Actor, here: str) -> list[tuple[str, list[dict[str, object]]]]:
    """Return the groups of the administration's rail; `here` is the path of the open page."""
    base = f"/m/{actor.unit.slug}" if actor.unit else ""
    first: list[dict[str, object]] = [
        {"href": f"{base}/admin", "icon": "home", "text": _("Översikt"), "current": here == ""}
    ]
    if can(actor, Permission.CASE_READ):
        first.append({"href": base, "icon": "inbox", "text": _("Till inkorgen"), "current": False})
    return [
        (_("Administration"), first),
        *(
            (
                heading,
                [
                    {
                        "href": address,
                        "icon": one.icon,
                        "text": _(one.title),
                        "current": one.path == here,
                    }
                    for one, address in group
                ],
            )
            for heading, group in places(actor)
        ),
    ]
