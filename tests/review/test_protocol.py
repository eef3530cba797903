"""The protocol of a review: PDF/A that says everything, the same bytes each time, for good."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from django.db import Error as DatabaseError
from django.db import transaction
from django.utils import translation

from tests.database import as_owner
from tests.review.test_reviews import mark, sample
from tests.review.world import World
from vardpost.kernel import clock, db
from vardpost.kernel.errors import Unavailable
from vardpost.kernel.ids import new_id
from vardpost.review import printing, protocol
from vardpost.review.actions.close import cancel_review, close_review, download_protocol, escalate
from vardpost.review.actions.question import ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, Any]]:
    """Keep what the protocols are set from."""
    kept: list[Mapping[str, Any]] = []

    def pdf(template: str, data: Mapping[str, Any]) -> bytes:
        assert template == "protocol"
        kept.append(data)
        return printing.pdf(template, data)

    monkeypatch.setattr(protocol, "pdf", pdf)
    return kept


def closed(world: World, conclusion: str = "Samtal hållet") -> UUID:
    """Close a sample of two with everything that can be said, and return it."""
    world.log()
    world.log("ida", case="nils")
    review = sample(world)
    at: dict[str, Any] = {"unit_id": world.unit.id, "review_id": review}
    mark(world, review, 1, "ok", comment="Tog emot samtalet")
    mark(world, review, 2, "ask")
    ask(actor=world.as_("gun"), **at, place=2, question_id=new_id(), text="Varför öppnade du?")
    mark(world, review, 2, "breach", comment="Grannar", version=2)
    escalate(actor=world.as_("gun"), **at, escalation_id=new_id(), note="Ring mig")
    close_review(actor=world.as_("gun"), **at, conclusion=conclusion)
    return review


def words(data: Any) -> str:
    """Return every text of a document."""
    if isinstance(data, str):
        return data
    if isinstance(data, Mapping):
        data = data.values()
    if isinstance(data, list | tuple) or hasattr(data, "__iter__"):
        return "\n".join(words(one) for one in data)
    return ""


def test_it_says_everything_in_swedish(world: World, made: list[Mapping[str, Any]]) -> None:
    with translation.override("en"):
        closed(world)
    said = words(made[0])
    for text in (
        *("Stickprov", "Ekens vårdcentral", "Startord", "ek", "Draget ur", "2 händelser"),
        *("5 poster", "Rut Ek", "Ida Berg", "Tog emot samtalet", "Grannar", "Samtal hållet"),
        *("Varför öppnade du?", "Misstänkt intrång", "1 misstänkt intrång", "Ring mig"),
        *("Inget svar. Frågan drogs tillbaka", "Svar senast", "Har granskat", "Gun Sten"),
        *("öppnade ärendet", "Skulle vara klar", "Kontrollsumma för innehållet"),
    ):
        assert text in said, text


def test_it_is_pdf_a_and_the_same_each_time(world: World, made: list[Mapping[str, Any]]) -> None:
    review = closed(world)
    file = download_protocol(actor=world.as_("per"), unit_id=world.unit.id, review_id=review)
    for part in (
        *(b"<pdfaid:part>2</pdfaid:part>", b"<pdfaid:conformance>A", b"<pdfuaid:part>1"),
        *(b"/OutputIntents", b"/FontFile", b"/StructTreeRoot", b"/Lang"),
    ):
        assert part in file.data, part
    assert printing.pdf("protocol", made[0]) == file.data
    given = world.browser("per").get(world.url(review, "protokoll"))
    assert given.content == file.data
    assert hashlib.sha256(given.content).hexdigest() == file.hash
    assert given.headers["Content-Type"] == "application/pdf"


def test_one_word_more_is_another_content(world: World, made: list[Mapping[str, Any]]) -> None:
    world.log()
    for text in ("Samtal hållet", "Samtal hållet."):
        review = sample(world)
        mark(world, review, 1, "ok")
        close_review(
            actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, conclusion=text
        )
    one, two = (data["footer"] for data in made)
    assert one != two


@pytest.mark.parametrize(
    "statement",
    [
        "update review set protocol = %s where id = %s",
        "update review set protocol_hash = repeat('0', 64), protocol = %s where id = %s",
        "delete from review where protocol <> %s and id = %s",
    ],
)
def test_nobody_of_the_service_changes_it(world: World, statement: str) -> None:
    review = closed(world)
    world.as_("gun")
    with pytest.raises(DatabaseError), transaction.atomic():
        db.execute(statement, [b"another", review])


def test_what_was_changed_behind_the_service_is_given_to_nobody(world: World) -> None:
    review = closed(world)
    with as_owner():
        db.execute("alter table review disable trigger review_unchanging", [])
        db.execute("update review set protocol = %s where id = %s", [b"another", review])
        db.execute("alter table review enable trigger review_unchanging", [])
    with pytest.raises(Unavailable):
        download_protocol(actor=world.as_("per"), unit_id=world.unit.id, review_id=review)
    answer = world.browser("per").get(world.url(review, "protokoll"))
    assert answer.status_code == 503
    assert b"another" not in answer.content


def test_a_review_whose_protocol_cannot_be_made_stays_open(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.log()
    review = sample(world)
    mark(world, review, 1, "ok")
    monkeypatch.setattr(printing, "_PATIENCE", 0.001)
    at: dict[str, Any] = {"unit_id": world.unit.id, "review_id": review}
    with pytest.raises(Unavailable), transaction.atomic():
        close_review(actor=world.as_("gun"), **at, conclusion="")
    assert world.rows("select closed_at from review") == [(None,)]


def test_a_cancelled_one_says_why_and_what_is_left(
    world: World, made: list[Mapping[str, Any]]
) -> None:
    world.log()
    review = sample(world)
    cancel_review(
        actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, conclusion="Fel vecka"
    )
    said = words(made[0])
    assert "Varför den avbröts" in said
    assert "Fel vecka" in said
    assert ["1", "inte bedömd"] in made[0]["counts"]
    assert "Ingen post är bedömd" in said


def test_the_words_are_on_the_day_of_sweden(world: World, made: list[Mapping[str, Any]]) -> None:
    closed(world)
    today = clock.now().astimezone(clock.STOCKHOLM)
    assert made[0]["made"] == [today.year, today.month, today.day]
