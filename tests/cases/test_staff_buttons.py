"""The buttons of a page and the refusals of the server, compared in every state as every person."""

import re
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from django.db import transaction

from tests import people_made as made
from tests.cases.staff_http import Browser, browser, case, world
from tests.cases.world import World
from tests.database import as_owner
from tests.markup import faults
from vardpost.cases.states import State
from vardpost.casetypes.actions import offer_on_units
from vardpost.kernel import db
from vardpost.kernel.ids import new_id

pytestmark = pytest.mark.django_db

HELLO = {"text": "Hej! Vi har läst det."}


@dataclass(frozen=True, slots=True)
class Button:
    """One thing a page may offer: where it is posted, what is sent, how it is seen on the page."""

    path: str
    fields: dict[str, str] = field(default_factory=dict)
    kind: str = ""

    def offered(self, page: str, case_id: UUID) -> bool:
        """Whether the page shows it."""
        if self.kind:
            return f'name="kind" value="{self.kind}"' in page
        return re.search(rf'(href|formaction)="[^"]*/{case_id}/{self.path}["?]', page) is not None


BUTTONS = {
    "assign": Button("fordela", {"till": "colleague"}),
    "assign with partial": Button("fordela", {"till": "colleague", **HELLO}),
    "reassign": Button("omfordela", {"till": "colleague"}),
    "take": Button("ta"),
    "urgent": Button("bradskande"),
    "not urgent": Button("inte-bradskande"),
    "lower": Button("sank-flagga"),
    "to team": Button("till-team", {"team": "Recept"}),
    "return": Button("lamna-tillbaka", {"reason": "Sjuk i dag"}),
    "partial": Button("svara", {"kind": "partial_answer", **HELLO}, "partial_answer"),
    "question": Button("svara", {"kind": "counter_question", **HELLO}, "counter_question"),
    "final": Button("svara", {"kind": "final_answer", **HELLO}, "final_answer"),
    "close": Button("avsluta"),
    "close without": Button("avsluta-utan-svar", {"reason": "phone", **HELLO}),
    "ask to move": Button("skicka-vidare", {"enhet": "next", **HELLO}),
    "unask to move": Button("ta-tillbaka-fragan"),
    "reopen": Button("oppna-igen", {"reason": "more"}),
}
#: Pressed, and never opened as a page.
QUICK = {
    *("svara", "ta", "avsluta", "bradskande", "inte-bradskande", "sank-flagga"),
    "ta-tillbaka-fragan",
}
#: Whose case it is: nobody's, a responder's, or that of a person who also receives.
HOLDERS = {"submitted": ("",), "awaiting_resident": ("", "responder", "both")}
STATES = [one.value for one in State if one is not State.DRAFT]


def with_team() -> World:
    """Return the world where the unit has a team, and a neighbour that takes its cases."""
    place = world()
    place.people["Recept"] = new_id()
    with as_owner():
        neighbour = made.unit("Almens vårdcentral")
        place.people["next"] = neighbour.id
        offer_on_units([neighbour.id])
        db.execute(
            "insert into catchment_row (unit_id, sex, age_from, age_to) values (%s, '', 0, 199)",
            [neighbour.id],
        )
        db.execute(
            "insert into team (id, unit_id, name) values (%s, %s, 'Recept')",
            [place.people["Recept"], place.unit.id],
        )
    return place


def accepted(who: Browser, place: World, case_id: UUID, button: Button) -> bool:
    """Whether the server takes it; everything is put back afterwards."""
    fields = dict(button.fields)
    if "till" in fields:
        fields["till"] = str(place.people[fields["till"]])
    if "team" in fields:
        fields["team"] = str(place.people[fields["team"]])
    if "enhet" in fields:
        fields["enhet"] = str(place.people[fields["enhet"]])
    with transaction.atomic():
        answer = who.post("alla", case_id, button.path, **fields)
        transaction.set_rollback(True)
    assert answer.status_code in {303, 403, 404, 409}
    return bool(answer.status_code == 303)


@pytest.mark.parametrize("who", ["receiver", "responder", "both", "colleague"])
@pytest.mark.parametrize("state", STATES)
def test_a_page_offers_exactly_what_the_server_accepts(state: str, who: str) -> None:
    place = with_team()
    actor = browser(place, who)
    for holder in HOLDERS.get(state, ("responder", "both")):
        one = case(place, state, holder)
        shown = actor.get("alla", one)
        page = shown.content.decode().split("<dialog")[0] if shown.status_code == 200 else ""
        on_page = {name for name, button in BUTTONS.items() if button.offered(page, one)}
        taken = {name for name, button in BUTTONS.items() if accepted(actor, place, one, button)}
        assert on_page == taken, (state, who, holder)
        if who == "colleague":
            assert taken == set()


#: Names, and what people have written, stand as they are.
ENGLISH_KEEPS = re.compile(r"Vårdpost|Vårdcentralen Eken|sjuksköterska|Ring mig gärna")


@pytest.mark.parametrize("who", ["receiver", "responder", "both"])
def test_pages_are_valid_and_english_all_through(who: str) -> None:
    place = world()
    actor = browser(place, who)
    actor.client.cookies["lang"] = "en"
    pages = ["/jag/installningar", f"/m/{place.unit.slug}/inkorg/finns-inte"]
    pages += [actor.url(queue) for queue in ("mina", "att-fordela", "forsenade", "vantar", "alla")]
    for state in STATES:
        one = case(
            place, state, "" if state == "submitted" else "both" if who == "both" else "responder"
        )
        pages.append(actor.url("alla", one))
        pages += [
            actor.url("alla", one, button.path)
            for button in BUTTONS.values()
            if button.path not in QUICK
        ]
    for address in pages:
        page = actor.client.get(address).content.decode()
        assert faults(page) == [], address
        words = ENGLISH_KEEPS.sub("", re.sub(r"<[^>]+>", " ", page))
        assert re.findall(r"[^\n]*[åäöÅÄÖ][^\n]*", words) == [], address
