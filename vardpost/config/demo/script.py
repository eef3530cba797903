"""How many cases of which sort each unit has, and those of the people one can be."""

from collections.abc import Iterator, Mapping

from vardpost.config.demo.dice import Dice
from vardpost.config.demo.own_type import KEY
from vardpost.config.demo.personas import Cast
from vardpost.config.demo.places import BUSY, GRANBY, TALLMO, DemoUnit
from vardpost.config.demo.plot import FINISHED, OPEN, Plan

#: Open cases of the units that people look at first; so many that a count says 99+ at the busy one.
_FEW = {TALLMO: 4, GRANBY: 12, BUSY: 134}
#: What each responder with a key has at hand.
_DESK = ("assigned", "in_progress", "in_progress", "awaiting_resident", "resident_replied")
_ANSWERERS = ("responder_1", "responder_2", "receiver_responder", "two_units")


def plans(dice: Dice, cast: Cast, total: int) -> Iterator[Plan]:
    """Yield a plan for each case, `total` in all: first those somebody will look for."""
    units = cast.work.units
    made = 0
    for plan in (*_of_residents(cast), *_at_tallmo(cast), *_at_granby(cast)):
        made += 1
        yield plan
    small = total < 1000
    others = [unit for unit in units if unit.name not in _FEW]
    for unit in units:
        count = _FEW.get(unit.name, 2 if small else dice.randint(6, 14))
        for number in range(count):
            made += 1
            state = dice.choices(list(OPEN), list(OPEN.values()))[0]
            yield Plan(unit, state, late=number % 5 == 0)
    for unit in (cast.units[TALLMO],) * 70 + (cast.units[GRANBY],) * 35 + (cast.units[BUSY],) * 90:
        made += 1
        yield Plan(unit, _finished(dice))
        if small and made >= total // 2 + 80:
            break
    own = list(_of_the_units_own(cast))
    while made < total - len(own):
        made += 1
        yield Plan(dice.choice(others), _finished(dice))
    # Last, so that what stands above is the same with and without them.
    yield from own


def _finished(dice: Dice) -> str:
    return dice.choices(list(FINISHED), list(FINISHED.values()))[0]


def _at_tallmo(cast: Cast) -> Iterator[Plan]:
    unit = cast.units[TALLMO]
    for number in range(9):
        yield Plan(unit, "submitted", late=number < 3)
    yield Plan(unit, "submitted", path="raog", late=False)
    for key in _ANSWERERS:
        yield from _desk(cast, key, unit)


def _of_the_units_own(cast: Cast) -> Iterator[Plan]:
    """Yield the cases of the type that Tallmo has built itself."""
    unit, who = cast.units[TALLMO], cast.staff["responder_1"]
    for state in ("submitted", "in_progress", "in_progress", "answered", "closed"):
        yield Plan(unit, state, case_type=KEY, responder=who)


def _at_granby(cast: Cast) -> Iterator[Plan]:
    unit = cast.units[GRANBY]
    for number in range(7):
        yield Plan(unit, "submitted", late=number < 2)
    yield from _desk(cast, "two_units", unit)


def _desk(cast: Cast, key: str, unit: DemoUnit) -> Iterator[Plan]:
    who = cast.staff[key]
    for state in _DESK:
        yield Plan(unit, state, path="raoq" if state == "awaiting_resident" else "", responder=who)
    yield Plan(unit, "in_progress", path="rao", responder=who, late=True)
    for state in ("answered", "answered", "closed", "closed", "closed", "closed_no_answer"):
        path = "raox" if state == "closed_no_answer" else ""
        yield Plan(unit, state, path=path, responder=who)


#: key of the person → (whose, unit, state, type, path, key of the responder).
_THEIRS: Mapping[str, tuple[tuple[str, str, str, str, str, str], ...]] = {
    "resident": (
        ("", TALLMO, "awaiting_resident", "renew_prescription", "raoq", "responder_1"),
        ("", TALLMO, "awaiting_resident", "advice", "tq", "receiver_responder"),
        ("", TALLMO, "submitted", "contact_me", "", ""),
        ("", TALLMO, "in_progress", "certificate", "raop", "responder_2"),
        ("", TALLMO, "answered", "book_time", "raof", "responder_1"),
        ("", TALLMO, "closed", "cancel_rebook", "", ""),
        ("", TALLMO, "closed", "renew_prescription", "", ""),
        ("", TALLMO, "closed", "send_message", "", ""),
        ("", TALLMO, "closed_no_answer", "contact_me", "raox", ""),
        ("", "Tallmo rehab", "withdrawn", "book_time", "w", ""),
    ),
    "guardian": (
        ("Ilyas", TALLMO, "awaiting_resident", "advice", "raoq", "responder_1"),
        ("Ilyas", TALLMO, "submitted", "certificate", "r", ""),
        ("Ilyas", TALLMO, "closed", "contact_me", "raoqyflc", ""),
        ("Safiya", "Tallmo barnavårdscentral", "in_progress", "contact_me", "", ""),
        ("", TALLMO, "answered", "renew_prescription", "raofl", "responder_2"),
        ("", TALLMO, "closed", "book_time", "", ""),
    ),
    "resident_protected": (
        ("", TALLMO, "submitted", "book_time", "", ""),
        ("", TALLMO, "in_progress", "contact_me", "rao", "responder_1"),
        ("", TALLMO, "closed", "renew_prescription", "", ""),
    ),
    "resident_far_away": (("", TALLMO, "closed", "renew_prescription", "", ""),),
    "resident_young": (
        ("", "Ungdomsmottagningen Kajen", "awaiting_resident", "book_time", "", ""),
        ("", "Ungdomsmottagningen Kajen", "answered", "contact_me", "", ""),
    ),
    "child_of_staff": (
        ("", TALLMO, "submitted", "advice", "r", ""),
        ("", TALLMO, "in_progress", "contact_me", "rao", "responder_2"),
    ),
}


def _of_residents(cast: Cast) -> Iterator[Plan]:
    for key, cases in _THEIRS.items():
        holder = cast.people[key]
        for given, unit, state, case_type, path, responder in cases:
            person = next((one for one in holder.children if one.given == given), holder)
            late = False if state == "submitted" else None
            who = cast.staff.get(responder)
            yield Plan(cast.units[unit], state, person, case_type, path, who, late)
