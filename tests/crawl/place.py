"""A unit with everything a page can show, and in it words that stand nowhere else (canaries).

What is written here about a person must never be in an answer that leaves no row in the ledger,
and what a resident or a colleague typed must never be in the ledger itself.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.test import Client

from tests import people_made as made
from tests.cases import resident_world, staff_http
from tests.cases.demanding import demanding
from tests.cases.world import World
from tests.casetypes import verbs_world
from tests.crawl import (
    place_admin,
    place_central,
    place_flags,
    place_joining,
    place_linked,
    place_notice,
    place_offices,
    place_review,
    place_templates,
    place_terms,
)
from tests.crawl.filled import Fields, fields_of
from tests.database import as_owner
from vardpost.cases.actions.draft import save_case_draft, start_case_draft
from vardpost.cases.actions.submit import submit_case
from vardpost.cases.actions.urgent import mark_urgent
from vardpost.casetypes.actions import deactivate, offer_on_units
from vardpost.casetypes.queries import offer
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id

#: Residents: who, given and family name, number (published test numbers), about whom else.
NAMES = {
    "resident": ("Kanarina", "Hemlind", "191212121212"),
    "other_resident": ("Finkvald", "Tystrup", "189001019802"),
    "guardian": ("Sparvina", "Stilleby", "189001029819"),
    "child": ("Gärdsmy", "Stilleby", "189001039800"),
}
NUMBERS = [number for _given, _family, number in NAMES.values()]
#: What residents and staff have typed: it is in cases, messages and drafts, and nowhere else.
WORDS = (
    "kanariefråga",
    "kanariesvar",
    "kanarieutkast",
    "kanariebrev",
    "kanarieurval",
)
CONTACT = ("070-174 06 05", "kanarina@exempel.invalid", "Kanariegatan 7")
RESIDENTS = ("resident", "other_resident", "guardian")
#: Everybody who is signed in; `elsewhere` runs another unit, `nobody` has no role anywhere.
PEOPLE = (
    *("receiver", "responder", "both", "admin", "reviewer", "region", "nation", "elsewhere"),
    *("nobody", "second nation", "candidate", *RESIDENTS),
)


@dataclass(slots=True)
class Place:
    """The world, its things by name, and a browser for each of its people."""

    world: World
    things: dict[str, str]
    tokens: dict[str, str] = field(default_factory=dict)
    #: What everybody was called when the place was made: (staff or resident, who) → name.
    names: dict[tuple[str, UUID], str] = field(default_factory=dict)
    #: Forms as their pages showed them: (who, page, where it is posted) → its fields.
    forms: dict[tuple[str, str, str], Fields] = field(default_factory=dict)

    def browser(self, who: str) -> Client:
        """Return a browser in which the person is signed in; a stranger's for an empty name."""
        client = Client(raise_request_exception=False)
        if who:
            client.cookies[settings.SESSION_COOKIE] = self.tokens[who]
        return client

    def form(self, who: str, page: str, path: str) -> Fields:
        """Return the fields of a form as its page shows them to somebody.

        Asked once: whatever is done here is put back, so that the page would show the same again.
        """
        key = (who, page, path)
        if key not in self.forms:
            answer = self.browser(who).get(page)
            assert answer.status_code == 200, f"{page} answers {answer.status_code}"
            self.forms[key] = fields_of(answer.content.decode(), page.partition("?")[0], path)
        return self.forms[key]

    def secrets(self, *, apart_from: str = "") -> list[str]:
        """Return every word about residents, but for those of the reader and her child."""
        mine = {apart_from} | ({"child"} if apart_from == "guardian" else set())
        names = [
            word
            for who, (given, family, number) in NAMES.items()
            if who not in mine and not (family == NAMES["child"][1] and "child" in mine)
            for word in (given, family, number, f"{number[:8]}-{number[8:]}")
        ]
        return [*names, *WORDS, *CONTACT]


#: Drafts of the resident; the unit offers the last one's type no longer.
_DRAFTS = (
    *(("sent", "send_message"), ("draft", "send_message"), ("begun", "contact_me")),
    ("closed draft", "certificate"),
)


def make() -> Place:
    """Make everything; call it in a transaction that is rolled back."""
    world = staff_http.world()
    people = world.people
    with as_owner():
        people["guardian"] = made.person()
        people["elsewhere"] = made.staff(made.unit("Almen"), "unit_admin", name="Kaj Dal")
        people["nobody"] = made.staff(None, name="Ina Tom")
        place_offices.people(people)
    born = clock.now().date() - timedelta(days=7 * 365 + 100)
    people["child"] = resident_world.child_of(people["guardian"], "x", born)
    with as_owner():
        for who, (given, family, number) in NAMES.items():
            db.execute(
                "update person set given_name = %s, family_name = %s, number = %s, phone = %s, "
                "email = %s, street = %s where id = %s",
                [given, family, number, *CONTACT, people[who]],
            )
        _demo(world)
    place = Place(world, {"unit": world.unit.slug, "slug": world.unit.slug})
    place.things |= {"child": str(people["child"]), "next unit": str(_next())}
    for who in PEOPLE:
        kind = "resident" if who in RESIDENTS else "staff"
        place.tokens[who] = made.sign_in(people[who], kind)
    place.things |= (
        _cases(world, place.things["next unit"]) | _drafts(world) | place_admin.things(world)
    )
    place.things |= place_linked.services(place.tokens["region"], place.tokens["nation"])
    place.things |= place_central.central(place.tokens["region"], place.tokens["nation"])
    offices = (place.tokens["region"], place.tokens["nation"])
    place.things |= place_central.proposed(offices[0], world.unit.id)
    place.things |= place_central.words(*offices, world.unit.id, place.things["type"])
    place.things |= place_offices.things(world, place.tokens)
    place.things |= place_joining.joinings(place.tokens["region"])
    place.things |= place_joining.ending(place.tokens["region"])
    place.things |= place_templates.templates(place.tokens["region"], place.tokens["nation"])
    place.things |= place_flags.flags(place.tokens["nation"])
    place.things |= place_terms.terms(place.tokens["nation"], place.tokens["second nation"])
    place.things["notice"] = str(place_notice.notice(place.tokens["nation"]))
    for name, key in place_review.reviews(world, place.things["new"]).items():
        place.things[name] = str(key)
    place.names = _names()
    return place


def _names() -> dict[tuple[str, UUID], str]:
    with as_owner():
        found = db.fetch_all(
            "select 'resident', id, given_name || ' ' || family_name from person "
            "union all select 'staff', person_id, name from staff_account"
        )
    return {(kind, person): name for kind, person, name in found}


def _demo(world: World) -> None:
    """Make somebody to sign in as, and a worker that lives."""
    db.execute("insert into worker_seen (worker, seen_at) values (%s, %s)", [new_id(), clock.now()])
    db.execute(
        "insert into demo_persona (key, person_id, name, kind, place, sentence_sv, sentence_en, "
        "roles) values ('kanariefagel', %s, 'x', 'resident', 1, '', '', '[]')",
        [world.people["resident"]],
    )


def _next() -> UUID:
    """Make a unit that takes the same cases, where one may be sent on."""
    with as_owner():
        unit = made.unit("Granens vårdcentral")
        offer_on_units([unit.id])
        db.execute(
            "insert into catchment_row (unit_id, sex, age_from, age_to) values (%s, '', 0, 199)",
            [unit.id],
        )
    return unit.id


def _cases(world: World, to: str) -> dict[str, str]:
    asked = {"move_unit_id": to, "move_name": "Granens vårdcentral"}
    found = {
        "new": staff_http.case(world),
        "moving": staff_http.case(world, **asked),
        "flagged": staff_http.case(world, raised=1),
        "given": staff_http.case(world, "assigned", "responder"),
        "case": staff_http.case(world, "in_progress", "responder"),
        "demanding": staff_http.case(
            world, "in_progress", "responder", type_version_id=demanding(world)
        ),
        "urgent": staff_http.case(world, "in_progress", "responder"),
        "asked": staff_http.case(world, "awaiting_resident", "responder"),
        "answered": staff_http.case(world, "answered", "responder"),
        "closed": staff_http.case(world, "closed", "responder"),
        "child's": staff_http.case(world, resident="child"),
    }
    mark_urgent(actor=world.as_("responder"), case_id=found["urgent"], version=1)
    given, family, number = NAMES["resident"]
    with as_owner():
        db.execute(
            "update care_case set resident_name = %s, sent_by_name = %s, resident_number = %s, "
            "preview = %s",
            [f"{given} {family}", f"{given} {family}", number, WORDS[0]],
        )
        answers = db.json({"text": WORDS[0], "phone": CONTACT[0]})
        db.execute("update case_message set body = %s, answers = %s", [WORDS[0], answers])
    return {name: str(key) for name, key in found.items()}


def _drafts(world: World) -> dict[str, str]:
    """Make a draft that is ready to be sent, one that is not begun, and one that was sent."""
    actor = world.as_("resident")
    raw = resident_world.FIELDS | {"subject": WORDS[2], "text": WORDS[2], "phone": CONTACT[0]}
    found: dict[str, UUID] = {}
    for name, key in _DRAFTS:
        offered = offer(world.unit.id, key)
        draft = start_case_draft(
            actor=actor, unit_id=world.unit.id, case_type=key, version_id=offered.version_id
        )
        found[name] = draft
        if name in {"begun", "closed draft"}:
            continue
        typed = {field: [text] for field, text in raw.items()}
        save_case_draft(actor=actor, draft_id=draft, raw=typed, urgent_checked=True)
        if name == "sent":
            sent = submit_case(
                actor=actor,
                draft_id=draft,
                terms_id=offered.terms_id,
                accepted=True,
            )
            found["submitted"] = sent
    deactivate(
        actor=world.as_("admin"),
        unit_id=world.unit.id,
        case_type_id=verbs_world.national("certificate"),
    )
    offered = offer(world.unit.id, "send_message")
    found["guardian's"] = start_case_draft(
        actor=world.as_("guardian"),
        unit_id=world.unit.id,
        case_type="send_message",
        version_id=offered.version_id,
    )
    save_case_draft(actor=world.as_("guardian"), draft_id=found["guardian's"], urgent_checked=True)
    return {name: str(key) for name, key in found.items()}
