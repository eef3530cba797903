"""The terms that a case was sent under: what was shown is what is stored, and is shown again."""

import hashlib
import html
import re
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from tests.cases import resident_world, world
from tests.database import as_owner
from tests.people_made import sign_in
from vardpost.cases.actions.draft import save_case_draft, start_case_draft
from vardpost.cases.actions.submit import submit_case
from vardpost.casetypes.queries import filled_terms, offer
from vardpost.casetypes.reading import content_hash
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id

pytestmark = pytest.mark.django_db

SV = "## Hos {{mottagning}}\n\nRing [{{telefon}}](tel:{{telefon}}). Svar inom {{svar_inom}}.\n"
EN = "## At {{mottagning}}\n\nCall [{{telefon}}](tel:{{telefon}}). Answer within {{svar_inom}}.\n"


def publish(unit: UUID, sv: str = SV, en: str = EN) -> UUID:
    """Let every offer of a unit use a text, past the verbs."""
    terms_id = new_id()
    with as_owner():
        db.execute(
            "insert into terms_text (id, case_type_id, version, body_sv, body_en, content_hash, "
            "published_at) select %s, id, 7, %s, %s, %s, %s from case_type "
            "where key = 'send_message' and region_id is null",
            [terms_id, sv, en, content_hash(f"{sv}\0{en}"), clock.now()],
        )
        db.execute(
            "update unit_case_type set terms_id = %s where unit_id = %s and case_type_id = "
            "(select case_type_id from terms_text where id = %s)",
            [terms_id, unit, terms_id],
        )
        db.execute("update care_unit set phone = '0980-319 221' where id = %s", [unit])
    return terms_id


def ring(unit: UUID, phone: str) -> None:
    with as_owner():
        db.execute("update care_unit set phone = %s where id = %s", [phone, unit])


def stored(case_id: UUID) -> tuple[object, ...]:
    with as_owner():
        row = db.fetch_one(
            "select c.terms_id, c.terms_hash, c.terms_lang, c.terms_shown, s.body "
            "from care_case c left join terms_shown s on s.hash = c.terms_shown where c.id = %s",
            [case_id],
        )
    assert row is not None
    return tuple(row)


def test_the_hash_with_the_case_is_that_of_the_text_that_was_shown() -> None:
    here = world.make()
    terms_id = publish(here.unit.id)
    case_id = here.submit()
    _id, source, lang, shown, body = stored(case_id)
    assert (_id, lang) == (terms_id, "sv")
    assert source == content_hash(f"{SV}\0{EN}")
    assert re.match(r"## Hos [^{}\n]+\n\nRing \[0980\\-319 221\]\(tel:\+46980319221\)", str(body))
    assert shown == hashlib.sha256(str(body).encode()).hexdigest()
    assert "Svar inom 2 vardagar" in str(body)


def test_a_text_without_placeholders_is_its_own_proof() -> None:
    here = world.make()
    terms_id = publish(here.unit.id, "Bara text.\n", "Only text.\n")
    case_id = here.submit()
    assert stored(case_id) == (
        *(terms_id, content_hash("Bara text.\n\0Only text.\n"), "sv"),
        *(content_hash("Bara text.\n"), None),
    )


def test_two_cases_share_a_text_and_nobody_can_change_it() -> None:
    here = world.make()
    publish(here.unit.id)
    first, second = here.submit(), here.submit("other_resident")
    assert stored(first)[3:] == stored(second)[3:]
    assert here.count("terms_shown") == 1
    here.as_("receiver")
    with pytest.raises(Exception, match="row-level security"), transaction.atomic():
        db.execute("insert into terms_shown (hash, lang, body, at) values ('x', 'sv', 'x', now())")
    here.as_("resident")
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        db.execute("update terms_shown set body = 'x'")


def test_pages_show_it_as_it_was_when_the_unit_has_moved_on(client: Client) -> None:
    here = world.make()
    publish(here.unit.id)
    case_id = here.submit()
    ring(here.unit.id, "0980-319 222")
    client.cookies["session"] = here.tokens["resident"]
    page = client.get(f"/mina/arenden/{case_id}").content.decode()
    assert "Villkor, version 7, godkända" in page
    shown = client.get(f"/mina/arenden/{case_id}/villkor").content.decode()
    assert "0980-319 221</a>" in shown
    assert "0980-319 222" not in shown
    assert str(stored(case_id)[3]) in shown
    here.as_("receiver")
    client.cookies["session"] = here.tokens["receiver"]
    base = f"/m/{here.unit.slug}/inkorg/att-fordela/{case_id}"
    assert f'href="{base}/villkor"' in client.get(base).content.decode()
    staff = client.get(f"{base}/villkor")
    assert staff.status_code == 200
    assert "0980-319 221</a>" in staff.content.decode()
    client.cookies["session"] = sign_in(here.people["admin"], "staff")
    assert client.get(f"{base}/villkor").status_code in {403, 404}
    client.cookies["session"] = sign_in(here.people["other_resident"], "resident")
    assert client.get(f"/mina/arenden/{case_id}/villkor").status_code == 404


def test_what_has_changed_since_it_was_shown_is_read_again(client: Client) -> None:
    here = world.make()
    publish(here.unit.id)
    here.as_("resident")
    client.cookies["session"] = here.tokens["resident"]
    draft = resident_world.start(client, here)
    resident_world.fill_in(client, draft)
    accepted = resident_world.accepted(client, draft)
    ring(here.unit.id, "0980-319 223")
    answer = client.post(f"{draft}/granska", accepted)
    assert answer.status_code == 409
    assert "Villkoren har ändrats" in html.unescape(answer.content.decode())
    again = client.post(f"{draft}/granska", resident_world.accepted(client, draft))
    assert again.status_code == 303


def test_the_language_that_was_read_is_the_one_that_is_stored() -> None:
    here = world.make()
    publish(here.unit.id)
    actor = here.as_("resident")
    found = offer(here.unit.id, "send_message")
    shown = filled_terms(found.terms_id, here.unit.id, "en", lambda: found.first_days)
    assert "within 2 weekdays" in shown.body
    draft = start_case_draft(
        actor=actor,
        unit_id=here.unit.id,
        case_type=found.key,
        version_id=found.version_id,
    )
    save_case_draft(actor=actor, draft_id=draft, raw=world.RAW)
    case_id = submit_case(
        actor=actor, draft_id=draft, terms_id=found.terms_id, accepted=True, shown=shown.hash
    )
    assert stored(case_id)[2:] == ("en", shown.hash, shown.body)
