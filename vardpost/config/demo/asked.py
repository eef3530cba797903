"""Two questions why somebody had looked: one with its answer, one that waits for the reviewers."""

from datetime import date
from uuid import UUID

from vardpost.config.demo.personas import Cast
from vardpost.config.demo.places import SJOVIK
from vardpost.kernel import db
from vardpost.kernel.actor import Actor, ResidentRef, UnitRef
from vardpost.kernel.clock import STOCKHOLM
from vardpost.kernel.ids import new_id
from vardpost.review.actions.mirror_answer import mirror_answer
from vardpost.review.actions.mirror_ask import mirror_ask

#: What was written, and the answer.
QUESTIONS = (
    (
        "Jag kände inte igen namnet.",
        "Det är en av dem som tar emot ärenden hos oss. Ditt ärende lästes för att det skulle komma "
        "till rätt läkare. Det hör till arbetet.",
    ),
    ("Jag har aldrig pratat med någon som heter så. Vad gällde det?", ""),
)


def ask_why(cast: Cast) -> None:
    """Let Karin ask about two lines of her log; the caller owns the tables."""
    karin, unit = cast.people["resident"], cast.units[SJOVIK]
    place = UnitRef(unit.id, unit.slug, unit.name, unit.hsa_id, unit.region)
    asker = Actor(
        kind="resident",
        person_id=karin.id,
        name=karin.name,
        residents=(ResidentRef(karin.id, karin.name, karin.born, "self"),),
    )
    for line, (text, answer) in zip(_lines(karin.id, unit.id), QUESTIONS, strict=False):
        put_on("resident", karin.id, residents=f"{{{karin.id}}}")
        question = new_id()
        mirror_ask(
            actor=asker,
            resident_id=karin.id,
            day=line[1],
            entry_id=line[0],
            question_id=question,
            text=text,
        )
        row = db.fetch_one("select review_id from mirror_question where id = %s", [question])
        if answer and row is not None:
            _answer(cast, place, row[0], answer)
    db.fetch_one("select scope_clear()")


def _lines(resident: UUID, unit: UUID) -> list[tuple[UUID, date]]:
    """Return the first entries of two people's lines: whoever read first, and whoever did last."""
    rows = db.fetch_all(
        "select e.id, e.at, e.person_id from audit_entry e where e.unit_id = %s "
        "and e.action = 'cases:case:read' and %s = any(e.resident_ids) and e.actor_kind = 'staff' "
        "and not exists (select 1 from audit_entry x where x.unit_id = e.unit_id "
        "and x.person_id = e.person_id and x.action = e.action and x.object_id = e.object_id "
        "and x.at::date = e.at::date and x.id < e.id) order by e.at",
        [unit, resident],
    )
    if not rows:
        return []
    last = next((one for one in reversed(rows) if one[2] != rows[0][2]), None)
    both = [rows[0], last] if last else [rows[0]]
    return [(one[0], one[1].astimezone(STOCKHOLM).date()) for one in both]


def _answer(cast: Cast, place: UnitRef, review: UUID, text: str) -> None:
    one = cast.staff["reviewer"]
    roles = frozenset({"unit_admin", "reviewer"})
    put_on(
        "staff", one.id, unit=str(place.id), region=place.region_id, roles=",reviewer,unit_admin,"
    )
    reviewer = Actor(
        kind="staff", person_id=one.id, name=one.name, roles=roles, unit=place, kin=frozenset()
    )
    mirror_answer(actor=reviewer, unit_id=place.id, review_id=review, version=1, text=text)


def put_on(kind: str, person: UUID, **more: str) -> None:
    """Put on somebody's scope, in place of what was."""
    settings = {"kind": kind, "person": str(person), "kin": f"{{{person}}}", **more}
    db.fetch_one("select scope_clear()")
    for name, value in settings.items():
        db.fetch_one("select set_config(%s, %s, true)", [f"app.{name}", value])
