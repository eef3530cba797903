"""The staff's pages as a browser meets them: sign in as someone, get and post, look at the rows."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from uuid import UUID

from django.test import Client

from tests import people_made as made
from tests.cases import cases_made
from tests.cases.world import World, make
from tests.database import as_owner
from vardpost.casetypes.queries import offer
from vardpost.kernel import db

#: Django's test client answers with more than an `HttpResponse`.
Answer = Any


@dataclass(frozen=True, slots=True)
class Browser:
    """One person's browser at the unit of the world."""

    client: Client
    unit: str

    def url(self, queue: str, case_id: UUID | None = None, verb: str = "") -> str:
        """Return the address of a queue, a case in it, or a verb on that case."""
        parts = [f"/m/{self.unit}/inkorg/{queue}", str(case_id or ""), verb]
        return "/".join(part for part in parts if part)

    def get(self, queue: str, case_id: UUID | None = None, verb: str = "") -> Answer:
        """Open a page."""
        return self.client.get(self.url(queue, case_id, verb))

    def post(self, queue: str, case_id: UUID, verb: str, **fields: Any) -> Answer:
        """Send a form; `version` is 1 unless given."""
        return self.client.post(self.url(queue, case_id, verb), {"version": "1", **fields})


def world() -> World:
    """Return the world with those added who may not work with cases."""
    place = make()
    with as_owner():
        reviewer = made.staff(place.unit, "unit_admin", "reviewer", name="Gun Sten")
        office = made.staff(None, "region_admin", name="Ola Vik")
        nation = made.staff(None, "national_office", name="Iris Lund")
    place.people |= {"reviewer": reviewer, "region": office, "nation": nation}
    return place


def browser(place: World, who: str) -> Browser:
    """Return a browser in which the person is signed in."""
    if who not in place.tokens:
        kind = "resident" if who in {"resident", "guardian", "other_resident"} else "staff"
        place.tokens[who] = made.sign_in(place.people[who], kind)
    client = Client()
    client.cookies["session"] = place.tokens[who]
    return Browser(client, place.unit.slug)


def case(
    place: World, state: str = "submitted", who: str = "", resident: str = "resident", **more: Any
) -> UUID:
    """Make a case of the resident in a state, with the form it was sent with."""
    form = offer(place.unit.id, str(more.get("case_type", "send_message")))
    assignee = place.people[who] if who else None
    with as_owner():
        made_id = cases_made.case(
            place.unit,
            place.people[resident],
            state,
            assignee,
            **{
                "case_type": form.key,
                "type_version_id": form.version_id,
                "type_name_sv": form.title.sv,
                "terms_id": form.terms_id,
                **more,
            },
        )
        db.execute("update case_message set answers = %s where case_id = %s", [ANSWERS, made_id])
    return made_id


ANSWERS = db.json({"text": "Jag undrar om mitt provsvar har kommit.", "phone": "070-174 06 05"})


def text(response: Answer) -> str:
    """Return a page as a reader sees it: without mark-up, spaces folded."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", unescape(plain))


def location(response: Answer) -> str:
    """Return where an answer leads."""
    assert response.status_code == 303, text(response)[:400]
    return str(response.headers["Location"])


def refusals(place: World) -> int:
    """Return how many refusals the ledger holds."""
    return place.count("audit_entry", "outcome = 'refused'")
