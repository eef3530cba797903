"""What a template says: made, copied, written as a draft, published as a new version."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.unit_templates.actions.kinds import TEMPLATE
from vardpost.unit_templates.queries.templates import (
    MOST,
    draft_of,
    template_of,
    templates_for,
    version_of,
)
from vardpost.unit_templates.values import LONGEST_NOTE, Fields, Said, Template, plain
from vardpost.units.actions.settings import begin, note
from vardpost.units.models import UnitKind


def make_template(
    *, actor: Actor, region_id: str, code: str, kind: str, name_sv: str, copy_of: str = ""
) -> Template:
    """Make a template of an office's own as a draft, empty or as a copy; return it.

    `code` is from `words.free_code`; the same one again returns what was made. Raises `BadInput`
    without a name or kind, `NotFound` for an unknown template to copy, `Denied`.
    """
    if kind not in UnitKind.values:
        raise BadInput({"typ": _("Välj en sorts mottagning")})
    if not name_sv:
        raise BadInput({"namn": _("Skriv vad mallen heter")})
    source = _source(copy_of, region_id)
    said = Said(name_sv, "", source)
    held = begin(actor, TEMPLATE, region_id=region_id, object_id=code, version=0, new=said.values())
    if held is None:
        return template_of(code)
    if sum(one.region_id == region_id for one in templates_for(region_id)) >= MOST // 2:
        raise BadInput({"namn": _("Ni har så många mallar som får plats")})
    template_id = new_id()
    db.execute(
        "insert into unit_template (id, code, region_id, kind, name_sv, name_en) "
        "values (%s, %s, nullif(%s, ''), %s, %s, '')",
        [template_id, code, region_id, kind, name_sv],
    )
    _write_draft(template_id, 1, source, actor)
    note(held, old={}, new=said.values())
    return template_of(code)


def _source(code: str, region_id: str) -> Fields:
    if not code:
        return {}
    found = template_of(code)
    if found.region_id not in {"", region_id} or not found.number:
        raise NotFound("template")
    return version_of(code, found.number).fields


def keep_draft(*, actor: Actor, region_id: str, code: str, version: int, said: Said) -> None:
    """Keep what the next version says; nothing at any unit changes.

    Raises `NotFound` for another office's template, and as `settings.begin`.
    """
    held = begin(
        actor, TEMPLATE, region_id=region_id, object_id=code, version=version, new=said.values()
    )
    if held is None:
        return
    template = _own(code, region_id)
    before = _standing(template)
    _write_draft(template.id, template.number + 1, said.fields, actor)
    db.execute(
        "update unit_template set name_sv = %s, name_en = %s where id = %s",
        [said.name_sv, said.name_en, template.id],
    )
    note(held, old=before.values(), new=said.values())


def drop_draft(*, actor: Actor, region_id: str, code: str, version: int) -> None:
    """Throw the draft away; what is published stands. Raises as `keep_draft`, and `WrongState`."""
    template = _own(code, region_id)
    if not template.number or not template.has_draft:
        raise WrongState("nothing to throw away")
    stands = Said(template.name_sv, template.name_en, version_of(code, template.number).fields)
    held = begin(
        actor, TEMPLATE, region_id=region_id, object_id=code, version=version, new=stands.values()
    )
    if held is None:
        return
    before = _standing(template)
    db.execute(
        "delete from unit_template_version where template_id = %s and published_at is null",
        [template.id],
    )
    note(held, old=before.values(), new=stands.values())


def publish_draft(*, actor: Actor, region_id: str, code: str, version: int, why: str = "") -> int:
    """Make the draft the newest version; return its number. No unit changes by it.

    Raises `BadInput` for a draft that says nothing or nothing new, `WrongState` without one,
    and as `settings.begin`.
    """
    template = _own(code, region_id)
    draft = draft_of(code)
    if draft is None:
        raise WrongState("no draft")
    said = Said(template.name_sv, template.name_en, draft.fields).values()
    new = {**said, "published": draft.number}
    held = begin(actor, TEMPLATE, region_id=region_id, object_id=code, version=version, new=new)
    if held is None:
        return template.number
    if not draft.fields:
        raise BadInput({"publicera": _("Mallen säger inget än. Fyll i något först.")})
    if template.number and plain(version_of(code, template.number).fields) == said["fields"]:
        raise BadInput({"publicera": _("Utkastet säger detsamma som den version som gäller.")})
    db.execute(
        "update unit_template_version set published_at = %s, note = %s, author_name = %s "
        "where id = %s and published_at is null",
        [clock.now(), why[:LONGEST_NOTE], actor.name[:160], draft.id],
    )
    note(held, old=said, new=new, reason=why[:LONGEST_NOTE])
    return draft.number


def _own(code: str, region_id: str) -> Template:
    template = template_of(code)
    if template.region_id != region_id:
        raise NotFound("template")
    return template


def _standing(template: Template) -> Said:
    draft = draft_of(template.code)
    fields: Mapping[str, Any] = {}
    if draft is not None:
        fields = draft.fields
    elif template.number:
        fields = version_of(template.code, template.number).fields
    return Said(template.name_sv, template.name_en, fields)


def _write_draft(template_id: UUID, number: int, fields: Fields, actor: Actor) -> None:
    db.execute(
        "insert into unit_template_version (id, template_id, number, fields, note, author_name, "
        "shipped) values (%s, %s, %s, %s, '', %s, false) "
        "on conflict (template_id) where published_at is null "
        "do update set fields = excluded.fields, author_name = excluded.author_name",
        [new_id(), template_id, number, db.json(plain(fields)), actor.name[:160]],
    )
