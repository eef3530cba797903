"""Two at one moment on real transactions: one draft, one version, one acceptance."""

import pytest
from django.db import transaction

from tests.cases.test_two_at_once import at_once
from tests.database import as_owner
from tests.useterms.nation import FIRST, SECOND, Nation, accepted, ledger
from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.useterms.actions import draft as verbs
from vardpost.useterms.actions.accept import accept_terms
from vardpost.useterms.values import Audience

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nation() -> Nation:
    with transaction.atomic():
        return Nation()


def rows(table: str) -> int:
    with transaction.atomic(), as_owner():
        found = db.fetch_one(f"select count(*) from {table}")
    assert found
    return int(found[0])


def test_two_begin_a_draft(nation: Nation) -> None:
    ended = at_once(
        *(
            (
                nation.tokens[who],
                "",
                lambda actor: verbs.begin_draft(actor=actor, audience=Audience.RESIDENT),
            )
            for who in ("nora", "nils")
        )
    )
    assert ended == ["done", "done"]
    assert rows("terms_of_use_draft") == 1


def test_two_save_one_is_told(nation: Nation) -> None:
    with transaction.atomic():
        key = nation.begin().id
    ended = at_once(
        (
            nation.tokens["nora"],
            "",
            lambda actor: verbs.save_draft(actor=actor, draft_id=key, version=1, words=FIRST),
        ),
        (
            nation.tokens["nils"],
            "",
            lambda actor: verbs.save_draft(actor=actor, draft_id=key, version=1, words=SECOND),
        ),
    )
    assert sorted(ended) == ["Moved", "done"]


def test_published_and_sent_back_at_once(nation: Nation) -> None:
    with transaction.atomic():
        key = nation.begin().id
        nation.propose()
    ended = at_once(
        (
            nation.tokens["nils"],
            "",
            lambda actor: verbs.publish_draft(actor=actor, draft_id=key, version=2),
        ),
        (
            nation.tokens["nora"],
            "",
            lambda actor: verbs.return_draft(actor=actor, draft_id=key, version=2, words=""),
        ),
    )
    assert sorted(ended) in (["Moved", "done"], ["NotFound", "done"])
    assert rows("terms_of_use") == (1 if ended[0] == "done" else 0)


def test_one_press_that_arrives_four_times_is_one_acceptance(nation: Nation) -> None:
    with transaction.atomic():
        nation.publish()
    ended = at_once(
        *[
            (
                nation.tokens["karin"],
                "",
                lambda actor: accept_terms(actor=actor, version=1, language="sv"),
            )
        ]
        * 4
    )
    assert ended == ["done"] * 4
    with transaction.atomic():
        assert accepted(nation.people["karin"]) == [("resident", 1)]
        assert len(ledger(AuditEvent.TERMS_OF_USE_ACCEPTED)) == 1


def test_a_version_that_begins_while_one_presses(nation: Nation) -> None:
    """Whoever comes second is told: what was accepted is what was read, never another text."""
    with transaction.atomic():
        nation.publish()
        key = nation.begin().id
        nation.save(SECOND)
        nation.propose()
    ended = at_once(
        (
            nation.tokens["nils"],
            "",
            lambda actor: verbs.publish_draft(actor=actor, draft_id=key, version=3),
        ),
        (
            nation.tokens["karin"],
            "",
            lambda actor: accept_terms(actor=actor, version=1, language="sv"),
        ),
    )
    assert ended[0] == "done"
    assert ended[1] in {"done", "Stale"}
    with transaction.atomic():
        wanted = [("resident", 1)] if ended[1] == "done" else []
        assert accepted(nation.people["karin"]) == wanted
        row = db.fetch_one("select terms_of_use_waiting('resident', %s)", [nation.people["karin"]])
    assert row == (2,)
