"""Staff accounts: put to sleep, woken, shown to residents as they wish, never deleted."""

import json
from uuid import UUID

import pytest
from django.db import transaction

from tests import people_made as made
from tests.cases import cases_made
from tests.cases.staff_http import text
from tests.cases.world import World
from tests.cases.world import make as make_world
from tests.database import as_owner
from tests.people import office as offices
from tests.people.office import Office
from vardpost.cases.actions.answer import send_partial_answer
from vardpost.kernel import db
from vardpost.kernel.errors import BadInput, Denied, NotFound
from vardpost.people.actions.accounts import change_shown, deactivate, reactivate
from vardpost.people.actions.signature import sign
from vardpost.people.session import open_scope
from vardpost.people.shown import Shown, shown_to_residents
from vardpost.people.values import Presentation

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return offices.make()


def sleep(office: Office, who: str, whom: str, why: str, **more: object) -> int:
    actor = office.enter(who, str(more.pop("slug")) if "slug" in more else None)
    return deactivate(
        actor=actor,
        unit_id=office.unit.id,
        person_id=office.people[whom],
        version=int(str(more.pop("version", 0))),
        why=why,
        reason="Föräldraledig",
        **more,  # type: ignore[arg-type]  # only to is left
    )


def wake(office: Office, who: str, whom: str, version: int) -> None:
    reactivate(
        actor=office.enter(who),
        unit_id=office.unit.id,
        person_id=office.people[whom],
        version=version,
        reason="Tillbaka",
    )


def test_on_leave_the_permissions_wait_and_the_cases_do_not(office: Office) -> None:
    work = office.case("in_progress", "ida")
    old = office.token("ida")
    assert sleep(office, "eva", "ida", "leave") == 1
    assert open_scope(old, office.unit.slug, request_id="r", address="a") is None
    with as_owner():
        assert cases_made.row(work, "assignee_id") == (None,)
    wake(office, "eva", "ida", 1)
    assert open_scope(old, office.unit.slug, request_id="r", address="a") is None
    del office.tokens["ida"]
    assert office.roles("ida") == ["responder"]
    rows = office.owned(
        "select action, detail->'old'->>'state', detail->'new'->>'state' from audit_entry "
        "where action like 'people:staff:%%activate' order by id"
    )
    assert rows == [
        ("people:staff:deactivate", "active", "leave"),
        ("people:staff:reactivate", "inactive", "active"),
    ]


def test_who_has_quit_loses_every_permission(office: Office) -> None:
    work = office.case("in_progress", "ida")
    sleep(office, "eva", "ida", "left", to=office.people["per"])
    with as_owner():
        assert cases_made.row(work, "assignee_id") == (office.people["per"],)
    wake(office, "eva", "ida", 1)
    assert office.roles("ida") == []
    assert json.loads(office.changes("ida")[-1][3]) == {"name": "Ida Berg"}


def test_a_unit_decides_about_its_own_alone(office: Office) -> None:
    with as_owner():
        made.grant(office.people["ida"], "responder", office.other)
    with pytest.raises(BadInput) as told:
        sleep(office, "eva", "ida", "left")
    assert "Vårdcentralen Almen" in told.value.errors[""]
    with pytest.raises(NotFound):
        sleep(office, "eva", "mia", "left")
    with pytest.raises(Denied):
        sleep(office, "eva", "eva", "leave")
    for who, slug in (("rut", None), ("kaj", office.other.slug)):
        with pytest.raises(Denied):
            sleep(office, who, "per", "left", **({"slug": slug} if slug else {}))
    assert sleep(office, "dag", "ida", "left", slug="") == 0
    assert office.owned(
        "select count(*) from role_grant where person_id = %s and ends_on is null",
        [office.people["ida"]],
    ) == [(0,)]


def test_the_last_administrator_is_not_put_to_sleep(office: Office) -> None:
    office.take("eva", "ulf", "unit_admin")
    with pytest.raises(BadInput), transaction.atomic():
        sleep(office, "dag", "eva", "leave", slug="")
    assert office.roles("eva") == ["unit_admin"]


def test_sleeping_ones_stand_grey_and_last(office: Office) -> None:
    sleep(office, "eva", "ida", "leave")
    page = office.browser("eva").get(office.url("/personal"))
    shown = text(page)
    assert shown.index("Rut Lind") < shown.index("Ida Berg")
    assert 'class="idle"' in page.content.decode()
    assert "Föräldraledig" in shown


def test_the_pages_put_to_sleep_and_wake(office: Office) -> None:
    office.case("in_progress", "ida")
    path = office.url(f"/personal/{office.people['ida']}")
    eva = office.browser("eva")
    wrong = eva.post(f"{path}/avaktivera", {"version": "0", "why": "leave"})
    assert wrong.status_code == 422
    assert "Välj vart de öppna ärendena ska" in text(wrong)
    form = {"version": "0", "why": "leave", "reason": "Sjuk", "to": "inbox"}
    assert eva.post(f"{path}/avaktivera", form).status_code == 303
    assert "Återaktivera kontot" in text(eva.get(path))
    assert eva.post(f"{path}/ateraktivera", {"version": "1", "reason": "Frisk"}).status_code == 303
    assert "Kontot är aktivt" in text(eva.get(path))


CHOICES = {"name": "Eva Ros", "title": "sjuksköterska", "unit_name": "Eken", "signature": "Hej"}


@pytest.mark.parametrize(
    ("show_as", "protected", "expected"),
    [
        ("name", False, Shown("Eva Ros", "sjuksköterska", "Hej")),
        ("unit", False, Shown("Eken", "sjuksköterska", "Hej")),
        ("name", True, Shown("Sjuksköterska", "Eken", "")),
        ("unit", True, Shown("Sjuksköterska", "Eken", "")),
    ],
)
def test_what_residents_see(show_as: str, protected: bool, expected: Shown) -> None:
    assert shown_to_residents(**CHOICES, show_as=show_as, protected=protected) == expected


def present(office: Office, whom: str, **more: object) -> None:
    values = {"name": "Ida Berg", "title": "sjuksköterska", "protected": False, "show_as": "name"}
    change_shown(
        actor=office.enter("eva"),
        unit_id=office.unit.id,
        person_id=office.people[whom],
        version=int(str(more.pop("version", 0))),
        data=Presentation(**{**values, "signature": "", **more}),  # type: ignore[arg-type]  # names
    )


def test_a_new_name_counts_at_once_without_a_new_sign_in(office: Office) -> None:
    assert office.enter("ida").name == "Ida Berg"
    present(office, "ida", name="Ida Lund", title="specialistsjuksköterska", signature="/Ida")
    actor = office.enter("ida")
    assert (actor.name, actor.title, actor.signature) == (
        *("Ida Lund", "specialistsjuksköterska", "/Ida"),
    )
    change = office.owned("select old->>'name', new->>'name' from setting_change")
    assert change == [("Ida Berg", "Ida Lund")]


def test_ones_own_signature(office: Office) -> None:
    page = office.browser("ida").get("/jag/installningar/signatur")
    assert "Ida Berg" in text(page)
    form = {"show_as": "unit", "signature": "Vänliga hälsningar\r\nTeamet"}
    assert office.browser("ida").post("/jag/installningar/signatur", form).status_code == 303
    actor = office.enter("ida")
    assert (actor.shown_name, actor.signature) == (
        *("Vårdcentralen Eken", "Vänliga hälsningar\nTeamet"),
    )
    long = office.browser("ida").post(
        "/jag/installningar/signatur", {"show_as": "name", "signature": "x" * 5000}
    )
    assert long.status_code == 422
    assert "x" * 5000 in long.content.decode(), "what was typed is kept"
    rows = office.owned(
        "select person_name, detail->'new'->>0 from audit_entry "
        "where action = 'people:signature:change'"
    )
    assert rows == [("Ida Berg", "unit")]


def answered(world: World, who: str, body: str) -> UUID:
    """Send a partial answer as somebody in a new case of the resident."""
    case_id = world.submit()
    send_partial_answer(actor=world.as_(who), case_id=case_id, version=1, body=body)
    return case_id


def seen_by_resident(world: World, case_id: UUID) -> str:
    from django.test import Client

    client = Client()
    world.as_("resident")
    client.cookies["session"] = world.tokens["resident"]
    pages = ["/mina", "/mina/arenden", f"/mina/arenden/{case_id}"]
    return " ".join(client.get(path).content.decode() for path in pages)


def test_a_signature_stands_under_what_was_written_with_it() -> None:
    world = make_world()
    first = answered(world, "receiver", "Vi tittar på det.")
    sign(actor=world.as_("receiver"), show_as="unit", signature="Hälsar Rut i receptionen")
    second = answered(world, "receiver", "Vi tittar på det.")
    assert "Hälsar Rut" not in seen_by_resident(world, first)
    assert "Rut Ek" in seen_by_resident(world, first)
    page = seen_by_resident(world, second)
    assert "Hälsar Rut i receptionen" in page
    with as_owner():
        kept = db.fetch_all(
            "select author_name, shown_name, signature from case_message "
            "where case_id = %s and kind = 'partial_answer'",
            [second],
        )
    assert kept == [("Rut Ek", "Vårdcentralen Eken", "Hälsar Rut i receptionen")]


def test_a_protected_name_is_nowhere_that_residents_look() -> None:
    """Neither in what was written before the protection, nor after it, nor in the mail."""
    world = make_world()
    before = answered(world, "receiver", "Vi tittar på det.")
    sign(actor=world.as_("receiver"), show_as="name", signature="Rut Ek, receptionen")
    signed = answered(world, "receiver", "Vi tittar på det.")
    with as_owner():
        db.execute(
            "update staff_account set protected = true where person_id = %s",
            [world.people["receiver"]],
        )
    after = answered(world, "receiver", "Vi tittar på det.")
    for case_id in (before, signed, after):
        page = seen_by_resident(world, case_id)
        assert "Vi tittar på det." in page
        assert "Rut Ek" not in page
        assert "Sjuksköterska" in page
    with as_owner():
        assert (
            db.fetch_all(
                "select 1 from case_message where case_id = %s and shown_name like '%%Rut%%'",
                [after],
            )
            == []
        )
