"""Templates and their versions."""

import json
from collections.abc import Collection
from typing import Any

from vardpost.kernel import db
from vardpost.kernel.errors import NotFound
from vardpost.unit_templates.values import Fields, Template, Version, read
from vardpost.units.queries import SWEDISH_ORDER

#: More than any office makes; no page shows more.
MOST = 200
_COLUMNS = (
    "t.id, t.code, coalesce(t.region_id, ''), t.kind, t.name_sv, t.name_en, "
    "(select coalesce(max(v.number), 0) from unit_template_version v where v.template_id = t.id "
    "and v.published_at is not null), exists (select 1 from unit_template_version v "
    "where v.template_id = t.id and v.published_at is null)"
)
_VERSION = "v.id, v.number, v.fields::text, v.note, v.author_name, v.published_at"


def templates_for(region: str) -> list[Template]:
    """Return the templates that a region may use: the nation's and its own, by kind and name.

    Without a region the nation's alone. `number` is the newest published version, 0 for a template
    that is still a draft.
    """
    rows = db.fetch_all(
        f"select {_COLUMNS} from unit_template t where t.region_id is null or t.region_id = %s "
        f"order by t.region_id nulls last, {SWEDISH_ORDER.format('t.name_sv')}, t.id limit %s",
        [region, MOST],
    )
    return [Template(*row) for row in rows]


def template_of(code: str) -> Template:
    """Return a template by its code. Raises `NotFound`."""
    row = db.fetch_one(f"select {_COLUMNS} from unit_template t where t.code = %s", [code])
    if row is None:
        raise NotFound("template")
    return Template(*row)


def versions_of(code: str) -> list[Version]:
    """Return a template's versions, the newest first, a draft before them."""
    rows = db.fetch_all(
        f"select {_VERSION} from unit_template_version v join unit_template t "
        "on t.id = v.template_id where t.code = %s order by v.number desc limit %s",
        [code, MOST],
    )
    return [_version(row) for row in rows]


def version_of(code: str, number: int) -> Version:
    """Return one published version. Raises `NotFound`."""
    row = db.fetch_one(
        f"select {_VERSION} from unit_template_version v join unit_template t "
        "on t.id = v.template_id where t.code = %s and v.number = %s "
        "and v.published_at is not null",
        [code, number],
    )
    if row is None:
        raise NotFound("template version")
    return _version(row)


def draft_of(code: str) -> Version | None:
    """Return the draft of a template, None when there is none."""
    row = db.fetch_one(
        f"select {_VERSION} from unit_template_version v join unit_template t "
        "on t.id = v.template_id where t.code = %s and v.published_at is null",
        [code],
    )
    return _version(row) if row else None


def published(codes: Collection[str]) -> dict[tuple[str, int], Fields]:
    """Return what every published version of some templates says, by code and number."""
    rows = db.fetch_all(
        "select t.code, v.number, v.fields::text from unit_template_version v "
        "join unit_template t on t.id = v.template_id "
        "where t.code = any(%s) and v.published_at is not null",
        [list(codes)],
    )
    return {(code, number): read(json.loads(fields)) for code, number, fields in rows}


def _version(row: tuple[Any, ...]) -> Version:
    return Version(row[0], row[1], read(json.loads(row[2])), *row[3:])
