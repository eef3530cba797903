"""A row of every kind that row security hides, at three units in two regions."""

from datetime import date, timedelta
from uuid import UUID

from tests import people_made as made
from tests.cases import cases_made
from tests.locks import office_rows, review_rows, unit_rows
from tests.locks.scopes import OTHER_REGION, Rows
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id


def make() -> Rows:
    """Make everything; call it under `as_owner`."""
    rows = Rows()
    rows.units = {
        "ek": made.unit("Ek"),
        "al": made.unit("Al"),
        "tall": made.unit("Tall", region=OTHER_REGION),
    }
    _people(rows)
    for place in rows.units:
        _cases(rows, place)
    _settings(rows)
    _notices(rows)
    _ledger(rows)
    unit_rows.add(rows)
    review_rows.add(rows)
    office_rows.add(rows)
    return rows


def _people(rows: Rows) -> None:
    ek, al, tall = rows.units.values()
    people = rows.people
    people["anna"], people["karin"] = made.person("Anna"), made.person("Karin")
    people["nils"] = made.person("Nils", region=OTHER_REGION)
    people["child"], people["teenager"] = made.person("Moa"), made.person("Liv")
    people["rut"] = made.staff(ek, "case_receiver")
    people["lind"] = made.staff(ek, "responder")
    people["holm"] = made.staff(ek, "responder")
    people["alm"] = made.staff(ek, "case_receiver", "responder")
    people["ros"] = made.staff(ek, "unit_admin")
    people["eva"] = made.staff(ek, "unit_admin", "reviewer")
    people["ulf"] = made.staff(ek, "reviewer")
    made.grant(people["lind"], "responder", al)
    people["ask"] = made.staff(al, "case_receiver")
    people["gran"] = made.staff(tall, "case_receiver")
    people["dag"] = made.staff(None)
    people["nora"] = made.staff(None)
    _office(people["dag"], "region_admin", made.REGION)
    _office(people["nora"], "national_office", "")
    today = clock.now().date()
    for child, years in (("child", 8), ("teenager", 14)):
        born = today - timedelta(days=366 * years)
        db.execute("update person set birth_date = %s where id = %s", [born, people[child]])
        made_id = db.fetch_one(
            "insert into guardianship (guardian_id, child_id, since, blocked) "
            "values (%s, %s, %s, false) returning id",
            [people["karin"], people[child], born],
        )
        assert made_id
        rows.note("guardianship", made_id[0], child)
    rows.things["person"] = {key: name for name, key in people.items()}


def _office(person: UUID, role: str, region: str) -> None:
    db.execute(
        "insert into role_grant (id, person_id, role, region_code, starts_on, granted_by_name, "
        "reason, created_at) values (%s, %s, %s, %s, %s, 'Test', '', %s)",
        [new_id(), person, role, region, date(2020, 1, 1), clock.now()],
    )


#: At each unit: whose case, in which state, whose answer.
_CASES = {
    "anna new": ("anna", "submitted", None),
    "anna lind": ("anna", "in_progress", "lind"),
    "karin holm": ("karin", "awaiting_resident", "holm"),
    "child alm": ("child", "answered", "alm"),
    "teenager lind": ("teenager", "closed", "lind"),
    "nils new": ("nils", "submitted", None),
    "rut lind": ("rut", "in_progress", "lind"),
    "lind lind": ("lind", "in_progress", "lind"),
}


def _cases(rows: Rows, place: str) -> None:
    region = OTHER_REGION if place == "tall" else made.REGION
    for name, (resident, state, assignee) in _CASES.items():
        label = f"{place}: {name}"
        case_id = cases_made.case(
            rows.units[place],
            rows.people[resident],
            state,
            rows.people[assignee] if assignee else None,
            region_id=region,
        )
        rows.note("care_case", case_id, label)
        found = db.fetch_one("select id from case_message where case_id = %s", [case_id])
        assert found
        rows.note("case_message", found[0], label)
        rows.note("case_flag", _flag(case_id), label)
        rows.note("case_mark", _mark(case_id), label)
        rows.note("case_history", _history(case_id, rows.people[resident], state), label)


def _flag(case_id: UUID) -> UUID:
    key = new_id()
    db.execute(
        "insert into case_flag (id, case_id, list_id, level, list_version, key, label_sv, "
        "label_en, advice, at) values (%s, %s, %s, 'national', 1, 'k', 'k', 'k', '112', %s)",
        [key, case_id, new_id(), clock.now()],
    )
    return key


def _mark(case_id: UUID) -> UUID:
    key = new_id()
    db.execute(
        "insert into case_mark (id, case_id, key, done, turn, at, by_id, by_name) "
        "values (%s, %s, 'k', true, 1, %s, %s, 'A')",
        [key, case_id, clock.now(), new_id()],
    )
    return key


def _history(case_id: UUID, actor: UUID, state: str) -> UUID:
    key = new_id()
    db.execute(
        "insert into case_history (id, case_id, key, at, version, event, from_state, to_state, "
        "actor_id, actor_name, actor_role, assignee_name, reason) "
        "values (%s, %s, %s, %s, 1, 'submit', '', %s, %s, 'A', 'resident', '', '')",
        [key, case_id, new_id(), clock.now(), state, actor],
    )
    return key


def _settings(rows: Rows) -> None:
    for name in ("anna", "karin", "rut", "lind"):
        person = rows.people[name]
        db.execute(
            "insert into notice_setting (person_id, waiting, new_case, assigned, language) "
            "values (%s, true, true, true, 'sv')",
            [person],
        )
        rows.note("notice_setting", person, name)
        db.execute(
            "insert into staff_notice (person_id, digest_hour, quiet_from, quiet_to, new_case, "
            "unassigned, reminder, replied, assigned) "
            "values (%s, 8, 0, 0, 'direct', 'direct', 'direct', 'direct', 'direct')",
            [person],
        )
        rows.note("staff_notice", person, name)
        _draft(rows, name, name, None)
    for name, case in _WRITTEN.items():
        _draft(rows, name, name.split(" ")[0], case)


#: Messages being written: whose, and in which case.
_WRITTEN = {
    "karin in her case": "ek: karin holm",
    "rut at the unit": "ek: anna new",
    "lind on the own case": "ek: anna lind",
    "holm before the hand-over": "ek: anna lind",
    "lind elsewhere": "al: anna lind",
}


def _draft(rows: Rows, label: str, who: str, case: str | None) -> None:
    draft = rows.note("case_draft", new_id(), label)
    db.execute(
        "insert into case_draft (id, person_id, case_id, kind, unit_id, case_type, data, "
        "urgent_checked, version, created_at, updated_at) "
        "values (%s, %s, %s, %s, %s, %s, '{}', false, 1, %s, %s)",
        [
            *(draft, rows.people[who], rows.key("care_case", case) if case else None),
            *("reply" if case else "submission", rows.units["ek"].id, new_id().hex),
            *(clock.now(), clock.now()),
        ],
    )


def _notices(rows: Rows) -> None:
    for name, region in (("here", made.REGION), ("there", OTHER_REGION)):
        notice = rows.note("notice", new_id(), name)
        db.execute(
            "insert into notice (id, region_id, event_key, template, recipient_id, created_at, "
            "attempts, last_error) values (%s, %s, %s, 'waiting', %s, %s, 0, '')",
            [notice, region, new_id(), rows.people["anna"], clock.now()],
        )


def _ledger(rows: Rows) -> None:
    for place in rows.units:
        region = OTHER_REGION if place == "tall" else made.REGION
        for name in ("anna", "karin", "child", "teenager", "nils"):
            entry = rows.note("audit_entry", new_id(), f"{place}: {name}")
            db.execute(
                "insert into audit_entry (id, at, schema_version, action, outcome, purpose, "
                "actor_kind, person_id, person_name, roles, unit_id, unit_hsa_id, unit_name, "
                "region_id, resident_ids, acting_as, relation, object_type, object_id, state, "
                "address, request_id, detail) values (%s, %s, 1, 'cases:case:read', 'ok', 'care', "
                "'staff', %s, 'Rut', 'case_receiver', %s, '', '', %s, %s, '', 'receiver', 'case', "
                "'', '', '', '', '{}')",
                [
                    *(entry, clock.now(), rows.people["rut"], rows.units[place].id, region),
                    [rows.people[name]],
                ],
            )
