"""Nobody reviews herself: what is about her alone is not there for her, and not hers to end."""

from typing import Any
from uuid import UUID

import pytest

from tests.cases.staff_http import text
from tests.crawl.place_review import RECIPIENT
from tests.review.test_reviews import LAST_WEEK, mark, sample
from tests.review.world import World
from vardpost.kernel.errors import BadInput
from vardpost.kernel.ids import new_id
from vardpost.review.actions.begin import begin_from_search, begin_sample
from vardpost.review.actions.close import cancel_review
from vardpost.review.actions.export import Source, order_export
from vardpost.review.actions.search import begin_search
from vardpost.review.sampling import Size
from vardpost.review.values import Filters

pytestmark = pytest.mark.django_db


def searched(world: World, entries: list[UUID], who: str = "per", **filters: UUID) -> UUID:
    """Begin a review of entries that were found in a search; return it."""
    search, review = new_id(), new_id()
    looked = Filters(LAST_WEEK.from_on, LAST_WEEK.to_on, **filters)  # type: ignore[arg-type]  # ids
    unit = world.unit.id
    begin_search(
        actor=world.as_(who), unit_id=unit, search_id=search, reason="Om Gun", filters=looked
    )
    begin_from_search(
        actor=world.as_(who), unit_id=unit, review_id=review, search_id=search, entries=entries
    )
    return review


def cancel(world: World, review: UUID, who: str) -> None:
    """Let a reviewer cancel."""
    cancel_review(
        actor=world.as_(who), unit_id=world.unit.id, review_id=review, conclusion="Behövs inte"
    )


def test_a_review_of_her_acts_alone_is_not_there_for_her(world: World) -> None:
    review = searched(world, [world.log("gun"), world.log("gun", case="nils")])
    gun, per = world.browser("gun"), world.browser("per")
    for tail in ((), ("avbryt",), ("avsluta",), ("1",)):
        assert gun.get(world.url(review, *tail)).status_code == 404
    assert gun.post(world.url(review, "avbryt"), {"conclusion": "Nej"}).status_code == 404
    assert str(review) not in gun.get(world.url()).content.decode()
    assert str(review) in per.get(world.url()).content.decode()
    assert per.get(world.url(review, 1)).status_code == 200


def test_a_sample_of_one_person_is_hidden_from_her_and_nobody_draws_her_own(world: World) -> None:
    world.log("gun")
    only = Filters(LAST_WEEK.from_on, LAST_WEEK.to_on, person_id=world.people["gun"])
    drawn: dict[str, Any] = {
        "unit_id": world.unit.id, "filters": only, "size": Size("entries", 5), "seed": "ek",
    }  # fmt: skip
    review = new_id()
    begin_sample(actor=world.as_("per"), review_id=review, **drawn)
    assert world.browser("gun").get(world.url(review)).status_code == 404
    with pytest.raises(BadInput) as caught:
        begin_sample(actor=world.as_("gun"), review_id=new_id(), **drawn)
    assert "person" in caught.value.errors


def test_what_several_have_done_is_there_for_all(world: World) -> None:
    review = searched(world, [world.log("gun"), world.log("rut")])
    assert "1 granskas av annan" in text(world.browser("gun").get(world.url(review)))


def test_her_own_entries_do_not_become_a_review_of_hers(world: World) -> None:
    own, other = world.log("gun"), world.log("rut")
    review = searched(world, [own, other], who="gun")
    rows = world.rows("select entry_id from review_item where review_id = %s", review)
    assert rows == [(other,)]
    with pytest.raises(BadInput):
        searched(world, [own], who="gun")


def test_nobody_cancels_what_is_not_judged_of_her_own(world: World) -> None:
    world.log("gun")
    world.log("rut")
    review = sample(world, "per")
    places = dict(world.rows("select person_name, place from review_item"))
    with pytest.raises(BadInput):
        cancel(world, review, "gun")
    kept = world.browser("gun").post(world.url(review, "avbryt"), {"conclusion": "Fel månad"})
    assert kept.status_code == 422
    assert "Be en annan granskare avbryta" in text(kept)
    assert "Fel månad" in kept.content.decode()
    mark(world, review, places["Gun Sten"], who="per")
    cancel(world, review, "gun")


def test_a_colleague_cancels_and_so_does_who_reviews_alone(world: World) -> None:
    world.log("gun")
    world.log("rut")
    first, second = sample(world, "per"), sample(world, "per", seed="al")
    cancel(world, first, "per")
    with_no_colleague = "update staff_account set active = false where person_id = %s returning 1"
    world.rows(with_no_colleague, world.people["per"])
    cancel(world, second, "gun")


def test_a_colleagues_export_about_her_is_not_there_for_her(world: World) -> None:
    world.log("gun")
    for who, expected in (("gun", 404), ("rut", 200)):
        search, export = new_id(), new_id()
        filters = Filters(LAST_WEEK.from_on, LAST_WEEK.to_on, person_id=world.people[who])
        unit = world.unit.id
        begin_search(
            actor=world.as_("per"), unit_id=unit, search_id=search, reason="x", filters=filters
        )
        order_export(
            actor=world.as_("per"), unit_id=unit, export_id=export, form="csv", reason="Om henne",
            source=Source(search_id=search), recipient=RECIPIENT,
        )  # fmt: skip
        assert world.browser("gun").get(world.url("export", export)).status_code == expected
        assert world.browser("per").get(world.url("export", export)).status_code == 200
    assert text(world.browser("gun").get(world.url("export"))).count("Om henne") == 1
