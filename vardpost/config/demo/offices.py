"""Offices of the demo: a second person at the national office, and new administrators under way.

One application waits for the national office, one for an answer of the region, and one for the
person it is about. A colleague of the region's administrator is to be confirmed. Uses dice of its
own, so that the rest of the demo stays as it is.
"""

from datetime import datetime, timedelta

from vardpost.config.demo.dice import Dice
from vardpost.config.demo.personas import Cast, DemoRole
from vardpost.config.demo.places import REGIONS
from vardpost.config.demo.workforce import DemoGrant, DemoStaff
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.clock import STOCKHOLM
from vardpost.kernel.ids import stable_key
from vardpost.offices.actions.apply import apply
from vardpost.offices.actions.decide import decide
from vardpost.offices.actions.roles import confirm_administrator
from vardpost.offices.actions.tick import tick
from vardpost.offices.actions.yearly import confirm_unit_admins
from vardpost.offices.queries.due import PAGE, due
from vardpost.offices.states import Event
from vardpost.offices.values import ApplicationData
from vardpost.policy.roles import Role

REGION = REGIONS[0]
#: The keys of those who are applied for, with their names and titles.
_CANDIDATES = {
    "waiting": ("Omar Haddad", "man", "verksamhetsutvecklare"),
    "asked": ("Sofia Wikander", "woman", "sjuksköterska"),
    "region_admin_next": ("Torbjörn Nyström", "man", "e-hälsosamordnare"),
}
#: Since how many days the colleague has been administrator without being confirmed.
_UNCONFIRMED = 350
#: So many administrators of units are to be confirmed.
_LEFT_DUE = 9


def people(cast: Cast, dice: Dice) -> None:
    """Employ them, after everybody else."""
    work = cast.work
    before = work.dice, work.population.dice
    work.dice = work.population.dice = dice
    second = work.employ(REGION, "utredare", "Gun-Britt Ahl", "woman")
    work.grant(second, Role.NATIONAL_OFFICE, reason="Nationell förvaltning")
    cast.staff["national_office_second"] = second
    cast.roles.append(DemoRole("national_office_second", "staff", second.person, "Nationell förvaltning: den andra som behövs när en regionadministratör ska godkännas.", "National office: the other person who is needed when a region administrator is approved.", [{"role": "national_office", "unit": None, "region": None}]))  # fmt: skip
    colleague = work.employ(REGION, "systemförvaltare", "Marit Solberg", "woman")
    since = work.population.today - timedelta(days=_UNCONFIRMED)
    colleague.grants.append(
        DemoGrant(Role.REGION_ADMIN, None, REGION, since, reason="Regional förvaltning")
    )
    for key, (name, sex, title) in _CANDIDATES.items():
        cast.staff[key] = work.employ(REGION, title, name, sex)
    who = cast.staff["region_admin_next"]
    cast.staff["region_admin_colleague"] = colleague
    cast.roles.append(DemoRole("region_admin_next", "staff", who.person, "Godkänd som regionadministratör. Rollen börjar när han har läst och godkänt villkoren.", "Approved as a region administrator. The role begins when he has read and accepted the terms.", []))  # fmt: skip
    work.dice, work.population.dice = before


def put_forward(cast: Cast, now: datetime) -> None:
    """Apply for them, and decide, by the product's own verbs; the people are there already."""
    region = office_actor(cast.staff["region_admin"], Role.REGION_ADMIN, REGION)
    first = office_actor(cast.staff["national_office"], Role.NATIONAL_OFFICE, "")
    second = office_actor(cast.staff["national_office_second"], Role.NATIONAL_OFFICE, "")
    steps: dict[str, list[tuple[Actor, Event, str]]] = {
        "waiting": [],
        "asked": [
            (first, Event.TAKE, ""),
            (first, Event.ASK, "Vem ansvarar för utbildningen, och när är den klar?"),
        ],
        "region_admin_next": [
            (first, Event.TAKE, ""),
            (first, Event.RECOMMEND, "Överlämning och plan är på plats. Tillstyrks."),
            (second, Event.APPROVE, ""),
        ],
    }
    for key, done in steps.items():
        who, application = cast.staff[key], stable_key("demo", "application", key)
        apply(actor=region, region_id=REGION, application_id=application, data=_said(who, now))
        for version, (actor, event, words) in enumerate(done, start=1):
            decide(
                actor=actor,
                region_id=REGION,
                application_id=application,
                version=version,
                event=event,
                words=words,
            )
    tick(
        actor=region,
        region_id=REGION,
        application_id=stable_key("demo", "application", "region_admin_next"),
        done=frozenset({"open_matters", "contacts", "course"}),
    )
    _confirm(region, office_actor(cast.staff["region_admin_colleague"], Role.REGION_ADMIN, REGION))
    db.fetch_one("select scope_clear()")


def _confirm(region: Actor, colleague: Actor) -> None:
    """Confirm whoever has been it for more than a year, but for the colleague and some others."""
    if region.person_id is not None:
        confirm_administrator(actor=colleague, region_id=REGION, person_id=region.person_id)
    found = page = due(REGION)
    while len(page) > PAGE:
        last = page[PAGE - 1]
        page = due(REGION, (last.unit_id, last.person_id))
        found = found[: len(found) - 1] + page
    chosen = frozenset((one.unit_id, one.person_id) for one in found[_LEFT_DUE:])
    if chosen:
        confirm_unit_admins(actor=region, region_id=REGION, chosen=chosen)


def _said(who: DemoStaff, now: datetime) -> ApplicationData:
    return ApplicationData(
        candidate_name=who.name,
        hsa_id=who.hsa_id,
        email=who.email,
        phone="",
        employment="Hälso- och sjukvårdsförvaltningen",
        reason="Regionen ansluter fler mottagningar och behöver vara tre.",
        starts_on=now.astimezone(STOCKHOLM).date(),
        replaces_id=None,
        training_plan="Tre veckor bredvid Leyla, och e-kursen den första veckan.",
        handed_over=True,
    )


def office_actor(who: DemoStaff, role: Role, region: str) -> Actor:
    """Return somebody of an office as an actor."""
    return Actor(
        kind="staff",
        person_id=who.id,
        name=who.name,
        title=who.title,
        hsa_id=who.hsa_id,
        roles=frozenset({role.value}),
        region_id=region or None,
    )
