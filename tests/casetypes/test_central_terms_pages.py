"""The terms editor at the offices: the one that units have, and whose text a page may change."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests import people_made as made
from tests.cases.staff_http import text
from tests.casetypes import verbs_world as world
from tests.casetypes.test_central_terms import central, said
from tests.casetypes.test_unit_terms import OTHER, WORK, in_force
from tests.casetypes.test_unit_terms import offices as offices
from tests.casetypes.test_unit_terms import opened as opened
from tests.casetypes.verbs_world import Offices
from tests.database import as_owner
from tests.markup import faults

pytestmark = pytest.mark.django_db

REGION, NATION = "/r/14/arendetyper", "/n/arendetyper"


def browser(offices: Offices, who: str) -> Client:
    client = Client()
    client.cookies["session"] = made.sign_in(offices.people[who], "staff")
    return client


def sent(client: Client, page: str, **more: str) -> Any:
    """Send the page's form with what it carries, and another text."""
    body = client.get(page).content.decode()
    version = re.search(r'name="version" value="(\d+)"', body)
    assert version is not None, body
    return client.post(page, {"version": version[1], "sv": OTHER.sv, "en": OTHER.en, **more})


def test_a_region_writes_looks_and_publishes(offices: Offices, opened: UUID) -> None:
    rolf, page = browser(offices, "region"), f"{REGION}/{opened}/villkor"
    first = rolf.get(page)
    assert faults(first.content.decode()) == []
    assert "når alla regionens mottagningar" in text(first)
    assert "Ansvarig för texten" not in text(first)
    looked = sent(rolf, page, gor="visa", sv="## Ring\n\n{{telefon}}\n")
    assert "{{telefon}}" in text(looked), "each unit fills in its own"
    assert in_force(offices) != OTHER.sv
    drafted = sent(rolf, page, gor="utkast")
    assert drafted.status_code == 303
    assert "Du ser utkastet" in text(rolf.get(page))
    assert sent(rolf, page, gor="publicera").status_code == 303
    assert in_force(offices) == OTHER.sv
    shown = rolf.get(f"{REGION}/{opened}")
    assert faults(shown.content.decode()) == []
    assert "Villkor Version 2 gäller sedan" in text(shown)
    oldest = re.findall(rf'href="({page}/version/[^"]+)"', rolf.get(page).content.decode())[-1]
    older = rolf.get(oldest)
    assert faults(older.content.decode()) == []
    assert sent(rolf, oldest).status_code == 303
    assert in_force(offices) != OTHER.sv


def test_a_plan_is_told_and_taken_back(offices: Offices, opened: UUID) -> None:
    rolf, page = browser(offices, "region"), f"{REGION}/{opened}/villkor"
    assert sent(rolf, page, gor="publicera", at="2027-01-02").status_code in (303, 422)
    planned = rolf.get(page)
    assert "Version 2 börjar gälla" in text(planned)
    version = central(offices, opened).version
    assert rolf.post(f"{page}/ta-tillbaka", {"version": str(version)}).status_code == 303
    assert "Du ser utkastet" in text(rolf.get(page))
    again = rolf.post(f"{page}/ta-tillbaka", {"version": str(version)})
    assert again.status_code == 409
    assert "Ingenting har ändrats." in text(again)


def test_a_region_reads_the_nations_text_and_changes_nothing(offices: Offices) -> None:
    kind = world.national("advice")
    said(offices, kind, OTHER, "nation")
    rolf, page = browser(offices, "region"), f"{REGION}/{kind}/villkor"
    seen = rolf.get(page)
    assert faults(seen.content.decode()) == []
    assert "Nationell förvaltning äger texten." in text(seen)
    assert "<textarea" not in seen.content.decode()
    assert rolf.post(page, {"sv": "x", "en": "x"}).status_code == 404
    assert rolf.post(f"{page}/ta-tillbaka", {"version": "1"}).status_code == 404
    version = re.findall(rf'href="({page}/version/[^"]+)"', seen.content.decode())[-1]
    assert rolf.get(version).status_code == 200
    assert rolf.post(version, {"version": "1"}).status_code == 404
    assert in_force(offices, "advice") == OTHER.sv


def test_nobody_opens_anothers_text(offices: Offices, opened: UUID) -> None:
    with as_owner():
        offices.people["far"] = made.staff(None, name="Frida Sund")
        made.grant_office(offices.people["far"], "region_admin", "12")
    for who, place in (
        *(("far", "/r/12/arendetyper"), ("far", REGION), ("nation", NATION)),
        *(("nation", REGION), ("admin", REGION), ("region", NATION)),
    ):
        client = browser(offices, who)
        for path in ("", "/ta-tillbaka"):
            page = f"{place}/{opened}/villkor{path}"
            assert client.get(page).status_code in (403, 404, 405), (who, page)
            assert client.post(page, {"version": "0", "sv": "x", "en": "x"}).status_code in (
                403,
                404,
            ), (who, page)


def test_the_nation_writes_its_own(offices: Offices) -> None:
    kind = world.national("advice")
    nora, page = browser(offices, "nation"), f"{NATION}/{kind}/villkor"
    assert "alla mottagningar i landet" in text(nora.get(page))
    assert sent(nora, page, sv=WORK.sv, en=WORK.en).status_code == 303
    assert in_force(offices, "advice") == WORK.sv
