"""A case type of the unit's own as a copy, out of a file, and into one."""

import io
import json
from typing import Any
from uuid import UUID

import pytest

from tests.casetypes import verbs_world as world
from tests.casetypes.editor_http import Editor, page
from tests.casetypes.test_editor_pages import SETTINGS, stands
from tests.casetypes.verbs_world import Offices
from vardpost.casetypes import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices() -> Offices:
    return world.make()


@pytest.fixture
def eva(offices: Offices) -> Editor:
    return Editor(offices)


def sent(eva: Editor, data: bytes, **more: str) -> Any:
    handle = io.BytesIO(data)
    handle.name = "typ.json"
    return eva.client.post(f"{eva.list}/las-in", {"file": handle, **more})


def own(offices: Offices) -> dict[str, UUID]:
    found = queries.unit_types(offices.unit.id)
    return {one.key: one.id for one in found if one.owner.unit_id}


def test_a_central_type_is_copied_and_changed(offices: Offices, eva: Editor) -> None:
    central = world.national("renew_prescription")
    assert "Kopiera till en egen" in eva.open(f"/{central}")
    eva.post(f"/{central}/kopiera", {})
    type_id = own(offices)["u_renew_prescription"]
    eva.base = f"{eva.list}/{type_id}"
    before = stands(type_id)
    eva.open()
    place = f"fields.{before.fields[0].key}"
    eva.post("/formular", {"ner": place})
    assert stands(type_id).fields != before.fields
    assert eva.client.post(f"{eva.list}/{UUID(int=7)}/kopiera").status_code == 404


@pytest.mark.parametrize("kind", ["fil", "fhir"])
def test_a_type_goes_out_as_a_file_and_comes_back(offices: Offices, eva: Editor, kind: str) -> None:
    central = world.national("renew_prescription")
    answer = eva.client.get(f"{eva.list}/{central}/{kind}.json")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    checked = sent(eva, answer.content)
    assert checked.status_code == 200
    assert "Den blir en ny ärendetyp." in page(checked)
    assert own(offices) == {}, "a check writes nothing"
    carried = checked.content.decode().partition('name="carried" value="')[2].partition('"')[0]
    done = eva.client.post(f"{eva.list}/las-in", {"carried": carried, "las_in": "1"})
    assert done.status_code == 303
    form = stands(own(offices)["u_renew_prescription"])
    used = next(x for x in queries.unit_types(offices.unit.id) if x.id == central).version_id
    assert used is not None
    assert form.fields == world.form_of(used).fields
    again = page(sent(eva, answer.content))
    assert "Den finns redan." in again


def test_what_is_wrong_with_a_file_is_told_at_its_place(offices: Offices, eva: Editor) -> None:
    assert "Välj en fil" in page(eva.client.post(f"{eva.list}/las-in", {}))
    for data in (b"{", b"\xff\xfe", b"[]", b"null", b'{"schema": 1}', b"[" * 5000, b""):
        assert sent(eva, data).status_code == 422, data[:20]
    assert eva.client.post(f"{eva.list}/las-in", {"carried": "%"}).status_code == 422
    answer = eva.client.get(f"{eva.list}/{world.national('renew_prescription')}/fil.json")
    parcel = json.loads(answer.content)
    parcel["definition"]["fields"][0]["type"] = "slider"
    parcel["definition"]["colour"] = "red"
    told = sent(eva, json.dumps(parcel).encode())
    assert told.status_code == 422
    assert "definition.fields.0.type" in page(told) or "fields.0.type" in page(told)
    assert "colour" in page(told)
    parcel = json.loads(answer.content)
    parcel["definition"]["fields"][0]["label"]["en"] = "<b>Which</b>"
    half = sent(eva, json.dumps(parcel).encode())
    assert half.status_code == 200, "a draft may have faults"
    assert "HTML" in page(half)
    assert own(offices) == {}


def test_a_draft_is_exported_too(eva: Editor) -> None:
    eva.begin("Utkast", "Draft")
    eva.ask("text", "Ett?")
    eva.post("/formular/installningar", SETTINGS)
    answer = eva.client.get(f"{eva.base}/fil.json")
    assert "ett" in [one["key"] for one in json.loads(answer.content)["definition"]["fields"]]
    assert json.loads(eva.client.get(f"{eva.base}/fhir.json").content)["resourceType"]
