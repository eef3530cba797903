"""A row of every kind that row security hides, at three units in two regions."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from tests import people_made as made
from tests.cases import cases_made
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id
from vardpost.people.session import open_scope

OTHER_REGION = "01"
#: What each kind of scope belongs to: the person, and the unit whose page is asked for.
SCOPES = {
    "resident": ("anna", None),
    "guardian": ("karin", None),
    "other resident": ("nils", None),
    "receiver": ("rut", "ek"),
    "responder": ("lind", "ek"),
    "responder on the other unit": ("lind", "al"),
    "colleague": ("holm", "ek"),
    "both": ("alm", "ek"),
    "administrator": ("ros", "ek"),
    "reviewer": ("eva", "ek"),
    "reviewer alone": ("ulf", "ek"),
    "receiver on a unit of no role": ("rut", "al"),
    "receiver elsewhere": ("ask", "al"),
    "receiver in another region": ("gran", "tall"),
    "region office": ("dag", None),
    "national office": ("nora", None),
    "system here": (made.REGION, "system"),
    "system there": (OTHER_REGION, "system"),
    "system of no region": ("", "system"),
}
RESIDENTS = {"anna", "karin", "nils"}


@dataclass(slots=True)
class Rows:
    """People, units and rows by name; `names` turns an id back into its name."""

    units: dict[str, made.Unit] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    things: dict[str, dict[UUID, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def note(self, table: str, key: UUID, name: str) -> UUID:
        """Remember the name of a row."""
        self.things.setdefault(table, {})[key] = name
        return key

    def key(self, table: str, name: str) -> UUID:
        """Return the id of a row."""
        return next(key for key, named in self.things[table].items() if named == name)

    def enter(self, scope: str) -> None:
        """Set the transaction's scope as a request or a job does."""
        who, where = SCOPES[scope]
        if where == "system":
            db.fetch_one("select system_open(%s)", [who])
            return
        kind = "resident" if who in RESIDENTS else "staff"
        if who not in self.tokens:
            self.tokens[who] = made.sign_in(self.people[who], kind)
        slug = self.units[where].slug if where else ""
        assert open_scope(self.tokens[who], slug, request_id="r", address="a") is not None


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
    _changes(rows)
    _directory(rows)
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
        rows.note("case_history", _history(case_id, rows.people[resident], state), label)


def _flag(case_id: UUID) -> UUID:
    key = new_id()
    db.execute(
        "insert into case_flag (id, case_id, list_id, level, list_version, key, label_sv, "
        "label_en, advice, at) values (%s, %s, %s, 'national', 1, 'k', 'k', 'k', '112', %s)",
        [key, case_id, new_id(), clock.now()],
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


def _changes(rows: Rows) -> None:
    for place, unit in rows.units.items():
        region = OTHER_REGION if place == "tall" else made.REGION
        key = rows.note("setting_change", new_id(), place)
        db.execute(
            "insert into setting_change (id, region_id, unit_id, kind, object_id, version, at, "
            "actor_name, old, new, reason) values (%s, %s, %s, 'units:contact', '', 1, %s, 'Eva', "
            "'{}', '{}', '')",
            [key, region, unit.id, clock.now()],
        )
        rows.note("care_unit", unit.id, place)
        for name in ("anna", "nils"):
            approved = rows.note("approved_resident", new_id(), f"{place}: {name}")
            db.execute(
                "insert into approved_resident (id, unit_id, person_id, reason, "
                "approved_by_name, created_at) values (%s, %s, %s, 'Nära arbetet', 'Eva', %s)",
                [approved, unit.id, rows.people[name], clock.now()],
            )
        _routing(rows, place, unit.id)
        own = rows.note("case_type", new_id(), place)
        db.execute(
            "insert into case_type (id, key, region_id, unit_id, position) "
            "values (%s, 'u_own', %s, %s, 90)",
            [own, region, unit.id],
        )
        db.execute(
            "insert into case_type_draft (id, case_type_id, definition, version, created_at, "
            "updated_at, updated_by_name) values (%s, %s, '{}', 1, %s, %s, 'Eva')",
            [rows.note("case_type_draft", new_id(), place), own, clock.now(), clock.now()],
        )
        db.execute(
            "insert into unit_terms (id, unit_id, case_type_id, owner_name, version, before, "
            "updated_at, updated_by_name) values (%s, %s, %s, '', 1, '{}', %s, 'Eva')",
            [rows.note("unit_terms", new_id(), place), unit.id, own, clock.now()],
        )


def _routing(rows: Rows, place: str, unit_id: UUID) -> None:
    team = rows.note("team", new_id(), place)
    db.execute("insert into team (id, unit_id, name) values (%s, %s, 'Recept')", [team, unit_id])
    member = db.fetch_one(
        "insert into team_member (team_id, unit_id, person_id) values (%s, %s, %s) returning id",
        [team, unit_id, rows.people["lind"]],
    )
    assert member
    rows.note("team_member", member[0], place)
    db.execute(
        "insert into routing_rule (id, unit_id, number, case_type, type_name, asked, target, "
        "team_id, target_name) values (%s, %s, 1, '', '', '[]', 'team', %s, 'Recept')",
        [rows.note("routing_rule", new_id(), place), unit_id, team],
    )


def _directory(rows: Rows) -> None:
    """Make somebody in each region's directory, an account's signature, and what was granted."""
    for place, unit in rows.units.items():
        region = OTHER_REGION if place == "tall" else made.REGION
        key = f"SE2321000016-{place.upper()}"
        rows.things.setdefault("directory_person", {})[key] = place  # type: ignore[index]  # text
        db.execute(
            "insert into directory_person (key, hsa_id, region_code, number, number_kind, "
            "birth_date, sex, given_name, family_name, title, email, phone, protected, seen_at) "
            "values (%s, %s, %s, '', 'personnummer', %s, 'woman', 'Siv', %s, '', '', '', false, "
            "%s)",
            [key, key, region, date(1980, 5, 1), place, clock.now()],
        )
        assigned = rows.note("directory_assignment", new_id(), place)
        db.execute(
            "insert into directory_assignment (id, person_id, unit_id, since) "
            "values (%s, %s, %s, %s)",
            [assigned, key, unit.id, date(2020, 1, 1)],
        )
    for name in ("rut", "lind", "ask", "gran"):
        db.execute(
            "insert into staff_signature (person_id, show_as, signature) values (%s, 'name', '')",
            [rows.people[name]],
        )
        rows.note("staff_signature", rows.people[name], name)
    for name in ("rut", "lind", "ask", "gran", "dag"):
        rows.note("staff_account", rows.people[name], name)
    for key, person in db.fetch_all("select id, person_id from role_grant order by id"):
        who = next(name for name, one in rows.people.items() if one == person)
        rows.note("role_grant", key, who)
