"""A new region administrator: applied for, asked about, decided by two, accepted, told to all."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests import people_made as made
from tests.database import as_owner
from tests.markup import faults
from tests.offices.office_world import ELSEWHERE, Offices, in_directory, make
from vardpost.kernel import clock, db
from vardpost.kernel.errors import BadInput, Denied, Moved, NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.offices.actions.accept import accept_role
from vardpost.offices.actions.apply import answer, apply, order
from vardpost.offices.actions.tick import tick
from vardpost.offices.queries import administrators, approved_for, history, ticked
from vardpost.offices.states import Event, State
from vardpost.offices.terms import VERSION


@pytest.fixture
def offices(db: None) -> Offices:  # pytest-django's own
    """Return the offices."""
    return make()


def _roles(offices: Offices, who: str) -> frozenset[str]:
    return offices.actor(who).roles


def test_two_decide_and_the_candidate_begins_by_accepting(offices: Offices) -> None:
    key = offices.approved()
    assert _roles(offices, "candidate") == frozenset(), "approved is not begun"
    candidate = offices.actor("candidate")
    with pytest.raises(BadInput):
        accept_role(actor=candidate, accepted=False, version=VERSION)
    with pytest.raises(BadInput):
        accept_role(actor=candidate, accepted=True, version="2020-1")
    assert accept_role(actor=candidate, accepted=True, version=VERSION) == made.REGION
    assert _roles(offices, "candidate") == {"region_admin"}
    assert offices.found(key).standing.state is State.ACTIVE
    with pytest.raises(NotFound):
        accept_role(actor=offices.actor("candidate"), accepted=True, version=VERSION)
    assert [one.event for one in history(key)] == [
        *(Event.SUBMIT, Event.TAKE, Event.RECOMMEND, Event.APPROVE, Event.ACCEPT)
    ]
    people = offices.people
    told = offices.told()
    assert set(told[:2]) == {people["nora"], people["nils"]}, "the office, of the application"
    assert people["nils"] in told, "the second, of the recommendation"
    assert people["candidate"] in told, "the candidate, of the approval"
    assert people["region"] in told[-3:], "everybody in the region, of the beginning"
    offices.actor("region")
    row = db.fetch_one(
        "select granted_by_name, starts_on from role_grant where person_id = %s",
        [people["candidate"]],
    )
    assert row == ("Nils Berg", clock.today())


def test_nobody_decides_what_she_has_reviewed_or_what_is_about_herself(offices: Offices) -> None:
    key = offices.applied()
    offices.decide("nora", key, Event.TAKE, "")
    with pytest.raises(Denied):
        offices.decide("nils", key, Event.APPROVE)  # before anybody has said what she thinks
    offices.decide("nora", key, Event.RECOMMEND)
    for event in (Event.APPROVE, Event.REJECT):
        with pytest.raises(Denied):
            offices.decide("nora", key, event)
    with as_owner():
        made.grant_office(offices.people["candidate"], "national_office", "")
    with pytest.raises(Denied):
        offices.decide("candidate", key, Event.APPROVE)
    assert offices.found(key).standing.state is State.UNDER_REVIEW
    offices.decide("nils", key, Event.REJECT, "Utbildningen räcker inte.")
    assert offices.found(key).standing.state is State.REJECTED


def test_the_database_holds_four_eyes_by_itself(offices: Offices) -> None:
    key = offices.applied()
    offices.decide("nora", key, Event.TAKE, "")
    offices.decide("nora", key, Event.RECOMMEND)
    offices.actor("nora")
    approve = (
        "update office_application set state = 'approved', decider_id = %s, decider_name = 'x', "
        "decided_at = now() where id = %s"
    )
    with pytest.raises(DatabaseError, match="application_four_eyes"), transaction.atomic():
        db.execute(approve, [offices.people["nora"], key])
    offices.actor("region")
    assert db.execute(approve, [offices.people["nils"], key]) == 0, "a region decides nothing"
    offices.actor("candidate")
    assert db.execute(approve, [offices.people["nils"], key]) == 0
    row = db.fetch_one("select office_begin(%s, %s, '1')", [key, new_id()])
    assert row == (False,), "nobody begins what is not approved"


def test_the_grant_is_for_the_candidate_alone_and_not_before_the_day(offices: Offices) -> None:
    later = clock.today() + timedelta(days=9)
    key = offices.approved(starts_on=later)
    with pytest.raises(WrongState):
        accept_role(actor=offices.actor("candidate"), accepted=True, version=VERSION)
    assert db.fetch_one("select office_begin(%s, %s, '1')", [key, new_id()]) == (False,)
    with as_owner():
        db.execute("update office_application set starts_on = %s", [clock.today()])
    for who in ("region", "nora", "there"):
        actor = offices.actor(who)
        assert db.fetch_one("select office_begin(%s, %s, '1')", [key, new_id()]) == (False,)
        with pytest.raises(NotFound):
            accept_role(actor=actor, accepted=True, version=VERSION)
    page = offices.browser("candidate").get("/rollvillkor").content.decode()
    assert "Godkänn och börja" in page
    assert not faults(page)


def test_a_question_goes_back_with_everything_that_was_typed(offices: Offices) -> None:
    key = offices.applied()
    offices.decide("nora", key, Event.TAKE, "")
    with pytest.raises(BadInput):
        offices.decide("nora", key, Event.ASK, "")
    offices.decide("nora", key, Event.ASK, "Vem utbildar?")
    assert offices.told()[-1] == offices.people["region"]
    path = f"/r/{made.REGION}/administratorer/ansokan/{key}"
    client = offices.browser("region")
    page = client.get(path).content.decode()
    assert not faults(page)
    for words in ("Vem utbildar?", "Två veckor tillsammans med Rita.", "Nova Ek"):
        assert words in page
    typed = _typed(offices, version="3", training_plan="Rita, i två veckor.", words="")
    answer_ = client.post(path, typed)
    page = answer_.content.decode()
    assert answer_.status_code == 422
    assert "Svara på frågan" in page
    assert "Rita, i två veckor." in page, "what was typed is kept"
    assert client.post(path, typed | {"words": "Rita."}).status_code == 303
    found = offices.found(key)
    assert (found.standing.state, found.standing.advised) == (State.UNDER_REVIEW, False)
    assert found.data.training_plan == "Rita, i två veckor."
    assert history(key)[-1].words == "Rita."


def _typed(offices: Offices, **more: str) -> dict[str, str]:
    return {
        "candidate_name": "Nova Ek",
        "hsa_id": offices.hsa_id.lower(),
        "email": "nova@example.com",
        "phone": "",
        "employment": "",
        "reason": "Rita går i pension.",
        "starts_on": clock.today().isoformat(),
        "replaces": "",
        "training_plan": "Två veckor.",
        "handed_over": "1",
    } | more


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"hsa_id": "SE2321000016-FINNSEJ"}, "Regionens katalog har ingen"),
        ({"hsa_id": "nova"}, "Skriv personens HSA-id"),
        ({"candidate_name": "Nova Alm"}, "ett annat namn"),
        ({"email": "nova@"}, "Skriv en hel e-postadress"),
        ({"starts_on": "1999-01-01"}, "Välj ett år mellan"),
        ({"starts_on": "2026-01-01"}, "från och med i dag"),
        ({"starts_on": "i morgon"}, "Skriv datumet"),
        ({"reason": " "}, "Skriv varför"),
        ({"training_plan": ""}, "hur personen ska utbildas"),
        ({"handed_over": ""}, "Intyga att överlämningen är gjord"),
        ({"replaces": "x"}, "Välj någon i listan"),
        ({"replaces": "0198c0de-0000-7000-8000-000000000000"}, "Välj någon i listan"),
        ({"reason": "x" * 1001}, "Korta texten med 1 tecken"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    offices: Offices, wrong: dict[str, str], message: str
) -> None:
    path = f"/r/{made.REGION}/administratorer/ansokan/{new_id()}"
    typed = _typed(offices, employment="Förvaltningen", **wrong)
    answer_ = offices.browser("region").post(path, typed)
    page = answer_.content.decode()
    assert answer_.status_code == 422
    assert message in page
    assert 'value="Förvaltningen"' in page
    assert not faults(page)


def test_who_can_be_a_candidate(offices: Offices) -> None:
    with as_owner():
        own = in_directory(offices.people["region"])
        other = offices.add("asleep", "Sova Gott")
        asleep = in_directory(other)
        db.execute("update staff_account set active = false where person_id = %s", [other])
        elsewhere = in_directory(offices.people["there"])
        away = in_directory(offices.add("away", "Ture Bort"), ELSEWHERE)
    for hsa_id, name in (
        (own, "Rita Dal"),
        (asleep, "Sova Gott"),
        (elsewhere, "Tor Dal"),
        (away, "Ture Bort"),
    ):
        with pytest.raises(BadInput) as error:
            offices.applied(hsa_id=hsa_id, candidate_name=name)
        assert "hsa_id" in error.value.errors
    offices.applied()
    with pytest.raises(BadInput) as error:
        offices.applied()
    assert "redan en ansökan" in error.value.errors["hsa_id"]


def test_the_same_press_twice_is_one_application(offices: Offices) -> None:
    key = new_id()
    path = f"/r/{made.REGION}/administratorer/ansokan/{key}"
    client = offices.browser("region")
    for _ in range(2):
        answer_ = client.post(path, _typed(offices))
        assert (answer_.status_code, answer_["Location"]) == (303, f"{path}?sparat=1")
    offices.actor("region")
    assert len(history(key)) == 1
    page = client.get(f"/r/{made.REGION}/administratorer").content.decode()
    assert "Nova Ek" in page
    assert not faults(page)


def test_two_at_the_office_at_once(offices: Offices) -> None:
    key = offices.applied()
    client = offices.browser("nora")
    path = f"/n/administratorer/region/{made.REGION}/ansokan/{key}"
    page = client.get(path).content.decode()
    assert "Ta hand om ansökan" in page
    assert not faults(page)
    offices.decide("nils", key, Event.TAKE, "")
    answer_ = client.post(path, {"act": "take", "version": "1"})
    assert answer_.status_code == 409
    assert "Nils Berg" in answer_.content.decode()
    # What was typed is kept when somebody else was faster.
    offices.decide("nils", key, Event.RECOMMEND)
    client.post(path, {"act": "approve", "version": "3"})
    typed = {"act": "reject", "version": "3", "words_reject": "För kort utbildning"}
    answer_ = offices.browser("nora").post(path, typed)
    assert answer_.status_code == 409
    offices.actor("nora")
    assert offices.found(key).standing.state is State.APPROVED


def test_an_older_page_tells_what_is_new(offices: Offices) -> None:
    key = offices.applied()
    offices.decide("nora", key, Event.TAKE, "")
    offices.decide("nora", key, Event.ASK, "Vem?")
    with pytest.raises(Moved):
        answer(
            actor=offices.actor("region"),
            region_id=made.REGION,
            application_id=key,
            version=1,
            data=offices.data(),
            words="Rita",
        )


def test_an_order_needs_a_region_without_anybody(offices: Offices) -> None:
    data = offices.data(handed_over=False, order_number="RS 2026-114", order_on=clock.today())
    nora = offices.actor("nora")
    with pytest.raises(BadInput) as error:
        order(actor=nora, region_id=made.REGION, application_id=new_id(), data=data)
    assert "" in error.value.errors
    with as_owner():
        db.execute(
            "update role_grant set ends_on = %s where person_id = %s",
            [clock.today(), offices.people["region"]],
        )
    nora = offices.actor("nora")
    lacking = offices.data(handed_over=False)
    with pytest.raises(BadInput) as error:
        order(actor=nora, region_id=made.REGION, application_id=new_id(), data=lacking)
    assert {"order_number", "order_on"} <= set(error.value.errors)
    key = new_id()
    order(actor=nora, region_id=made.REGION, application_id=key, data=data)
    with pytest.raises(Denied):
        offices.decide("nora", key, Event.APPROVE)
    offices.decide("nils", key, Event.APPROVE)
    accept_role(actor=offices.actor("candidate"), accepted=True, version=VERSION)
    assert _roles(offices, "candidate") == {"region_admin"}


def test_no_region_sees_another(offices: Offices) -> None:
    key = offices.applied()
    offices.actor("there")
    assert db.fetch_all("select 1 from office_application") == []
    assert db.fetch_all("select 1 from office_event") == []
    with pytest.raises(Denied):
        apply(
            actor=offices.actor("there"),
            region_id=made.REGION,
            application_id=new_id(),
            data=offices.data(),
        )
    client = offices.browser("there")
    for path in (
        f"/r/{made.REGION}/administratorer",
        f"/r/{made.REGION}/administratorer/ansokan/{key}",
        f"/r/{ELSEWHERE}/administratorer/{offices.people['region']}",
        "/n/administratorer",
    ):
        assert client.get(path).status_code in {403, 404}
    # The key of another region's application is none of one's own.
    path = f"/n/administratorer/region/{ELSEWHERE}/ansokan/{key}"
    assert offices.browser("nora").get(path).status_code == 404


def test_a_candidate_sees_it_only_when_it_is_hers_to_accept(offices: Offices) -> None:
    key = offices.applied()
    offices.actor("candidate")
    assert db.fetch_all("select 1 from office_application") == []
    assert offices.browser("candidate").get("/rollvillkor").status_code == 404
    offices.decide("nora", key, Event.TAKE, "")
    offices.decide("nora", key, Event.RECOMMEND)
    offices.decide("nils", key, Event.APPROVE, "")
    offices.actor("candidate")
    assert approved_for(offices.people["candidate"])
    answer_ = offices.browser("candidate").get("/jag")
    assert (answer_.status_code, answer_["Location"]) == (303, "/rollvillkor")
    offices.decide("nora", key, Event.REVOKE, "Hon har tackat nej.")
    offices.actor("candidate")
    assert approved_for(offices.people["candidate"]) is None


def test_the_checklist_says_who_and_when(offices: Offices) -> None:
    key = offices.applied()
    client = offices.browser("region")
    path = f"/r/{made.REGION}/administratorer/ansokan/{key}"
    assert client.post(f"{path}/lista", {"done": ["contacts", "course"]}).status_code == 303
    offices.actor("region")
    found = ticked(key)
    assert {name for name, one in found.items() if one.done} == {"contacts", "course"}
    assert found["course"].by_name == "Rita Dal"
    tick(
        actor=offices.actor("region"),
        region_id=made.REGION,
        application_id=key,
        done=frozenset({"course"}),
    )
    assert not ticked(key)["contacts"].done
    page = client.get(path).content.decode()
    assert "Togs bort:" in page
    assert not faults(page)
    seen = offices.browser("nora").get(f"/n/administratorer/region/{made.REGION}/ansokan/{key}")
    assert "E-kursen är genomförd" in seen.content.decode()


def test_the_list_asks_a_fixed_number_of_questions(
    offices: Offices, django_assert_max_num_queries: object
) -> None:
    offices.approved()
    assert callable(django_assert_max_num_queries)
    client = offices.browser("region")
    with django_assert_max_num_queries(12):
        client.get(f"/r/{made.REGION}/administratorer")
    offices.actor("region")
    assert [one.name for one in administrators(made.REGION)] == ["Rita Dal"]
