"""Permissions: given and taken by whom may, never to oneself, with all that follows from it."""

import contextlib
import json
from uuid import UUID

import pytest

from tests import people_made as made
from tests.cases import cases_made
from tests.database import as_owner
from tests.people import office as offices
from tests.people.office import Office, days
from vardpost.kernel import db
from vardpost.kernel.errors import BadInput, Denied, Moved, NotFound
from vardpost.people.actions.grant_ends import end_by_itself, run_out
from vardpost.people.departures import open_work
from vardpost.people.jobs import ended
from vardpost.people.system import as_system, region_scope
from vardpost.units.actions.settings import restore
from vardpost.units.queries.settings import history

pytestmark = pytest.mark.django_db
NOBODY = UUID(int=7)


@pytest.fixture
def office() -> Office:
    return offices.make()


def test_a_permission_counts_from_its_first_day_until_its_last(office: Office) -> None:
    office.give("eva", "mia", "case_receiver", "responder", ends=days(3))
    assert office.roles("mia") == ["case_receiver", "responder"]
    office.give("eva", "kaj", "responder", starts=days(2))
    assert office.roles("kaj") == []
    (name, reason, old, new) = office.changes("mia")[0]
    assert (name, reason, json.loads(old)) == ("Eva Ros", "Nyanställd", {"name": "Mia Falk"})
    assert set(json.loads(new)) == {"name", "case_receiver", "responder"}
    rows = office.owned(
        "select granted_by_id, granted_by_name, reason from role_grant where person_id = %s "
        "and unit_id = %s",
        [office.people["mia"], office.unit.id],
    )
    assert set(rows) == {(office.people["eva"], "Eva Ros", "Nyanställd")}


def test_the_ledger_keeps_old_and_new(office: Office) -> None:
    office.give("eva", "rut", "responder")
    rows = office.owned(
        "select person_name, object_id, detail from audit_entry where action = "
        "'people:grant:change'"
    )
    detail = json.loads(rows[0][2])
    assert (rows[0][0], rows[0][1]) == ("Eva Ros", str(office.people["rut"]))
    assert detail["old"] == {}
    assert list(detail["new"]) == ["responder"]


@pytest.mark.parametrize("role", ["case_receiver", "responder", "unit_admin", "reviewer"])
def test_nobody_gives_to_oneself(office: Office, role: str) -> None:
    office.give("ulf", "eva", "case_receiver", ends=days(5))
    before = office.roles("eva")
    with pytest.raises(Denied):
        office.give("eva", "eva", role, ends=days(40))
    assert office.roles("eva") == before


def test_nobody_gives_to_oneself_even_past_the_rules(office: Office) -> None:
    """The second lock: row security refuses it when the first is forgotten."""
    office.enter("eva")
    from django.db import ProgrammingError, transaction

    sql = (
        "insert into role_grant (id, person_id, role, unit_id, region_code, starts_on, "
        "granted_by_id, granted_by_name, reason, created_at) values (gen_random_uuid(), %s, "
        "'responder', %s, '', current_date, %s, 'x', '', now())"
    )
    eva = office.people["eva"]
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        db.execute(sql, [eva, office.unit.id, eva])
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        db.execute(sql, [office.people["ida"], office.other.id, eva])
    assert db.execute(sql, [office.people["rut"], office.unit.id, eva]) == 1


def test_a_reviewer_is_an_administrator_and_ends_with_it(office: Office) -> None:
    with pytest.raises(BadInput):
        office.give("eva", "ida", "reviewer")
    office.give("eva", "ulf", "reviewer")
    assert office.roles("ulf") == ["reviewer", "unit_admin"]
    office.give("eva", "ulf", "unit_admin", ends=days(10))
    spans = json.loads(office.changes("ulf")[-1][3])
    assert spans["reviewer"][1] == spans["unit_admin"][1] == days(10).isoformat()
    office.take("eva", "ulf", "unit_admin")
    assert office.roles("ulf") == []


def test_the_last_administrator_stays(office: Office) -> None:
    office.take("eva", "ulf", "unit_admin")
    office.give("eva", "rut", "unit_admin", ends=days(30))
    with pytest.raises(BadInput):
        office.take("rut", "eva", "unit_admin")
    with pytest.raises(BadInput):
        office.give("rut", "eva", "unit_admin", ends=days(3))
    assert office.roles("eva") == ["unit_admin"]
    office.give("eva", "per", "unit_admin")
    office.take("per", "eva", "unit_admin")
    assert office.roles("eva") == []


def test_an_administrator_whose_account_sleeps_is_none(office: Office) -> None:
    with as_owner():
        db.execute(
            "update staff_account set active = false where person_id = %s", [office.people["ulf"]]
        )
    with pytest.raises(BadInput):
        office.take("dag", "eva", "unit_admin", slug="")


def test_a_region_appoints_administrators_of_its_units_and_nothing_else(office: Office) -> None:
    office.give("dag", "rut", "unit_admin", "reviewer", slug="")
    assert office.roles("rut") == ["case_receiver", "reviewer", "unit_admin"]
    with pytest.raises(Denied):
        office.give("dag", "rut", "responder", slug="")
    with pytest.raises(Denied):
        office.take("dag", "ida", "responder", slug="")
    with as_owner():
        far = made.unit("Lyckebo", region="12")
    office.unit = far
    with pytest.raises(Denied):
        office.give("dag", "rut", "unit_admin", slug="")


def test_others_may_not(office: Office) -> None:
    for who, slug in (("rut", None), ("ida", None), ("kaj", office.other.slug)):
        with pytest.raises(Denied):
            office.give(who, "per", "case_receiver", slug=slug)
        with pytest.raises(Denied):
            office.take(who, "per", "responder", slug=slug)
    office.people["nobody"] = NOBODY
    with pytest.raises(NotFound):
        office.give("eva", "nobody", "responder")


def test_the_slower_of_two_is_told(office: Office) -> None:
    office.give("eva", "rut", "responder")
    with pytest.raises(Moved) as told:
        office.give("ulf", "rut", "unit_admin", made_from=0)
    assert told.value.changes[0].lines[0][0] == "Rut Lind, ärendehanterare"


def test_odd_words_and_dates_are_told_at_their_field(office: Office) -> None:
    for more, name in (
        ({"reason": ""}, "reason"),
        ({"ends": days(0)}, "until"),
        ({"starts": days(5), "ends": days(5)}, "until"),
    ):
        with pytest.raises(BadInput) as told:
            office.give("eva", "rut", "responder", **more)
        assert name in told.value.errors


def cases_of(office: Office, whom: str) -> int:
    office.enter("eva")
    return open_work(office.unit.id, [office.people[whom]])[office.people[whom]]


def test_open_cases_go_back_to_the_inbox_at_once(office: Office) -> None:
    work = [office.case(state, "ida") for state in ("assigned", "in_progress", "awaiting_resident")]
    done = office.case("answered", "ida")
    other = office.case("in_progress", "per")
    assert cases_of(office, "ida") == 3
    office.take("eva", "ida", "responder")
    assert office.roles("ida") == []
    assert cases_of(office, "ida") == 0
    with as_owner():
        found = [cases_made.row(one, "state", "assignee_id", "version") for one in work]
        assert found == [
            ("submitted", None, 2),
            ("submitted", None, 2),
            ("awaiting_resident", None, 2),
        ]
        assert cases_made.row(done, "assignee_id") == (office.people["ida"],)
        assert cases_made.row(other, "assignee_id") == (office.people["per"],)
        told = cases_made.audit(work[0])
        past = db.fetch_all(
            "select event, actor_id, actor_name, actor_role, reason from case_history "
            "where case_id = %s",
            [work[0]],
        )
        notices = db.fetch_all("select recipient_id, template from notice")
        asked = db.fetch_one(
            "select detail->>'requested_by', actor_kind from audit_entry where object_id = %s",
            [str(work[0])],
        )
    assert told == [("cases:case:return", "ok", "none", "submitted", None)]
    assert past == [
        ("return_to_inbox", None, "Eva Ros", "system", "Behörigheten togs bort"),
    ]
    assert notices == [(office.people["rut"], "new_case")]
    assert asked == (str(office.people["eva"]), "system")


def test_open_cases_go_to_a_named_colleague_but_never_her_own(office: Office) -> None:
    with as_owner():
        own = cases_made.case(
            office.unit, office.people["per"], "in_progress", office.people["ida"]
        )
    work = office.case("in_progress", "ida")
    with pytest.raises(BadInput) as told:
        office.take("eva", "ida", "responder", to=office.people["rut"])
    assert "to" in told.value.errors
    office.take("eva", "ida", "responder", to=office.people["per"])
    with as_owner():
        assert cases_made.row(work, "assignee_name", "state") == ("Per Alm", "assigned")
        assert cases_made.row(own, "assignee_id", "state") == (None, "submitted")
        notices = db.fetch_all("select recipient_id, template from notice order by template")
    assert notices == [
        (office.people["per"], "assigned"),
        (office.people["rut"], "new_case"),
    ]


def test_nothing_happens_when_a_part_of_it_fails(office: Office) -> None:
    from django.db import transaction

    work = office.case("in_progress", "ida")
    with pytest.raises(BadInput), transaction.atomic():
        office.take("eva", "ida", "responder", to=office.people["rut"])
    assert office.roles("ida") == ["responder"]
    with as_owner():
        assert cases_made.row(work, "assignee_id") == (office.people["ida"],)


def test_the_administrators_scope_is_as_before_afterwards(office: Office) -> None:
    """What the system may see for a moment, the administrator never does."""
    office.case("in_progress", "ida")
    office.take("eva", "ida", "responder")
    assert db.fetch_all("select 1 from care_case") == []
    actor = office.enter("eva")
    seen = []
    with contextlib.suppress(BadInput), as_system(actor, "test", made.REGION):
        seen = db.fetch_all("select 1 from care_case")
        raise BadInput({})
    assert seen == [(1,)]
    assert db.fetch_all("select 1 from care_case") == []
    assert db.fetch_one("select current_setting('app.person', true)") == (
        str(office.people["eva"]),
    )


def test_a_case_that_comes_back_after_its_responder_left_goes_to_the_inbox(office: Office) -> None:
    from vardpost.cases.actions import answer, close

    answered, closed = office.case("answered", "ida"), office.case("closed", "ida")
    stays = office.case("answered", "per")
    office.take("eva", "ida", "responder")
    office.tokens["anna"] = made.sign_in(office.people["anna"], "resident")
    resident = office.enter("anna", "")
    for one in (answered, stays):
        answer.follow_up(actor=resident, case_id=one, version=1, body="En sak till", offered=True)
    close.reopen(actor=office.enter("rut"), case_id=closed, version=1, reason="more")
    with as_owner():
        assert cases_made.row(answered, "assignee_id", "state") == (None, "resident_replied")
        assert cases_made.row(closed, "assignee_id", "state") == (None, "submitted")
        assert cases_made.row(stays, "assignee_id") == (office.people["per"],)


def test_locum_rights_end_by_themselves_and_once(office: Office) -> None:
    work = office.case("in_progress", "ida")
    with as_owner():
        db.execute(
            "update role_grant set ends_on = %s where person_id = %s",
            [days(0), office.people["ida"]],
        )
    assert office.roles("ida") == []
    with region_scope("test", "12") as actor:
        assert run_out(actor=actor) == []
    with region_scope("test", made.REGION) as actor:
        due = run_out(actor=actor)
        assert len(due) == 1
    assert ended(made.REGION) == 1
    assert ended(made.REGION) == 0
    with region_scope("test", made.REGION) as actor:
        assert end_by_itself(actor=actor, grant_id=due[0]) is False
    with as_owner():
        assert cases_made.row(work, "assignee_id", "state") == (None, "submitted")
        assert [row[4] for row in cases_made.history(work)] == ["system"]
        assert db.fetch_all("select template from notice") == [("new_case",)]
    (name, reason, old, new) = office.changes("ida")[0]
    assert (name, reason) == ("people.run_out", "Behörigheten gick ut")
    assert "responder" in json.loads(old)
    assert "responder" not in json.loads(new)


def test_what_was_taken_can_be_put_back_by_another(office: Office) -> None:
    office.take("eva", "ida", "responder")
    actor = office.enter("ulf")
    change = history(office.unit.id)[0]
    restore(actor=actor, unit_id=office.unit.id, change_id=change.id, version=1)
    assert office.roles("ida") == ["responder"]
    office.take("eva", "ulf", "unit_admin", reason="Byter tjänst")
    change = office.owned(
        "select id from setting_change where object_id = %s and version = 1",
        [str(office.people["ulf"])],
    )[0][0]
    office.give("eva", "ulf", "unit_admin", ends=days(20))
    actor = office.enter("ulf")
    with pytest.raises(Denied):
        restore(actor=actor, unit_id=office.unit.id, change_id=change, version=2)
