"""Words are changed while a colleague does the same, or writes in the text: real transactions."""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import transaction

from tests import people_made as made
from tests.cases.test_two_at_once import at_once
from tests.central.offices import REGION, Central
from tests.central.test_words_changed import NEW, OLD, WORDS, desk, write
from tests.database import as_owner
from vardpost.casetypes import actions
from vardpost.casetypes.queries.words_touched import mark, touched
from vardpost.casetypes.terms_work import TermsWork
from vardpost.central.actions import texts
from vardpost.central.actions.texts import change_words
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id

pytestmark = pytest.mark.django_db(transaction=True)


class Desk:
    """A region's text with the old name, and two administrators who have it before them."""

    def __init__(self) -> None:
        """Make it."""
        with transaction.atomic():
            self.central = Central()
            write(self.central, "region", OLD)
            people = self.central.offices.people
            with as_owner():
                people["second"] = made.staff(None, name="Rut Dal")
                made.grant_office(people["second"], "region_admin", REGION)
            self.first, self.second = (
                made.sign_in(people[who], "staff") for who in ("region", "second")
            )
            self.version = desk(self.central, "region").version
            self.seen = mark(touched(REGION, WORDS), WORDS, publish=True)

    def change(self, actor: Actor) -> None:
        """Change the words as they were shown to both."""
        change_words(
            actor=actor,
            region_id=REGION,
            change_id=new_id(),
            words=WORDS,
            publish=True,
            seen=self.seen,
        )

    def standing(self) -> tuple[Any, int]:
        """Return the Swedish text in force, and how often words have been changed."""
        with transaction.atomic():
            body = desk(self.central, "region").body.sv
            with as_owner():
                row = db.fetch_one("select count(*) from text_change")
        return body, row[0] if row else 0


def _meeting(both: Barrier) -> Callable[..., Any]:
    """Return the reading of texts, after which two wait for each other, if both come so far."""

    def read(*asked: Any) -> Any:
        found = touched(*asked)
        with suppress(BrokenBarrierError):
            both.wait(timeout=1)
        return found

    return read


def test_two_who_change_the_same_words_change_them_once(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Desk()
    monkeypatch.setattr(texts, "touched", _meeting(Barrier(2)))
    ended = at_once((office.first, "", office.change), (office.second, "", office.change))
    assert sorted(ended)[-1] == "done"
    assert ended.count("done") == 1
    assert set(ended) <= {"done", "BadInput", "WrongState"}
    assert office.standing() == (NEW.sv, 1)


def test_what_a_colleague_publishes_meanwhile_is_never_written_over() -> None:
    office = Desk()
    words = TermsWork("Ring Gamla namnet, helst före lunch.\n", "Call Gamla Namnet before noon.\n")

    def publish(actor: Actor) -> None:
        actions.publish_terms(
            actor=actor,
            unit_id=None,
            case_type_id=office.central.type,
            version=office.version,
            work=words,
        )

    changed, published = at_once((office.first, "", office.change), (office.second, "", publish))
    assert "done" in (changed, published)
    body, times = office.standing()
    if published == "done":
        assert body == words.sv, "who published has her words, whole"
    else:
        assert (body, times) == (NEW.sv, 1)
        assert published in {"Moved", "Stale"}
