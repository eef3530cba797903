"""Two administrators at one moment, on real transactions: one wins, the other is told."""

from dataclasses import replace

import pytest
from django.db import transaction

from tests.cases.test_two_at_once import at_once
from tests.casetypes import verbs_world as world
from tests.database import as_owner
from tests.people_made import sign_in
from vardpost.casetypes import actions, queries
from vardpost.casetypes.fields import Text

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_save_or_publish_at_once() -> None:
    with transaction.atomic():
        offices = world.make()
        admin = offices.as_("admin")
        made = actions.create(actor=admin, title=Text("Sömn", "Sleep"), unit_id=offices.unit.id)
        form, number = world.draft(made)
        tokens = [sign_in(offices.people["admin"], "staff") for _ in range(2)]
    forms = [world.with_questions(replace(form, intro=Text(word, word))) for word in ("a", "b")]
    ended = at_once(
        *(
            (
                token,
                offices.unit.slug,
                lambda actor, one=one: actions.save_draft(
                    actor=actor, case_type_id=made, definition=one, version=number
                ),
            )
            for token, one in zip(tokens, forms, strict=True)
        )
    )
    assert sorted(ended) == ["Stale", "done"]
    with transaction.atomic():
        kept, number = world.draft(made)
    assert kept in forms
    assert number == 2
    ended = at_once(
        *(
            (
                token,
                offices.unit.slug,
                lambda actor: actions.publish(actor=actor, case_type_id=made, version=number),
            )
            for token in tokens
        )
    )
    assert sorted(ended) == ["Stale", "done"]
    with transaction.atomic(), as_owner():
        versions = queries.type_to_edit(made).versions
    assert [one.number for one in versions] == [1]
