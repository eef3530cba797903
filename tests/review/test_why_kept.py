"""What a resident asked and was answered is kept: in the review's record, and in her own files.

Never in the ledger: what she writes is hers, and the question belongs to the review.
"""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from tests.database import as_owner
from tests.review.test_protocol import words
from tests.review.test_reviews import mark
from tests.review.test_why import AT, answer, ask, asked, family
from tests.review.world import World
from vardpost.kernel import clock, db
from vardpost.review import printing, protocol
from vardpost.review.actions import mirror_extract
from vardpost.review.actions.close import close_review
from vardpost.review.actions.mirror_extract import take_extract

pytestmark = pytest.mark.django_db
ASKED, ANSWERED = "Jag känner henne.\nHon är min granne.", "Hon fördelade, och det var rätt."
TODAY = clock.today()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> dict[str, Mapping[str, Any]]:
    """Keep what documents are set from, and set them."""
    kept: dict[str, Mapping[str, Any]] = {}

    def pdf(template: str, data: Mapping[str, Any]) -> bytes:
        kept[template] = data
        return printing.pdf(template, data)

    for room in (protocol, mirror_extract):
        monkeypatch.setattr(room, "pdf", pdf)
    return kept


def close(world: World, review: UUID, who: str = "gun") -> None:
    close_review(
        actor=world.as_(who), unit_id=world.unit.id, review_id=review, conclusion="Inget fel"
    )


def closed(world: World, **more: Any) -> UUID:
    """Let Karin ask, Gun answer her and close; return the review."""
    review = asked(world, text=ASKED, **more)
    answer(world, review, said=ANSWERED)
    mark(world, review, 1, "ok")
    close(world, review)
    return review


def taken(world: World, form: Any, who: str = "karin", about: str = "") -> bytes:
    return take_extract(
        actor=world.as_(who), resident_id=world.people[about or who], since=AT.date(), until=TODAY,
        form=form,
    ).data  # fmt: skip


# --- the record of the review ---


def test_the_record_has_the_question_and_the_answer(
    world: World, made: dict[str, Mapping[str, Any]]
) -> None:
    closed(world)
    why = made["protocol"]["why"]
    assert why["title"] == "Invånarens fråga"
    assert why["head"].startswith("Invånaren frågade varför, ")
    assert "Svar senast" in why["head"]
    assert (why["text"], why["answer"]) == (ASKED, ANSWERED)
    assert why["answered"].startswith("Svar till invånaren, ")
    assert why["answered"].endswith("Gun Sten")
    assert "Frågan kom" in words(made["protocol"]["facts"])
    assert "Började" not in words(made["protocol"]["facts"])


def test_the_record_says_that_a_guardian_asked_and_not_which(
    world: World, made: dict[str, Mapping[str, Any]]
) -> None:
    child = family(world)
    entry = world.log(at=AT, resident_ids=[child], object_id="", object_type="queue")
    assert ask(world, entry, who="nils", about="elsa", text=ASKED)
    review = UUID(str(world.rows("select review_id from mirror_question")[0][0]))
    answer(world, review, said=ANSWERED)
    mark(world, review, 1, "ok")
    close(world, review)
    said = words(made["protocol"])
    assert "En vårdnadshavare frågade varför" in said
    assert "Nils" not in said


def test_another_review_has_no_such_part(world: World, made: dict[str, Mapping[str, Any]]) -> None:
    from tests.review.test_reviews import sample

    world.log()
    review = sample(world)
    mark(world, review, 1, "ok")
    close(world, review)
    assert made["protocol"]["why"] is None


def test_it_is_given_to_reviewers_and_never_to_whom_it_is_about(world: World) -> None:
    review = closed(world, by="per")
    assert world.browser("gun").get(world.url(review, "protokoll")).status_code == 200
    assert world.browser("per").get(world.url(review, "protokoll")).status_code == 404


def test_no_word_of_it_is_in_the_ledger(world: World) -> None:
    closed(world)
    taken(world, "pdf")
    with as_owner():
        rows = db.fetch_all("select e::text from audit_entry e")
    assert len(rows) > 5
    for row in rows:
        for part in ("känner henne", "min granne", "det var rätt"):
            assert part not in row[0]


# --- her own files ---


def test_the_file_for_programs_has_it_at_its_entry(world: World) -> None:
    review = asked(world, text=ASKED)
    (before,) = _asked(json.loads(taken(world, "json")))
    assert before["question"]["text"] == ASKED
    assert before["question"]["answer"] is None
    assert before["question"]["answered_at"] is None
    assert before["event"] == "cases:case:read"
    answer(world, review, said=ANSWERED)
    (after,) = _asked(json.loads(taken(world, "json")))
    told = after["question"]
    assert (told["answer"], told["answered_by"]) == (ANSWERED, "Ekens vårdcentral")
    assert told["asked_at"] <= told["answered_at"]
    assert "Gun" not in json.dumps(told)


def test_the_document_has_it_below_and_the_row_points_there(
    world: World, made: dict[str, Mapping[str, Any]]
) -> None:
    world.log("ida", case="karin", at=AT)
    taken(world, "pdf")
    assert made["extract"]["asked"]["rows"] == []
    review = asked(world, text=ASKED)
    taken(world, "pdf")
    (one,) = made["extract"]["asked"]["rows"]
    assert one["title"] == "1. Läste ärendet för att ge det till någon som svarar."
    assert one["about"].startswith("Rut Ek, ärendemottagare")
    assert one["asked"].startswith("Karin Berg frågade varför ")
    assert one["text"] == ASKED
    assert one["answered"].startswith("Inget svar än. Ekens vårdcentral ska svara senast ")
    answer(world, review, said=ANSWERED)
    data = taken(world, "pdf")
    (one,) = made["extract"]["asked"]["rows"]
    assert one["answered"].startswith("Ekens vårdcentral svarade ")
    assert one["answer"] == ANSWERED
    pointing = [row for row in made["extract"]["lines"]["rows"] if "Se fråga 1 nedan." in row[2]]
    assert [row[1][0] for row in pointing] == ["Rut Ek"]
    assert b"<pdfuaid:part>1" in data


def test_the_longest_question_and_answer_make_documents(world: World) -> None:
    long = ("Så långt som det får vara. \n" * 200)[:4000].strip()
    review = asked(world, text=long[:1000])
    answer(world, review, said=long)
    mark(world, review, 1, "ok")
    close(world, review)
    assert taken(world, "pdf").startswith(b"%PDF-")


def test_what_another_guardian_asked_is_not_in_it(
    world: World, made: dict[str, Mapping[str, Any]]
) -> None:
    child = family(world)
    entry = world.log(at=AT, resident_ids=[child], object_id="", object_type="queue")
    assert ask(world, entry, about="elsa", text=ASKED)
    for form in ("json", "pdf"):
        mine = taken(world, form, "karin", "elsa")
        others = taken(world, form, "nils", "elsa")
        if form == "json":
            assert len(_asked(json.loads(mine))) == 1
            assert _asked(json.loads(others)) == []
    assert made["extract"]["asked"]["rows"] == []


def _asked(told: Mapping[str, Any]) -> list[Any]:
    return [one for one in told["entries"] if one["question"] is not None]
