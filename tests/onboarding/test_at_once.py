"""Two at the office connect units in one moment, on real transactions: each unit once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import UUID

import pytest
from django.db import connection, transaction

from tests import people_made as people
from tests.cases.test_two_at_once import Act, at_once
from tests.database import as_owner
from tests.onboarding.ways import OTHER, REGION, in_directory, plan
from tests.overview.made_region import Office, office
from tests.waits import until_one_waits
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.onboarding.actions.join import approve, request_unit
from vardpost.onboarding.actions.many import connect_many
from vardpost.onboarding.actions.open import activate
from vardpost.onboarding.pasted import read

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place() -> Office:
    with transaction.atomic():
        found = office()
        with as_owner():
            found.people["rut"] = people.staff(None, "region_admin", name="Rut Två")
    return found


def tokens(place: Office) -> list[str]:
    with transaction.atomic():
        return [people.sign_in(place.people[who], "staff") for who in ("dag", "rut")]


def pastes(keys: Sequence[str], form: UUID, said: list[list[str]], region: str = REGION) -> Act:
    """Return a pasted list that is connected; what is refused is added to what is said."""

    def act(actor: Actor) -> None:
        done = connect_many(
            actor=actor,
            region_id=region,
            form_id=form,
            lines=read("\n".join(keys), region),
            plan=plan(),
        )
        said.append([why for _line, key, why in done if key is None])

    return act


def overlapping(place: Office, lists: Sequence[tuple[str, str, Sequence[str]]]) -> list[str]:
    """Connect lists of (who, region, lines), each begun before any is over; return how each ended.

    A list that has connected its first unit goes on when another waits for it, or has its first.
    """
    said: list[list[str]] = []
    begun = [Event() for _one in lists]

    def connects(number: int, region: str, lines: Sequence[str]) -> Act:
        def progress(count: int) -> None:
            if count == 1:
                begun[number].set()
                until_one_waits(begun[1 - number])

        def act(actor: Actor) -> None:
            done = connect_many(
                actor=actor,
                region_id=region,
                form_id=new_id(),
                lines=read("\n".join(lines), region),
                plan=plan(),
                progress=progress,
            )
            said.append([why for _line, key, why in done if key is None])

        return act

    with transaction.atomic():
        tokens = [place.token(who) for who, _region, _lines in lists]
    ended = at_once(
        *(
            (token, "", connects(number, region, lines))
            for number, (token, (_who, region, lines)) in enumerate(zip(tokens, lists, strict=True))
        )
    )
    assert not any(said), said
    return ended


def test_lists_of_two_regions_with_units_of_the_same_names(place: Office) -> None:
    """Each has made an address that the other wants, and neither waits for ever."""
    names = ["Alens tandvård", "Björkens tandvård"]
    with transaction.atomic():
        here = [in_directory(name) for name in names]
        there = [in_directory(name, OTHER) for name in reversed(names)]
    ended = overlapping(place, [("dag", REGION, here), ("stina", OTHER, there)])
    assert (ended, units([*here, *there])) == (["done", "done"], 4)


def test_a_list_and_a_single_unit_of_the_same_name_that_stands_in_both(place: Office) -> None:
    with transaction.atomic():
        one, same = in_directory("Alens tandvård"), in_directory("Alens tandvård")
    said: list[list[str]] = []
    begun, over = Event(), Event()

    def single(actor: Actor) -> None:
        assert begun.wait(60)
        try:
            pastes([same], new_id(), said)(actor)
        finally:
            over.set()

    def progress(count: int) -> None:
        if count == 1:
            begun.set()
            until_one_waits(over)

    def listed(actor: Actor) -> None:
        connect_many(
            actor=actor,
            region_id=REGION,
            form_id=new_id(),
            lines=read(f"{one}\n{same}", REGION),
            plan=plan(),
            progress=progress,
        )

    first, other = tokens(place)
    assert at_once((first, "", listed), (other, "", single)) == ["done", "done"]
    assert (units([one, same]), said) == (2, [["Mottagningen är redan ansluten"]])


def units(keys: Sequence[str]) -> int:
    with transaction.atomic(), as_owner():
        row = db.fetch_one("select count(*) from care_unit where hsa_id = any(%s)", [list(keys)])
    assert row
    return int(row[0])


def test_the_same_list_from_both_ends_connects_each_unit_once(place: Office) -> None:
    with transaction.atomic():
        keys = [in_directory(f"Alens tandvård {n}") for n in range(6)]
    said: list[list[str]] = []
    one, other = tokens(place)
    ended = at_once(
        (one, "", pastes(keys, new_id(), said)),
        (other, "", pastes(keys[::-1], new_id(), said)),
    )
    # The other is told to wait; where the first was done already, that all are connected.
    assert sorted(ended)[-1] == "done"
    assert set(ended) <= {"BadInput", "done"}
    assert units(keys) == len(keys)
    assert said[0] == []
    assert {why for one in said[1:] for why in one} <= {"Mottagningen är redan ansluten"}


def test_a_list_that_waits_for_another_is_told_so_and_kept(place: Office) -> None:
    with transaction.atomic():
        keys = [in_directory(f"Alens tandvård {n}") for n in range(2)]
    form = {"lista": "\n".join(keys), "template": "dental", "starts_on": str(clock.today())}
    form |= {"contact_name": "Dag Hav", "steg": "anslut", "nyckel": str(new_id())}
    said: list[list[str]] = []

    def meanwhile(actor: Actor) -> None:
        pastes(keys, new_id(), said)(actor)
        with ThreadPoolExecutor(1) as pool:
            text = pool.submit(page).result()
        assert "En annan lista i regionen ansluts just nu" in text
        assert keys[1] in text

    def page() -> str:
        try:
            answer = place.browser().post(f"/r/{REGION}/anslut/flera", form)
            assert answer.status_code == 422
            return str(answer.content.decode())
        finally:
            connection.close()

    with transaction.atomic():
        place.token("dag")
    assert at_once((tokens(place)[1], "", meanwhile)) == ["done"]
    assert (units(keys), said) == (2, [[]])


def test_the_same_press_twice_connects_once(place: Office) -> None:
    with transaction.atomic():
        keys = [in_directory(f"Alens tandvård {n}") for n in range(3)]
    said: list[list[str]] = []
    form, token = new_id(), tokens(place)[0]
    ended = at_once(*[(token, "", pastes(keys, form, said))] * 2)
    assert set(ended) <= {"BadInput", "done"}
    assert units(keys) == 3
    assert not any(said)


def test_two_units_of_one_name_get_an_address_each(place: Office) -> None:
    with transaction.atomic():
        keys = [in_directory("Alens tandvård") for _n in range(2)]
    said: list[list[str]] = []
    ended = at_once(
        *((t, "", pastes([k], new_id(), said)) for t, k in zip(tokens(place), keys, strict=True))
    )
    assert ended == ["done", "done"]
    assert units(keys) == 2


def test_a_hidden_unit_of_another_region_has_its_name_and_the_new_one_another(
    place: Office,
) -> None:
    with transaction.atomic():
        keys = [in_directory("Alens tandvård", region) for region in (OTHER, REGION)]
    said: list[list[str]] = []
    there = pastes(keys[:1], new_id(), said, OTHER)
    with transaction.atomic():
        ends = [
            (place.token("stina"), "", there),
            (place.token("dag"), "", pastes(keys[1:], new_id(), said)),
        ]
    assert [at_once(one) for one in ends] == [["done"], ["done"]]
    assert (units(keys), said) == (2, [[], []])


def test_two_activate_and_one_does(place: Office) -> None:
    key = new_id()
    with transaction.atomic():
        unit = in_directory()
        actor = place.enter()
        request_unit(actor=actor, region_id=REGION, joining_id=key, key=unit, plan=plan())
        approve(actor=actor, joining_id=key, version=1)

    def act(actor: Actor) -> None:
        activate(actor=actor, joining_id=key, version=2)

    assert sorted(at_once(*((token, "", act) for token in tokens(place)))) == ["Stale", "done"]
    assert units([unit]) == 1


def test_another_regions_key_makes_nothing(place: Office) -> None:
    key = new_id()
    with transaction.atomic():
        here, there = in_directory(), in_directory("Fjärran", OTHER)
        request_unit(actor=place.enter(), region_id=REGION, joining_id=key, key=here, plan=plan())
    token = place.token("stina")

    def act(actor: Actor) -> None:
        request_unit(actor=actor, region_id=OTHER, joining_id=key, key=there, plan=plan())

    assert at_once((token, "", act)) == ["NotFound"]
