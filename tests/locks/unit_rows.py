"""Rows of what a unit decides about itself, of its people, and of the directory."""

from datetime import date
from uuid import UUID

from tests import people_made as made
from tests.locks.scopes import OTHER_REGION, Rows
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id

#: Kinds of setting whose changes name a resident.
ABOUT_RESIDENTS = ("casetypes:grant", "units:approval")


def add(rows: Rows) -> None:
    """Add them to the people and units there are."""
    _changes(rows)
    _office_terms(rows)
    _directory(rows)
    _views(rows)


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
        for kind in ABOUT_RESIDENTS:
            db.execute(
                "insert into setting_change (id, region_id, unit_id, kind, object_id, version, at, "
                "actor_name, old, new, reason) values (%s, %s, %s, %s, %s, 1, %s, 'Eva', "
                "'{}', '{}', '')",
                [
                    rows.note("setting_change", new_id(), f"{place}: {kind}"),
                    *(region, unit.id, kind, str(rows.people["anna"]), clock.now()),
                ],
            )
        rows.note("care_unit", unit.id, place)
        for name in ("anna", "nils"):
            approved = rows.note("approved_resident", new_id(), f"{place}: {name}")
            db.execute(
                "insert into approved_resident (id, unit_id, person_id, reason, "
                "approved_by_name, created_at) values (%s, %s, %s, 'Nära arbetet', 'Eva', %s)",
                [approved, unit.id, rows.people[name], clock.now()],
            )
        _counted(rows, place, unit.id, region)
        _joining(rows, place, unit.id, region)
        _routing(rows, place, unit.id)
        _handed_out(rows, place, unit.id)
        _templates(rows, place, unit.id, region)
        _orders(rows, place, unit.id, region)
        _ending(rows, place, unit.id)
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


def _office_terms(rows: Rows) -> None:
    """Let a region's office and the national one be at work with terms of their own types."""
    own = new_id()
    db.execute(
        "insert into case_type (id, key, region_id, unit_id, position) "
        "values (%s, 'r_own', %s, null, 91)",
        [own, made.REGION],
    )
    nation = db.fetch_one("select id from case_type where key = 'advice' and region_id is null")
    for name, kind in (("region's", own), ("nation's", nation and nation[0])):
        db.execute(
            "insert into unit_terms (id, unit_id, case_type_id, owner_name, version, before, "
            "updated_at, updated_by_name) values (%s, null, %s, '', 1, '{}', %s, 'Dag')",
            [rows.note("unit_terms", new_id(), name), kind, clock.now()],
        )


def _joining(rows: Rows, place: str, unit_id: UUID, region: str) -> None:
    key, hsa_id = new_id(), f"SE2321000016-{new_id().hex[-8:].upper()}"
    db.execute(
        "insert into directory_unit (key, hsa_id, region_id, municipality_id, name, kind, street, "
        "postal_code, place, phone, seen_at) select %s, %s, %s, m.code, 'Ny', 'dental', '', '', "
        "'', '', %s from municipality m where m.region_id = %s order by m.code limit 1",
        [hsa_id, hsa_id, region, clock.now(), region],
    )
    db.execute(
        "insert into unit_joining (id, region_id, directory_id, unit_id, state, version, template, "
        "template_version, starts_on, contact_name, contact_phone, contact_email, first_admin, "
        "training, created_at) values (%s, %s, %s, %s, 'activated', 1, 'dental', 1, %s, 'Dag', "
        "'', '', '', '', %s)",
        [
            rows.note("unit_joining", key, place),
            region,
            hsa_id,
            unit_id,
            date(2027, 1, 4),
            clock.now(),
        ],
    )
    step = rows.note("unit_joining_step", new_id(), place)
    db.execute(
        "insert into unit_joining_step (id, joining_id, at, event, state, actor_name, reason) "
        "values (%s, %s, %s, 'activate', 'activated', 'Dag', '')",
        [step, key, clock.now()],
    )


def _counted(rows: Rows, place: str, unit_id: UUID, region: str) -> None:
    rows.note("unit_day", unit_id, place)
    db.execute(
        "insert into unit_day (unit_id, region_id, day, received, answered, kept) "
        "values (%s, %s, %s, 9, 8, 7)",
        [unit_id, region, date(2026, 1, 5)],
    )
    rows.note("unit_rollup", unit_id, place)
    db.execute(
        "insert into unit_rollup (unit_id, region_id, counted_at, open_cases, waiting, late, "
        "received, answered, kept) values (%s, %s, %s, 9, 3, 1, 9, 8, 7)",
        [unit_id, region, clock.now()],
    )


def _templates(rows: Rows, place: str, unit_id: UUID, region: str) -> None:
    """Roll a template out to the unit, let it differ, and count that it does."""
    rollout = rows.note("template_rollout", new_id(), place)
    db.execute(
        "insert into template_rollout (id, region_id, version_id, state, ordered_at, "
        "ordered_by_name) select %s, %s, v.id, 'done', %s, 'Dag' from unit_template_version v "
        "join unit_template t on t.id = v.template_id where t.code = 'dental'",
        [rollout, region, clock.now()],
    )
    db.execute(
        "insert into template_rollout_unit (id, rollout_id, unit_id, state, overwrite, written, "
        "kept, refused, was_template, was_version) "
        "values (%s, %s, %s, 'done', '{}', '{}', '[]', '{}', '', 0)",
        [rows.note("template_rollout_unit", new_id(), place), rollout, unit_id],
    )
    db.execute(
        "insert into template_exemption (id, unit_id, field, reason, until, by_name, at) "
        "values (%s, %s, 'catchment', 'Ö', '2030-01-01', 'Dag', %s)",
        [rows.note("template_exemption", new_id(), place), unit_id, clock.now()],
    )
    rows.note("unit_drift", unit_id, place)
    db.execute(
        "insert into unit_drift (unit_id, differs, exempt, counted_at) values (%s, 2, 1, %s)",
        [unit_id, clock.now()],
    )


def _ending(rows: Rows, place: str, unit_id: UUID) -> None:
    """Have residents told that the unit closes."""
    db.execute(
        "insert into ending_telling (id, unit_id, event, at, done_at) "
        "values (%s, %s, 'announced', %s, %s)",
        [rows.note("ending_telling", new_id(), place), unit_id, clock.now(), clock.now()],
    )


def _orders(rows: Rows, place: str, unit_id: UUID, region: str) -> None:
    """Order a case type to the unit, and propose it there."""
    kind = db.fetch_one("select id from case_type where key = 'advice' and region_id is null")
    order = rows.note("central_order", new_id(), place)
    db.execute(
        "insert into central_order (id, region_id, case_type_id, how, state, ordered_at, "
        "ordered_by_name) values (%s, %s, %s, 'offer', 'running', %s, 'Dag')",
        [order, region, kind and kind[0], clock.now()],
    )
    db.execute(
        "insert into central_order_unit (id, order_id, unit_id, state, why) "
        "values (%s, %s, %s, 'waiting', '')",
        [rows.note("central_order_unit", new_id(), place), order, unit_id],
    )
    db.execute(
        "insert into case_type_proposal (id, unit_id, case_type_id, by_region_id, by_name, at) "
        "values (%s, %s, %s, %s, 'Dag', %s)",
        [
            rows.note("case_type_proposal", new_id(), place),
            *(unit_id, kind and kind[0], region, clock.now()),
        ],
    )
    change = rows.note("text_change", new_id(), place)
    db.execute(
        "insert into text_change (id, region_id, find, put, whole, publish, own, at, by_name) "
        "values (%s, %s, 'A', 'B', true, false, '[]', %s, 'Dag')",
        [change, region, clock.now()],
    )
    db.execute(
        "insert into terms_proposal (id, change_id, unit_id, case_type_id, by_region_id, by_name, "
        "find, put, whole, at, state) values (%s, %s, %s, %s, %s, 'Dag', 'A', 'B', true, %s, "
        "'waiting')",
        [
            rows.note("terms_proposal", new_id(), place),
            *(change, unit_id, kind and kind[0], region, clock.now()),
        ],
    )


def _views(rows: Rows) -> None:
    """Keep views: of both offices here, and one that an office had in a region it has left."""
    for name, who, region in (
        ("dag", "dag", made.REGION),
        ("nora", "nora", OTHER_REGION),
        ("dag before", "dag", OTHER_REGION),
    ):
        db.execute(
            "insert into overview_view (id, person_id, region_id, name, query, created_at) "
            "values (%s, %s, %s, %s, 'typ=dental', %s)",
            [
                rows.note("overview_view", new_id(), name),
                rows.people[who],
                region,
                name,
                clock.now(),
            ],
        )


def _handed_out(rows: Rows, place: str, unit_id: UUID) -> None:
    for name in ("anna", "nils"):
        db.execute(
            "insert into case_type_grant (id, unit_id, case_type_id, person_id, reason, "
            "starts_on, granted_at, granted_by_id, granted_by_name) "
            "select %s, %s, t.id, %s, 'Remiss', %s, %s, %s, 'Eva' from case_type t "
            "where t.key = 'send_message'",
            [
                rows.note("case_type_grant", new_id(), f"{place}: {name}"),
                *(unit_id, rows.people[name], date(2020, 1, 1), clock.now(), rows.people["ros"]),
            ],
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
