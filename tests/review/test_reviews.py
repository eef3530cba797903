"""Reviews: a sample drawn twice is the same, marks are kept, closing is for good."""

import hashlib
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.cases.staff_http import location, text
from tests.database import as_owner
from tests.review.world import World
from vardpost.kernel import clock, db
from vardpost.kernel.errors import BadInput, Denied, Moved, NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.review.actions.begin import begin_from_search, begin_sample
from vardpost.review.actions.close import cancel_review, close_review, download_protocol, escalate
from vardpost.review.actions.mark import mark_item
from vardpost.review.actions.search import begin_search
from vardpost.review.groups import Group
from vardpost.review.sampling import Size, draw
from vardpost.review.values import Filters

pytestmark = pytest.mark.django_db
TODAY = clock.today()
LAST_WEEK = Filters(
    TODAY - timedelta(days=7), TODAY - timedelta(days=1), groups=(Group.OPENED, Group.TAKEN)
)


def sample(world: World, who: str = "gun", seed: str = "ek", **more: Any) -> UUID:
    """Draw a sample and return the review."""
    review = new_id()
    size = more.pop("size", Size("entries", 5))
    begin_sample(
        actor=world.as_(who),
        unit_id=world.unit.id,
        review_id=review,
        filters=more.pop("filters", LAST_WEEK),
        size=size,
        seed=seed,
    )
    return review


def entries(world: World, review: UUID) -> list[UUID]:
    """Return the entries of a review in order."""
    sql = "select entry_id from review_item where review_id = %s order by place"
    return [row[0] for row in world.rows(sql, review)]


def mark(
    world: World, review: UUID, place: int, what: str = "ok", who: str = "gun", **more: Any
) -> None:
    """Mark an item of a review."""
    mark_item(
        actor=world.as_(who),
        unit_id=world.unit.id,
        review_id=review,
        place=place,
        version=more.get("version", 1),
        mark=what,
        comment=more.get("comment", "Kände invånaren" if what == "breach" else ""),
    )


def test_the_same_seed_draws_the_same_again(world: World) -> None:
    drawn_from = [world.log("ida", case=case) for case in ("karin", "nils") * 10]
    world.log("ida", action="cases:case:answer")  # not an opening
    world.log(unit=world.other)
    world.log(at=clock.now() - timedelta(days=30))
    first, again = sample(world), sample(world, "per")
    assert (
        entries(world, first) == entries(world, again) == draw("ek", drawn_from, Size("entries", 5))
    )
    assert entries(world, sample(world, seed="al")) != entries(world, first)
    half = sample(world, size=Size("percent", 50))
    assert entries(world, half)[:5] == entries(world, first)
    assert len(entries(world, half)) == 10
    (how,) = world.rows("select how::text, size from review where id = %s", first)
    kept = json.loads(how[0])
    assert (kept["seed"], kept["population"], kept["amount"], how[1]) == ("ek", 20, 5, 5)


def test_a_sample_is_of_days_that_are_over_and_not_of_nothing(world: World) -> None:
    for filters, field in (
        (Filters(TODAY, TODAY), "to_on"),
        (LAST_WEEK, "from_on"),
    ):
        with pytest.raises(BadInput) as caught:
            sample(world, filters=filters)
        assert field in caught.value.errors


def test_too_much_to_draw_from_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vardpost.review.actions.begin.MOST_DRAWN_FROM", 2)
    for _number in range(3):
        world.log()
    with pytest.raises(BadInput):
        sample(world)


def test_what_an_entry_said_is_copied(world: World) -> None:
    world.log(facts=5)
    review = sample(world)
    with as_owner():
        db.execute("delete from audit_entry where action = 'cases:case:read'")
    said = text(world.browser("per").get(world.url(review, 1)))
    for words in ("Rut Ek öppnade ärendet", "2026-00001", "Karin Berg", "ärendemottagare",
                  "Utanför öppettiden", "Samma efternamn"):  # fmt: skip
        assert words in said.replace(" ,", ","), words


def test_twice_pressed_is_one_review(world: World) -> None:
    world.log()
    review = new_id()
    for _press in range(2):
        begin_sample(
            actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, filters=LAST_WEEK,
            size=Size(), seed="ek",
        )  # fmt: skip
    assert len(entries(world, review)) == 1
    assert world.rows("select count(*) from audit_entry where action = 'review:review:begin'") == [
        (1,)
    ]


def test_chosen_entries_of_a_search_become_a_review(world: World) -> None:
    chosen, other = world.log(), world.log(case="nils")
    search, review = new_id(), new_id()
    filters = Filters(TODAY - timedelta(days=7), TODAY)
    begin_search(
        actor=world.as_("gun"), unit_id=world.unit.id, search_id=search, reason="Anmälan",
        filters=filters,
    )  # fmt: skip
    begin_from_search(
        actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, search_id=search,
        entries=[chosen],
    )  # fmt: skip
    assert entries(world, review) == [chosen]
    assert other not in entries(world, review)
    assert "Skäl Anmälan" in text(world.browser("per").get(world.url(review)))


def test_every_marking_is_kept(world: World) -> None:
    world.log()
    review = sample(world)
    mark(world, review, 1, "ask")
    mark(world, review, 1, "breach", "per", version=2, comment="Grannar")
    assert world.rows("select version, mark, comment, by_name from review_marking order by 1") == [
        (2, "ask", "", "Gun Sten"),
        (3, "breach", "Grannar", "Per Alm"),
    ]
    said = text(world.browser("gun").get(world.url(review, 1)))
    assert "Bedömningar (2)" in said
    assert "Grannar" in said


def test_two_reviewers_at_once_see_what_the_other_said(world: World) -> None:
    world.log()
    review = sample(world)
    mark(world, review, 1, "breach", "per", comment="Samma gata")
    with pytest.raises(Moved) as caught:
        mark(world, review, 1, "ok", comment="Tog emot")
    (earlier,) = caught.value.changes
    assert earlier.name == "Per Alm"
    assert ("Bedömning", "Inte bedömd", "Misstänkt intrång") in earlier.lines
    assert ("Kommentar", "", "Samma gata") in earlier.lines
    client = world.browser("gun")
    said = client.post(
        world.url(review, 1, "bedom"), {"version": "1", "mark": "ok", "comment": "Tog emot"}
    )
    assert said.status_code == 409
    assert "Per Alm sparade medan du skrev" in text(said)
    assert "Tog emot" in said.content.decode()
    assert 'name="version" value="2"' in said.content.decode()
    again = {"version": "2", "mark": "ok", "comment": "Tog emot"}
    assert client.post(world.url(review, 1, "bedom"), again).status_code == 303
    assert world.rows("select mark, version from review_item") == [("ok", 3)]
    assert client.post(world.url(review, 1, "bedom"), again).status_code == 303  # pressed twice
    assert world.rows("select count(*) from review_marking") == [(2,)]


def test_a_suspicion_needs_a_word(world: World) -> None:
    world.log()
    review = sample(world)
    for what, comment, field in (("breach", "", "comment"), ("x", "", "mark"),
                                 ("ok", "x" * 1001, "comment")):  # fmt: skip
        with pytest.raises(BadInput) as caught:
            mark(world, review, 1, what, comment=comment)
        assert field in caught.value.errors


def test_what_a_reviewer_did_is_for_another(world: World) -> None:
    world.log("gun")
    world.log("rut")
    review = sample(world)
    places = dict(world.rows("select person_name, place from review_item"))
    with pytest.raises(NotFound):
        mark(world, review, places["Gun Sten"])
    client = world.browser("gun")
    assert client.get(world.url(review, places["Gun Sten"])).status_code == 404
    said = text(client.get(world.url(review)))
    assert "1 granskas av annan" in said
    assert "Gun Sten öppnade" not in said
    mark(world, review, places["Rut Ek"])
    with pytest.raises(BadInput) as caught:
        close_review(actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, conclusion="")
    assert "En annan granskare bedömer det" in caught.value.errors[""]
    mark(world, review, places["Gun Sten"], "breach", "per")
    close_review(actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, conclusion="")
    with pytest.raises(WrongState):  # what is said of her stands in it
        download_protocol(actor=world.as_("gun"), unit_id=world.unit.id, review_id=review)
    file = download_protocol(actor=world.as_("per"), unit_id=world.unit.id, review_id=review)
    assert file.media_type == "application/pdf"


def test_closing_writes_a_protocol_that_holds_everything(world: World) -> None:
    world.log()
    world.log("ida", case="nils")
    review = sample(world)
    mark(world, review, 1, "ok", comment="Tog emot samtalet")
    with pytest.raises(BadInput):
        close_review(actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, conclusion="")
    mark(world, review, 2, "breach", comment="Grannar")
    escalate(
        actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, escalation_id=new_id(),
        note="Ring mig",
    )  # fmt: skip
    close_review(
        actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, conclusion="Samtal hållet"
    )
    file = download_protocol(actor=world.as_("per"), unit_id=world.unit.id, review_id=review)
    assert hashlib.sha256(file.data).hexdigest() == file.hash
    gun: dict[str, Any] = {"actor": world.as_("gun"), "unit_id": world.unit.id, "review_id": review}
    with pytest.raises(WrongState):
        mark(world, review, 1, "ok", version=2)
    with pytest.raises(WrongState):
        close_review(**gun, conclusion="")
    with pytest.raises(WrongState):
        cancel_review(**gun, conclusion="x")
    with pytest.raises(WrongState):
        escalate(**gun, escalation_id=new_id(), note="")
    said = world.browser("gun").get(world.url(review, "protokoll"))
    assert said.headers["Content-Disposition"].startswith("attachment")
    assert hashlib.sha256(said.content).hexdigest() == file.hash


def test_a_review_is_cancelled_with_a_reason(world: World) -> None:
    world.log()
    review = sample(world)
    with pytest.raises(BadInput):
        cancel_review(
            actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, conclusion=""
        )
    cancel_review(
        actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, conclusion="Fel månad"
    )
    said = text(world.browser("per").get(world.url(review)))
    assert "Avbruten." in said
    assert "Fel månad" in said


def test_a_whole_review_by_the_pages(world: World) -> None:
    for case in ("karin", "nils", "karin"):
        world.log(case=case)
    client = world.browser("gun")
    page = client.get(world.url("stickprov"))
    assert page.status_code == 200
    first, last = LAST_WEEK.from_on.isoformat(), LAST_WEEK.to_on.isoformat()
    posted = {"from_on": first, "to_on": last, "amount": "100", "of": "percent", "seed": "ek"}
    review = location(client.post(world.url("stickprov"), posted))
    assert "Draget ur 3 händelser" in text(client.get(review))
    at = f"{review}/1"
    for number in (1, 2, 3):
        at = location(client.post(f"{review}/{number}/bedom", {"version": "1", "mark": "ok"}))
    assert at == f"{review}?klar=3"
    assert "3 av 3 bedömda" in text(client.get(at))
    assert client.get(f"{review}/avsluta").status_code == 200
    done = location(client.post(f"{review}/avsluta", {"conclusion": "Inget att anmärka"}))
    said = text(client.get(done))
    assert "Avslutad." in said
    assert "Inget att anmärka" in said
    listed = text(client.get(world.url()))
    assert "Avslutade" in listed
    assert client.get(f"{review}/avsluta").status_code == 200
    assert client.post(f"{review}/1/bedom", {"version": "2", "mark": "ok"}).status_code == 409


def test_the_first_page_warns_of_a_lone_reviewer_and_tells_when(world: World) -> None:
    client = world.browser("gun")
    said = text(client.get(world.url()))
    assert "bara en granskare" not in said
    assert "Nästa stickprov" in said
    with as_owner():
        db.execute(
            "update role_grant set ends_on = current_date where person_id = %s "
            "and role = 'reviewer'",
            [world.people["per"]],
        )
    assert "Mottagningen har bara en granskare." in text(client.get(world.url()))


def test_a_bad_sample_is_told(world: World) -> None:
    client = world.browser("gun")
    first, last = LAST_WEEK.from_on.isoformat(), LAST_WEEK.to_on.isoformat()
    good = {"from_on": first, "to_on": last, "amount": "5", "of": "entries", "seed": "ek"}
    for fields in (
        {"amount": "0"}, {"amount": "x"}, {"amount": "501"}, {"of": "percent", "amount": "101"},
        {"seed": ""}, {"seed": "x" * 50}, {"to_on": TODAY.isoformat()}, {},
    ):  # fmt: skip
        said = client.post(world.url("stickprov"), {**good, **fields})
        assert said.status_code == 422, fields
        if "seed" not in fields:
            assert 'value="ek"' in said.content.decode()


def test_only_reviewers_of_the_unit(world: World) -> None:
    world.log()
    review = sample(world)
    for who in ("eva", "rut"):
        with pytest.raises(Denied):
            mark(world, review, 1, who=who)
        with pytest.raises(Denied):
            sample(world, who)
