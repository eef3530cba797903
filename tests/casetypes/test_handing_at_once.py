"""Two administrators hand out to one resident at one moment: one does it, the other is told."""

from uuid import UUID

import pytest
from django.db import transaction

from tests import people_made as made
from tests.cases.test_two_at_once import at_once
from tests.casetypes import verbs_world as world
from tests.casetypes.test_handing import days
from tests.database import as_owner
from vardpost.casetypes.actions.handing import hand_out, take_back
from vardpost.casetypes.decided import Given
from vardpost.kernel import clock, db

pytestmark = pytest.mark.django_db(transaction=True)


def stands() -> list[tuple[UUID, str]]:
    with transaction.atomic(), as_owner():
        return db.fetch_all("select id, ended_why from case_type_grant order by id")


def test_two_who_hand_out_or_take_back_at_once() -> None:
    with transaction.atomic():
        offices = world.make()
        with as_owner():
            anna = made.person("Anna", "Ek")
        tokens = [made.sign_in(offices.people["admin"], "staff") for _ in range(2)]
        kind = world.national("send_message")
    more = {"unit_id": offices.unit.id, "case_type_id": kind}
    ended = at_once(
        *(
            (
                token,
                offices.unit.slug,
                lambda actor, until=until: hand_out(
                    actor=actor,
                    **more,
                    seen={anna: None},
                    given=Given(clock.today(), until, "Remiss"),
                ),
            )
            for token, until in zip(tokens, (days(3), days(9)), strict=True)
        )
    )
    assert sorted(ended) == ["Moved", "done"]
    [(shown, why)] = stands()
    assert why == ""
    ended = at_once(
        (
            tokens[0],
            offices.unit.slug,
            lambda actor: take_back(actor=actor, **more, ids=[shown]),
        ),
        (
            tokens[1],
            offices.unit.slug,
            lambda actor: hand_out(
                actor=actor,
                **more,
                seen={anna: shown},
                given=Given(clock.today(), days(20), "Remiss"),
            ),
        ),
    )
    assert sorted(ended) == ["Moved", "done"]
    assert len([one for one in stands() if not one[1]]) == (1 if ended[1] == "done" else 0)
