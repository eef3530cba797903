"""A unit and the central types: subscribing, words of its own, following, what is new upstream."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.casetypes import verbs_world as world
from tests.casetypes.verbs_world import KIND, PROBLEM, Offices
from tests.database import as_owner
from vardpost.casetypes import actions, queries
from vardpost.casetypes.fields import Condition, Option, Text
from vardpost.casetypes.jobs import in_force
from vardpost.casetypes.overrides import Overrides
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Moved, NotFound, WrongState
from vardpost.units.actions.settings import restore
from vardpost.units.queries.settings import history

pytestmark = pytest.mark.django_db
OPEN = ("description", "help", "options", "promise", "order")
OWN = Overrides(
    description=Text("Bara hos oss", "Only here"),
    help={"problem": Text("Skriv kort.", "Be brief.")},
    options={"kind": (Option("own", Text("Eget", "Own")),)},
)


@pytest.fixture
def offices() -> Offices:
    return world.make()


@pytest.fixture
def central(offices: Offices) -> UUID:
    """A type of the region, open in most parts, taken by both units."""
    region = offices.as_("region")
    made = actions.create(actor=region, title=Text("Råd", "Advice on"), region_id="14")
    world.published(region, made, PROBLEM, KIND, open=OPEN)
    actions.activate(actor=offices.as_("elsewhere"), unit_id=offices.other.id, case_type_id=made)
    actions.activate(actor=offices.as_("admin"), unit_id=offices.unit.id, case_type_id=made)
    return made


def renew(offices: Offices, central: UUID, title: str, **more: object) -> UUID:
    """Publish the central type with another title."""
    region = offices.as_("region")
    actions.start_draft(actor=region, case_type_id=central)
    kind = more.pop("kind", KIND)
    fields = (PROBLEM, kind) if kind else (PROBLEM,)
    return world.published(
        region, central, *fields, title=Text(title, f"{title} (en)"), open=OPEN, **more
    )


def set_own(actor: Actor, unit_id: UUID, central: UUID, overrides: Overrides = OWN) -> None:
    actions.set_overrides(actor=actor, unit_id=unit_id, case_type_id=central, overrides=overrides)


def test_own_words_are_laid_into_a_version_of_its_own(offices: Offices, central: UUID) -> None:
    admin, unit = offices.as_("admin"), offices.unit.id
    before = queries.offer(unit, "r_rad").version_id
    set_own(admin, unit, central)
    offer = queries.offer(unit, "r_rad")
    form = world.form_of(offer.version_id)
    assert offer.description == form.description == Text("Bara hos oss", "Only here")
    assert form.fields[0].help == Text("Skriv kort.", "Be brief.")
    assert [one.value for one in form.fields[1].options] == ["own"]
    assert queries.version(offer.version_id).upstream_id == before
    assert queries.offer(offices.other.id, "r_rad").version_id == before
    set_own(admin, unit, central, Overrides())
    assert queries.offer(unit, "r_rad").version_id == before


def test_a_follower_gets_the_new_form_with_its_own_words(offices: Offices, central: UUID) -> None:
    unit = offices.unit.id
    set_own(offices.as_("admin"), unit, central)
    new = renew(offices, central, "Nya råd")
    mine = queries.offer(unit, "r_rad")
    assert (mine.title.sv, mine.description.sv) == ("Nya råd", "Bara hos oss")
    assert queries.version(mine.version_id).upstream_id == new
    assert queries.offer(offices.other.id, "r_rad").version_id == new
    offices.as_("admin")
    assert queries.offered_type(unit, central).pending is None


def test_who_does_not_follow_keeps_its_version_until_it_takes_the_new(
    offices: Offices, central: UUID
) -> None:
    unit = offices.unit.id
    set_own(offices.as_("admin"), unit, central)
    actions.set_follows(
        actor=offices.as_("admin"), unit_id=unit, case_type_id=central, follows=False
    )
    old = queries.offer(unit, "r_rad").version_id
    renew(offices, central, "Andra råd")
    new = renew(offices, central, "Tredje råd")
    assert queries.offer(unit, "r_rad").version_id == old
    admin = offices.as_("admin")
    shown = queries.offered_type(unit, central)
    assert shown.pending is not None
    assert (shown.pending.id, shown.base.definition.title.sv) == (new, "Råd")
    assert next(one for one in queries.unit_types(unit) if one.id == central).has_news
    with pytest.raises(WrongState):
        actions.take_upstream(
            actor=admin, unit_id=unit, case_type_id=central, version_id=shown.base.id
        )
    actions.take_upstream(actor=admin, unit_id=unit, case_type_id=central, version_id=new)
    mine = queries.offer(unit, "r_rad")
    assert (mine.title.sv, mine.description.sv) == ("Tredje råd", "Bara hos oss")
    renew(offices, central, "Fjärde råd")
    assert queries.offer(unit, "r_rad").title.sv == "Tredje råd"
    actions.set_follows(
        actor=offices.as_("admin"), unit_id=unit, case_type_id=central, follows=True
    )
    assert queries.offer(unit, "r_rad").title.sv == "Fjärde råd"


def test_words_that_no_longer_fit_keep_the_old_form_and_show_what_is_new(
    offices: Offices, central: UUID
) -> None:
    """The new form has a follow-up on an option that the unit has taken away."""
    unit = offices.unit.id
    set_own(offices.as_("admin"), unit, central)
    old = queries.offer(unit, "r_rad").version_id
    region = offices.as_("region")
    actions.start_draft(actor=region, case_type_id=central)
    why = replace(PROBLEM, key="why", visible_when=Condition("kind", ("other",)))
    new = world.published(region, central, PROBLEM, KIND, why, open=OPEN)
    assert queries.offer(unit, "r_rad").version_id == old
    assert queries.offer(offices.other.id, "r_rad").version_id == new
    admin = offices.as_("admin")
    pending = queries.offered_type(unit, central).pending
    assert pending is not None
    with pytest.raises(BadInput) as caught:
        actions.take_upstream(actor=admin, unit_id=unit, case_type_id=central, version_id=new)
    assert "fields.why.visible_when" in caught.value.errors
    fitting = replace(OWN, options={"kind": (*OWN.options["kind"], KIND.options[1])})
    set_own(admin, unit, central, fitting)
    assert queries.offered_type(unit, central).pending is None


def test_locked_parts_are_refused(offices: Offices, central: UUID) -> None:
    admin, unit = offices.as_("admin"), offices.unit.id
    for own in (
        Overrides(help={"nothing": Text("a", "b")}),
        Overrides(options={"problem": (Option("a", Text("a", "b")),)}),
        Overrides(options={"kind": ()}),
    ):
        with pytest.raises(BadInput):
            set_own(admin, unit, central, own)
    with pytest.raises(BadInput):
        set_own(admin, unit, world.national("advice"), Overrides(help=OWN.help))
    region = offices.as_("region")
    actions.start_draft(actor=region, case_type_id=central)
    world.published(region, central, PROBLEM, open=())
    admin = offices.as_("admin")
    with pytest.raises(WrongState) as caught:
        actions.set_promise(
            actor=admin, unit_id=unit, case_type_id=central, first_days=3, final_days=4
        )
    assert caught.value.facts["part"] == "promise"
    with pytest.raises(WrongState):
        actions.set_order(actor=admin, unit_id=unit, case_type_ids=[central])


def test_a_planned_central_form_reaches_followers_by_its_time(
    offices: Offices, central: UUID
) -> None:
    unit, at = offices.unit.id, clock.now() + timedelta(days=2)
    set_own(offices.as_("admin"), unit, central)
    region = offices.as_("region")
    actions.start_draft(actor=region, case_type_id=central)
    form, number = world.draft(central)
    changed = replace(form, title=Text("Sedan", "Later"))
    number = actions.save_draft(
        actor=region, case_type_id=central, definition=changed, version=number
    )
    planned = actions.plan(actor=region, case_type_id=central, version=number, at=at)
    admin = offices.as_("admin")
    # Words that come after the plan are in the planned form too.
    set_own(admin, unit, central, replace(OWN, description=Text("Nyare", "Newer")))
    assert queries.offered_type(unit, central).planned is not None
    assert queries.offer(unit, "r_rad").title.sv == "Råd"
    with time_machine.travel(at, tick=False):
        mine = queries.offer(unit, "r_rad")
        assert (mine.title.sv, mine.description.sv) == ("Sedan", "Nyare")
        assert queries.offer(offices.other.id, "r_rad").version_id == planned
        in_force("14")
        with as_owner():
            rows = db.fetch_all(
                "select version_id from unit_case_type where case_type_id = %s", [central]
            )
            told = db.fetch_all(
                "select 1 from audit_entry where action = 'casetypes:version:come-into-force'"
            )
        assert {row[0] for row in rows} == {mine.version_id, planned}
        assert len(told) == 1
        in_force("14")


def test_promise_and_order_have_a_history_that_can_be_put_back(
    offices: Offices, central: UUID
) -> None:
    admin, unit = offices.as_("admin"), offices.unit.id
    started = queries.offered_type(unit, central).setting
    actions.set_promise(
        actor=admin,
        unit_id=unit,
        case_type_id=central,
        first_days=3,
        final_days=9,
        version=started,
    )
    with pytest.raises(Moved) as caught:
        actions.set_promise(
            actor=admin,
            unit_id=unit,
            case_type_id=central,
            first_days=4,
            final_days=9,
            version=started,
        )
    assert ("Första svar", "2 vardagar", "3 vardagar") in caught.value.changes[0].lines
    with pytest.raises(BadInput):
        actions.set_promise(
            actor=admin, unit_id=unit, case_type_id=central, first_days=9, final_days=1
        )
    newest = history(unit, "casetypes:offer")[0]
    restore(actor=admin, unit_id=unit, change_id=newest.id, version=newest.version)
    assert queries.offer(unit, "r_rad").first_days == 2
    order = [one.key for one in queries.offered(unit)]
    actions.set_order(actor=admin, unit_id=unit, case_type_ids=[central])
    assert [one.key for one in queries.offered(unit)] == ["r_rad", *order[:-1]]
    moved = history(unit, "casetypes:order")[0]
    restore(actor=admin, unit_id=unit, change_id=moved.id, version=moved.version)
    assert [one.key for one in queries.offered(unit)] == order
    with pytest.raises(NotFound):
        actions.set_order(actor=admin, unit_id=unit, case_type_ids=[central, UUID(int=7)])


def test_switching_off_and_on_is_one_change_each(offices: Offices, central: UUID) -> None:
    admin, unit = offices.as_("admin"), offices.unit.id
    actions.deactivate(actor=admin, unit_id=unit, case_type_id=central)
    actions.deactivate(actor=admin, unit_id=unit, case_type_id=central)
    assert "r_rad" not in [one.key for one in queries.offered(unit)]
    actions.activate(actor=admin, unit_id=unit, case_type_id=central)
    assert "r_rad" in [one.key for one in queries.offered(unit)]
    assert len(history(unit, "casetypes:offer")) == 3


def test_outbound_and_complaints_without_a_board_are_not_switched_on(offices: Offices) -> None:
    region = offices.as_("region")
    made = actions.create(actor=region, title=Text("Svar", "Answer"), region_id="14")
    form, _ = world.draft(made)
    world.published(region, made, direction="outbound", opening_form=form.answer_form)
    board = actions.create(actor=region, title=Text("Klagomål", "Complaint"), region_id="14")
    world.published(region, board, needs_patient_board=True)
    admin, unit = offices.as_("admin"), offices.unit.id
    for type_id, hinder in ((made, "outbound"), (board, "patient_board")):
        with pytest.raises(WrongState) as caught:
            actions.activate(actor=admin, unit_id=unit, case_type_id=type_id)
        assert caught.value.facts["hinder"] == hinder
        shown = next(one for one in queries.unit_types(unit) if one.id == type_id)
        assert not shown.offerable
    with as_owner():
        db.execute("update region set patient_board = 'Patientnämnden' where code = '14'")
    actions.activate(actor=admin, unit_id=unit, case_type_id=board)
    assert "r_klagomal" in [one.key for one in queries.offered(unit)]
    with as_owner():  # a row that says otherwise is not believed
        db.execute("update region set patient_board = null where code = '14'")
        db.execute("update unit_case_type set active = true where case_type_id = %s", [made])
    assert not {"r_klagomal", "r_svar"} & {one.key for one in queries.offered(unit)}


def test_the_pages_read_in_a_fixed_number_of_statements(
    offices: Offices, central: UUID, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    offices.as_("admin")
    with django_assert_num_queries(1):
        types = queries.unit_types(offices.unit.id)
    mine = next(one for one in types if one.id == central)
    assert (mine.active, mine.taken, mine.offerable, mine.has_news) == (True, True, True, False)
    with django_assert_num_queries(1):
        shown = queries.type_to_edit(central)
    assert [one.state for one in shown.versions] == ["in-force"]
    assert shown.versions[0].author == "Rolf By"
    with django_assert_num_queries(1):
        regional = queries.central_types("14")
    assert [(one.key, one.units, one.number) for one in regional] == [("r_rad", 2, 1)]
