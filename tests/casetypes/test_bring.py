"""Out to a file and into a draft: the verb and the commands."""

import hashlib
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.casetypes import verbs_world as world
from tests.casetypes.forms import form_json, small_form
from tests.casetypes.test_exchange import FOREIGN
from tests.casetypes.test_pictures import ALT, drawn
from tests.casetypes.verbs_world import Offices
from tests.database import as_owner
from vardpost.casetypes import actions, queries
from vardpost.casetypes.fields import Text
from vardpost.casetypes.pictures import redraw
from vardpost.casetypes.queries.parcels import export_of
from vardpost.casetypes.transfer import Carried, Parcel, read_parcel, write_parcel
from vardpost.kernel import db
from vardpost.kernel.errors import BadInput, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices() -> Offices:
    return world.make()


def hsa(unit: Any) -> str:
    row = db.fetch_one("select hsa_id from care_unit where id = %s", [unit.id])
    assert row
    return str(row[0])


def run(*words: str) -> str:
    said = StringIO()
    with as_owner():
        call_command("case_type", *words, stdout=said)
    return said.getvalue()


def drafts() -> int:
    with as_owner():
        row = db.fetch_one("select count(*) from case_type_draft")
    return int(row[0]) if row else 0


def test_what_one_unit_exports_another_imports(offices: Offices) -> None:
    admin, unit = offices.as_("admin"), offices.unit.id
    picture = actions.add_picture(actor=admin, data=drawn("PNG"), alt=ALT, unit_id=unit)
    made = actions.create(actor=admin, title=Text("Hud", "Skin"), unit_id=unit)
    asked = replace(world.PROBLEM, picture=picture)
    world.published(admin, made, asked)
    sent = write_parcel(export_of(made).parcel)
    other = offices.as_("elsewhere")
    brought = actions.import_type(
        actor=other, parcel=read_parcel(sent.encode()), unit_id=offices.other.id
    )
    assert (brought.key, brought.known) == ("u_hud", False)
    assert [one for one in brought.findings if one.severity == "error"] == []
    assert brought.case_type_id is not None
    form, number = world.draft(brought.case_type_id)
    assert form == export_of(made).parcel.definition
    actions.publish(actor=other, case_type_id=brought.case_type_id, version=number)
    again = actions.import_type(
        actor=other, parcel=read_parcel(sent.encode()), unit_id=offices.other.id
    )
    assert (again.case_type_id, again.known) == (brought.case_type_id, True)
    assert "terms_left" in [one.code for one in again.findings]
    with pytest.raises(NotFound):
        actions.import_type(actor=other, parcel=Parcel(small_form()), unit_id=unit)


def test_pictures_of_a_file_are_drawn_anew_and_must_be_pictures(offices: Offices) -> None:
    admin, unit = offices.as_("admin"), offices.unit.id
    sent = drawn("PNG") + b"behind"
    made = form_json()
    name = hashlib.sha256(sent).hexdigest()
    alt = {"sv": "En ruta", "en": "A square"}
    made["fields"][0]["picture"] = {"hash": name, "alt": alt, "width": 1, "height": 1}
    form = small_form(fields=made["fields"])
    parcel = Parcel(form, None, (Carried(name, "image/png", sent),))
    brought = actions.import_type(actor=admin, parcel=parcel, unit_id=unit)
    assert brought.case_type_id is not None
    kept = world.draft(brought.case_type_id)[0].fields[0].picture
    assert kept is not None
    assert (kept.hash, kept.width) == (redraw(sent).hash, 40)
    bad = Parcel(form, None, (Carried(name, "image/png", b"<svg/>"),))
    before = drafts()
    with pytest.raises(BadInput) as caught:
        actions.import_type(actor=admin, parcel=bad, unit_id=unit)
    assert list(caught.value.errors) == [f"pictures.{name[:12]}"]
    assert drafts() == before


def test_the_command_exports_and_imports(offices: Offices, tmp_path: Path) -> None:
    for form in ("json", "fhir"):
        file = tmp_path / f"renew.{form}"
        file.write_text(run("export", "renew_prescription", "--format", form), "utf-8")
        said = run("import", str(file), "--unit", hsa(offices.unit), "--dry-run")
        assert said.endswith("Would make a new case type, u_renew_prescription.\n")
        assert drafts() == 0
    said = run("import", str(file), "--unit", hsa(offices.unit), "--publish", "--json")
    told = json.loads(said)
    assert (told["done"], told["published"], told["key"]) == (True, True, "u_renew_prescription")
    shown = queries.type_to_edit(told["case_type"])
    assert [one.state for one in shown.versions] == ["in-force"]
    assert drafts() == 0
    run("export", "u_renew_prescription", "--unit", hsa(offices.unit), "--output", str(file))
    assert json.loads(file.read_text("utf-8"))["definition"]["key"] == "u_renew_prescription"


def test_the_command_says_what_is_wrong_and_writes_nothing(
    offices: Offices, tmp_path: Path
) -> None:
    file = tmp_path / "wrong.json"
    made = form_json()
    made["fields"][0]["type"] = "hologram"
    made["title"]["sw"] = "?"
    for text, places in (
        ("{", ["line 1"]),
        (json.dumps(made), ["fields.0.type", "title.sw"]),
        (json.dumps({**form_json(), "title": {"sv": "a\u0000", "en": "b"}}), ["title"]),
    ):
        file.write_text(text, "utf-8")
        said = StringIO()
        with as_owner(), pytest.raises(CommandError, match="Nothing was imported"):
            call_command("case_type", "import", str(file), "--json", stdout=said)
        told = json.loads(said.getvalue())
        assert not told["done"]
        found = [f"{one['place']}: {one['en']}" for one in told["findings"]]
        assert all(any(place in one for one in found) for place in places)
        assert drafts() == 0


def test_a_draft_with_errors_is_kept_and_not_published(offices: Offices, tmp_path: Path) -> None:
    file = tmp_path / "foreign.json"
    file.write_text(json.dumps(FOREIGN), "utf-8")
    said, words = StringIO(), ("import", str(file), "--region", "14", "--publish")
    with as_owner(), pytest.raises(CommandError) as caught:
        call_command("case_type", *words, stdout=said)
    assert caught.value.returncode == 3
    assert "error: " in said.getvalue()
    assert drafts() == 1


@pytest.mark.parametrize(
    "words",
    [
        ("export", "nothing"),
        ("export", "advice", "--unit", "not an id"),
        ("import", "/no/such/file"),
        ("import", "/dev/null", "--unit", "SE5560000000-NONE"),
    ],
)
def test_the_command_refuses_what_is_not_there(offices: Offices, words: tuple[str, ...]) -> None:
    with as_owner(), pytest.raises(CommandError):
        call_command("case_type", *words, stdout=StringIO())
