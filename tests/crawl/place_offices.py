"""Applications for a region's administrators: one in each state that something is done in."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from tests import people_made as made
from tests.cases.world import World
from tests.database import as_owner
from tests.offices.office_world import in_directory
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.offices.actions.apply import apply
from vardpost.offices.actions.decide import decide
from vardpost.offices.actions.messages import send_message
from vardpost.offices.states import Event
from vardpost.offices.values import ApplicationData
from vardpost.people.session import open_scope

#: name of the application → whom it is about, and what has happened to it, by whom.
_HAPPENED: Mapping[str, tuple[str, tuple[tuple[str, Event], ...]]] = {
    "application": ("Ada Ek", ()),
    "asked application": (
        "Bea Ek",
        (("nation", Event.TAKE), ("nation", Event.ASK)),
    ),
    "advised application": (
        "Cia Ek",
        (("nation", Event.TAKE), ("nation", Event.RECOMMEND)),
    ),
    "approved application": (
        "Dea Ek",
        (
            ("nation", Event.TAKE),
            ("nation", Event.RECOMMEND),
            ("second nation", Event.APPROVE),
        ),
    ),
}


def people(found: dict[str, UUID]) -> None:
    """Make the second person of the national office, a colleague, and who may be next."""
    found["second nation"] = made.staff(None, "national_office", name="Olle Berg")
    found["colleague of region"] = made.staff(None, "region_admin", name="Rut Två")
    for who, name in (
        ("candidate", "Dea Ek"),
        ("Ada Ek", "Ada Ek"),
        ("Bea Ek", "Bea Ek"),
        ("Cia Ek", "Cia Ek"),
        ("next", "Eva Ek"),
    ):
        found[who] = made.staff(None, name=name)


def things(world: World, tokens: Mapping[str, str]) -> dict[str, str]:
    """Make the applications; return their keys by name, and who the people are."""
    ids = {}
    with as_owner():
        for who in ("candidate", "Ada Ek", "Bea Ek", "Cia Ek", "next"):
            ids["Dea Ek" if who == "candidate" else who] = in_directory(world.people[who])
    found = {"next": ids["next"], "colleague of region": str(world.people["colleague of region"])}
    message = new_id()
    send_message(
        actor=_actor(tokens["region"]),
        region_id=made.REGION,
        message_id=message,
        subject="Nytt formulär",
        body="Det finns ett nytt formulär.",
        units=[world.unit.id],
    )
    found |= {"message": str(message)}
    found |= {"admin at unit": f"{world.unit.id}.{world.people['admin']}"}
    found |= {"other admin": str(world.people["reviewer"])}
    found |= {"free key": str(new_id()), "today": clock.today().isoformat()}
    for name, (who, events) in _HAPPENED.items():
        key = new_id()
        apply(
            actor=_actor(tokens["region"]),
            region_id=made.REGION,
            application_id=key,
            data=said(who, ids[who]),
        )
        for version, (decider, event) in enumerate(events, start=1):
            decide(
                actor=_actor(tokens[decider]),
                region_id=made.REGION,
                application_id=key,
                version=version,
                event=event,
                words="För att",
            )
        found[name] = str(key)
    return found


def said(name: str, hsa_id: str, **more: object) -> ApplicationData:
    """Return a whole application about somebody."""
    data = ApplicationData(
        candidate_name=name,
        hsa_id=hsa_id,
        email="e@example.com",
        phone="",
        employment="",
        reason="Behövs",
        starts_on=clock.today(),
        replaces_id=None,
        training_plan="Två veckor",
        handed_over=True,
    )
    return replace(data, **more)  # type: ignore[arg-type]  # names of its fields


def _actor(token: str) -> Actor:
    actor = open_scope(token, "", request_id="r", address="127.0.0.1")
    assert actor is not None
    return actor
