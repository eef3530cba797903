"""Rows of reviews at each unit: about what a member of staff there has done, and the reviewer."""

from datetime import timedelta
from uuid import UUID

from tests import people_made as made
from tests.locks.scopes import OTHER_REGION, Rows
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id

#: At each unit: who did what is reviewed. Eva reviews at Ek, and did one thing herself.
WHO = {"ek": ("rut", "eva"), "al": ("ask",), "tall": ("gran",)}


def add(rows: Rows) -> None:
    """Add them to the people and units there are."""
    for place, unit in rows.units.items():
        region = OTHER_REGION if place == "tall" else made.REGION
        _review(rows, place, unit.id, region)
        _of_the_unit(rows, place, unit.id, region)
    for name, region in (("here", made.REGION), ("there", OTHER_REGION)):
        _of_the_region(rows, name, region)


def _text(rows: Rows, table: str, key: str, name: str) -> None:
    rows.things.setdefault(table, {})[key] = name  # type: ignore[index]  # a key of text


def _review(rows: Rows, place: str, unit_id: UUID, region: str) -> None:
    now = clock.now()
    review = rows.note("review", new_id(), place)
    db.execute(
        "insert into review (id, region_id, unit_id, kind, from_on, to_on, how, size, opened_at, "
        "opened_by_id, opened_by_name, due_on, version) values (%s, %s, %s, 'sample', %s, %s, "
        "'{}', 2, %s, %s, 'Eva', %s, 1)",
        [review, region, unit_id, now, now, now, rows.people["eva"], now + timedelta(days=14)],
    )
    for number, who in enumerate(WHO[place], start=1):
        _item(rows, f"{place}: {who}", rows.people[who], review, number, unit_id, region)
    escalation = rows.note("review_escalation", new_id(), place)
    db.execute(
        "insert into review_escalation (id, region_id, unit_id, review_id, unit_name, count, "
        "note, at, by_id, by_name) values (%s, %s, %s, %s, '', 1, '', %s, %s, 'Eva')",
        [escalation, region, unit_id, review, now, rows.people["eva"]],
    )


def _item(
    rows: Rows, name: str, who: UUID, review: UUID, place: int, unit_id: UUID, region: str
) -> None:
    now, entry, anna = clock.now(), new_id(), rows.people["anna"]
    item = rows.note("review_item", new_id(), name)
    db.execute(
        "insert into review_item (id, region_id, unit_id, review_id, place, entry_id, entry_at, "
        "person_id, person_name, roles, action, outcome, relation, object_type, object_id, state, "
        "case_number, resident_id, resident_name, residents, facts, rules, mark, version) values "
        "(%s, %s, %s, %s, %s, %s, %s, %s, '', '', 'cases:case:read', 'ok', '', 'case', '', '', "
        "'', %s, 'Anna', 1, 0, '[]', 'none', 1)",
        [item, region, unit_id, review, place, entry, now, who, anna],
    )
    marking = rows.note("review_marking", new_id(), name)
    db.execute(
        "insert into review_marking (id, region_id, unit_id, review_id, item_id, version, mark, "
        "comment, at, by_id, by_name) values (%s, %s, %s, %s, %s, 1, 'none', '', %s, %s, 'Eva')",
        [marking, region, unit_id, review, item, now, rows.people["eva"]],
    )
    question = rows.note("review_question", new_id(), name)
    db.execute(
        "insert into review_question (id, region_id, unit_id, review_id, item_id, unit_name, "
        "to_id, to_name, entry_at, action, outcome, case_number, resident_name, residents, text, "
        "asked_at, asked_by_id, asked_by_name, answer_by) values (%s, %s, %s, %s, %s, '', %s, '', "
        "%s, '', '', '', '', 1, '', %s, %s, 'Eva', %s)",
        [question, region, unit_id, review, item, who, now, now, rows.people["eva"], now],
    )
    signal = rows.note("review_signal", new_id(), name)
    db.execute(
        "insert into review_signal (id, region_id, unit_id, entry_id, entry_at, person_id, "
        "person_name, action, object_id, resident_id, residents, rule, count, found_at) values "
        "(%s, %s, %s, %s, %s, %s, '', 'cases:case:read', '', %s, 1, 'own', 1, %s)",
        [signal, region, unit_id, entry, now, who, anna, now],
    )
    why = rows.note("mirror_question", new_id(), name)
    db.execute(
        "insert into mirror_question (id, region_id, unit_id, resident_id, asked_by_id, entry_id, "
        "entry_at, last_at, count, action, outcome, relation, case_number, unit_name, person_id, "
        "text, asked_at, answer_by, review_id, version) values (%s, %s, %s, %s, %s, %s, %s, %s, 1, "
        "'cases:case:read', 'ok', '', '', '', %s, '', %s, %s, %s, 1)",
        [why, region, unit_id, anna, anna, entry, now, now, who, now, now, new_id()],
    )
    _alarm(rows, name, (region, unit_id, who), entry)
    rows.note("review_fact", entry, name)
    db.execute(
        "insert into review_fact (entry_id, entry_at, region_id, unit_id, person_id, facts) "
        "values (%s, %s, %s, %s, %s, 1)",
        [entry, now, region, unit_id, who],
    )


def _alarm(rows: Rows, name: str, where: tuple[str, UUID, UUID], entry: UUID) -> None:
    now, anna = clock.now(), rows.people["anna"]
    alarm = rows.note("review_alarm", new_id(), name)
    db.execute(
        "insert into review_alarm (id, region_id, unit_id, rule, person_id, person_name, "
        "resident_id, residents, entries, first_at, last_at, opened_at, version) values "
        "(%s, %s, %s, 'protected', %s, '', %s, 1, 1, %s, %s, %s, 1)",
        [alarm, where[0], where[1], where[2], anna, now, now, now],
    )
    db.execute(
        "insert into review_alarm_entry (id, region_id, unit_id, alarm_id, rule, person_id, "
        "resident_id, entry_id, entry_at, action, object_id) values "
        "(%s, %s, %s, %s, 'protected', %s, %s, %s, %s, 'cases:case:read', '')",
        [
            *(rows.note("review_alarm_entry", new_id(), name), where[0], where[1], alarm),
            *(where[2], anna, entry, now),
        ],
    )


def _of_the_unit(rows: Rows, place: str, unit_id: UUID, region: str) -> None:
    search = rows.note("review_search", new_id(), place)
    db.execute(
        "insert into review_search (id, region_id, unit_id, person_id, person_name, at, reason, "
        "filters) values (%s, %s, %s, %s, '', %s, 'Loggkontroll', '{}')",
        [search, region, unit_id, rows.people[WHO[place][-1]], clock.now()],
    )
    _export(rows, place, unit_id, region, search)
    rule = rows.note("review_rule", new_id(), place)
    db.execute(
        "insert into review_rule (id, region_id, unit_id, name, conditions, active) "
        "values (%s, %s, %s, 'Natt', '{}', true)",
        [rule, region, unit_id],
    )
    rows.note("review_plan", unit_id, place)
    db.execute(
        "insert into review_plan (unit_id, months, unit_of_size, amount, due_days, answer_days) "
        "values (%s, 1, 'entries', 25, 14, 7)",
        [unit_id],
    )


def _export(rows: Rows, place: str, unit_id: UUID, region: str, search: UUID) -> None:
    """Add an export that Eva has ordered, half made."""
    export, part, run = new_id(), new_id(), new_id()
    rows.note("review_export", export, place)
    db.execute(
        "insert into review_export (id, region_id, unit_id, search_id, filters, form, recipient, "
        "reason, ordered_at, ordered_by_id, ordered_by_name, kin, state, run, rows, size, "
        "residents) values (%s, %s, %s, %s, '{}', 'csv', 'age1', 'Tillsyn', %s, %s, 'Eva', '{}', "
        "'making', %s, 0, 0, '{}')",
        [export, region, unit_id, search, clock.now(), rows.people["eva"], run],
    )
    rows.note("review_export_part", part, place)
    db.execute(
        "insert into review_export_part (id, region_id, unit_id, export_id, run, number, data) "
        "values (%s, %s, %s, %s, %s, 0, '')",
        [part, region, unit_id, export, run],
    )


def _of_the_region(rows: Rows, name: str, region: str) -> None:
    rule = rows.note("review_rule", new_id(), name)
    db.execute(
        "insert into review_rule (id, region_id, name, conditions, active) "
        "values (%s, %s, 'Helg', '{}', true)",
        [rule, region],
    )
    _text(rows, "review_contact", region, name)
    db.execute(
        "insert into review_contact (region_id, name, email, phone) values (%s, 'Siv', '', '')",
        [region],
    )
    _text(rows, "review_cursor", f"{region} direct", name)
    db.execute(
        "insert into review_cursor (key, region_id, number) values (%s, %s, 0)",
        [f"{region} direct", region],
    )
