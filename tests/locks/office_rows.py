"""An approved application in each of two regions, with what belongs to it, and a confirmation."""

from datetime import date

from tests import people_made as made
from tests.locks.scopes import OTHER_REGION, Rows
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id


def add(rows: Rows) -> None:
    """Add them; the candidate here is Rut, the one there has no session of her own."""
    _draft(rows)
    _terms_of_use(rows)
    for name, region, candidate in (
        ("here", made.REGION, "rut"),
        ("there", OTHER_REGION, "ask"),
    ):
        key = rows.note("office_application", new_id(), name)
        state = "approved" if name == "here" else "submitted"
        decided = (new_id(), "B", clock.now()) if name == "here" else (None, "", None)
        db.execute(
            "insert into office_application (id, region_id, kind, state, version, created_at, "
            "applicant_id, applicant_name, candidate_id, candidate_name, hsa_id, email, phone, "
            "employment, reason, starts_on, replaces_name, training_plan, handed_over, "
            "order_number, reviewer_id, reviewer_name, advised, decider_id, decider_name, "
            "decided_at, terms_version) values (%s, %s, 'proposed', %s, 1, %s, %s, 'A', %s, 'C', "
            "'', '', '', '', '', %s, '', '', true, '', %s, 'R', true, %s, %s, %s, '')",
            [
                *(key, region, state, clock.now(), new_id(), rows.people[candidate]),
                *(date(2026, 1, 1), new_id(), *decided),
            ],
        )
        db.execute(
            "insert into office_event (id, application_id, version, at, event, to_state, "
            "actor_id, actor_name, words) values (%s, %s, 1, %s, 'submit', 'submitted', %s, 'A', "
            "'')",
            [rows.note("office_event", new_id(), name), key, clock.now(), new_id()],
        )
        db.execute(
            "insert into office_item (id, application_id, key, done, at, by_id, by_name) "
            "values (%s, %s, 'course', true, %s, %s, 'A')",
            [rows.note("office_item", new_id(), name), key, clock.now(), new_id()],
        )
        message = rows.note("office_message", new_id(), name)
        db.execute(
            "insert into office_message (id, region_id, subject, body, sent_at, by_id, by_name) "
            "values (%s, %s, 'S', 'B', %s, %s, 'A')",
            [message, region, clock.now(), new_id()],
        )
        db.execute(
            "insert into office_receipt (id, message_id, region_id, unit_id, person_id, name) "
            "values (%s, %s, %s, %s, %s, 'Ros')",
            [
                rows.note("office_receipt", new_id(), name),
                *(message, region, rows.units["ek" if name == "here" else "tall"].id),
                rows.people["ros" if name == "here" else "gran"],
            ],
        )
        db.execute(
            "insert into office_confirmation (id, region_id, role, person_id, what, at, by_name) "
            "values (%s, %s, 'region_admin', %s, 'reminded', %s, '')",
            [
                rows.note("office_confirmation", new_id(), name),
                *(region, new_id(), clock.now()),
            ],
        )


def _draft(rows: Rows) -> None:
    """Begin a draft of the nation's red flags."""
    key = rows.note("red_flag_draft", new_id(), "draft")
    db.execute(
        "insert into red_flag_draft (id, state, version, base, definition, reason, started_at, "
        "started_by_id, started_by_name, proposed_by_name, decided_by_name) "
        "values (%s, 'draft', 1, 1, '{}', '', %s, %s, 'N', '', '')",
        [key, clock.now(), rows.people["nora"]],
    )
    db.execute(
        "insert into red_flag_draft_event (id, draft_id, version, at, event, part, actor_id, "
        "actor_name, words, old, new) values (%s, %s, 1, %s, 'begin', '', %s, 'N', '', '{}', '{}')",
        [rows.note("red_flag_draft_event", new_id(), "draft"), key, clock.now(), new_id()],
    )


def _terms_of_use(rows: Rows) -> None:
    """Publish terms of use of a far-off day, begin a draft, and let Anna and Rut have accepted."""
    key = rows.note("terms_of_use_draft", new_id(), "terms draft")
    db.execute(
        "insert into terms_of_use_draft (id, audience, state, version, base, text_sv, text_en, "
        "summary_sv, summary_en, started_at, started_by_id, started_by_name, proposed_by_name, "
        "decided_by_name) values (%s, 'staff', 'draft', 1, 1, 'V', 'T', '', '', %s, %s, 'N', '', "
        "'')",
        [key, clock.now(), rows.people["nora"]],
    )
    db.execute(
        "insert into terms_of_use_draft_event (id, draft_id, version, at, event, actor_id, "
        "actor_name, words, old, new) values (%s, %s, 1, %s, 'begin', %s, 'N', '', '{}', '{}')",
        [
            rows.note("terms_of_use_draft_event", new_id(), "terms draft"),
            *(key, clock.now(), new_id()),
        ],
    )
    for audience, who in (("resident", "anna"), ("staff", "rut")):
        version = new_id()
        db.execute(
            "insert into terms_of_use (id, audience, version, text_sv, text_en, summary_sv, "
            "summary_en, valid_from, proposed_by_id, proposed_by_name, published_at, "
            "published_by_id, published_by_name) values (%s, %s, 1, 'V', 'T', '', '', %s, %s, "
            "'P', %s, %s, 'B')",
            [version, audience, date(2999, 1, 1), new_id(), clock.now(), new_id()],
        )
        db.execute(
            "insert into terms_of_use_acceptance (id, person_id, audience, version, terms_id, "
            "language, accepted_at) values (%s, %s, %s, 1, %s, 'sv', %s)",
            [
                rows.note("terms_of_use_acceptance", new_id(), who),
                *(rows.people[who], audience, version, clock.now()),
            ],
        )
