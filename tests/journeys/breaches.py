"""A unit whose log holds four who should not have looked, and some who should; all of it judged."""

from datetime import datetime, timedelta
from uuid import UUID

from tests import people_made as made
from tests.cases import cases_made
from tests.database import as_owner
from tests.review.entries import entry
from tests.review.test_noticing import at_work, judge
from tests.review.world import World
from vardpost.kernel import clock, db

#: Who works there: roles and name. The last four are those that the bench has to find.
STAFF = {
    "gun": (("unit_admin", "reviewer"), "Gun Sten"),
    "per": (("unit_admin", "reviewer"), "Per Alm"),
    "rut": (("case_receiver",), "Rut Ek"),
    "ida": (("responder",), "Ida Storm"),
    "tyra": (("case_receiver",), "Tyra Berg"),
    "vanja": (("case_receiver",), "Vanja Rosengård"),
    "sixten": (("case_receiver",), "Sixten Havel"),
    "boel": (("case_receiver",), "Boel Ljungkvist"),
}
#: Whom the rules have to name, and no other.
BREACHES = {"Tyra Berg", "Vanja Rosengård", "Sixten Havel", "Boel Ljungkvist"}
#: How many cases the mass reader opened in less than an hour: the rule's number and some.
MANY = 22


def planted() -> World:
    """Make the unit, let everybody work, and ask the rules as the job does."""
    world = _people()
    _work(world)
    judge(world)
    return world


def days_ago(days: int) -> str:
    """Return a day as a date field has it."""
    return (clock.today() - timedelta(days=days)).isoformat()


def _people() -> World:
    with as_owner():
        unit = made.unit("Ekens vårdcentral")
        people = {
            key: made.staff(unit, *roles, name=name, email=f"{key}@vard.example")
            for key, (roles, name) in STAFF.items()
        }
        residents = {"karin": made.person("Karin", "Berg")}
        residents |= {f"r{number}": made.person("Nils", f"Dal{number}") for number in range(MANY)}
        people |= residents
        for number, who in enumerate(people):
            name = STAFF[who][1].rpartition(" ")[2] if who in STAFF else ""
            db.execute(
                "update person set family_name = coalesce(nullif(%s, ''), family_name), "
                "street = %s, postal_code = '54230' where id = %s",
                [name, f"Gata {number}", people[who]],
            )
        long_ago = clock.now() - timedelta(days=40)
        over = dict.fromkeys(("submitted_at", "updated_at", "answered_at", "finished_at"), long_ago)
        cases = {
            who: cases_made.case(unit, people[who], "assigned", people["ida"], resident_name=who)
            for who in residents
        }
        cases |= {
            f"over{number}": cases_made.case(
                unit, people[f"r{number}"], "closed", people["ida"], **over
            )
            for number in range(3)
        }
        cases["own"] = cases_made.case(unit, people["vanja"], "assigned", people["ida"])
    return World(unit, unit, people, cases)


def _work(world: World) -> None:
    for number in range(3):
        _opened(world, "rut", "karin", at_work(11, 9, number), state="submitted")
    _opened(world, "gun", "r5", at_work(11, 11), state="submitted")
    _opened(world, "tyra", "karin", at_work(9))
    _opened(world, "vanja", "own", at_work(8), about="vanja", outcome="refused", relation="none")
    for number in range(3):
        about, at = f"r{number}", at_work(8, 13, number)
        _opened(world, "sixten", f"over{number}", at, about=about, state="closed")
    for number in range(MANY):
        _opened(world, "boel", f"r{number}", at_work(6, 13, 2 * number))


def _opened(
    world: World, who: str, case: str, at: datetime, *, about: str = "", **more: object
) -> UUID:
    roles, name = STAFF[who]
    fields = {"state": "assigned", **more}
    return entry(
        [world.people[about or case]],
        at=at,
        person_id=world.people[who],
        person_name=name,
        roles=",".join(roles),
        unit_id=world.unit.id,
        unit_name="Ekens vårdcentral",
        object_id=str(world.cases[case]),
        **fields,
    )
