"""New case types: from nothing, or as a copy of one that exists."""

from dataclasses import replace
from uuid import UUID

from vardpost.audit.events import AuditEvent
from vardpost.casetypes.actions.draft import write_draft
from vardpost.casetypes.actions.hold import ask, tell, told_draft
from vardpost.casetypes.fields import AnswerForm, Field, FormDefinition, Promise, Step, Text
from vardpost.casetypes.national import every_types_terms
from vardpost.casetypes.owners import Owner, key_for
from vardpost.casetypes.queries.published import version as published
from vardpost.casetypes.reading import content_hash
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.kernel.ids import new_id

_ANSWER = Field(
    key="text",
    type="longtext",
    label=Text("Svar till invånaren", "Answer to the resident"),
    required=True,
    missing=Text("Skriv ett svar", "Write an answer"),
)


def create(
    *, actor: Actor, title: Text, region_id: str | None = None, unit_id: UUID | None = None
) -> UUID:
    """Make a case type with an empty draft: the nation's, a region's, or a unit's own.

    Nothing is offered before it is published and activated. Raises `BadInput` without a title,
    `NotFound` for another's unit or region, `Denied` without the permission.
    """
    owner = owner_of(region_id, unit_id)
    ask(actor, owner)
    if not title.sv.strip():
        raise BadInput({"title": "Skriv vad ärendetypen heter"})
    key = free_key(owner, title.sv)
    form = FormDefinition(
        schema=1,
        key=key,
        title=title,
        description=Text("", ""),
        steps=(Step("beskriv", Text("Beskriv", "Describe")),),
        fields=(),
        answer_form=AnswerForm((_ANSWER,)),
        promise=Promise(2, 5),
    )
    return make_type(actor, owner, form, AuditEvent.CASE_TYPE_CREATED)


def copy(
    *, actor: Actor, version_id: UUID, region_id: str | None = None, unit_id: UUID | None = None
) -> UUID:
    """Make a case type of one's own whose draft is a copy of a published form.

    The two know of each other and go their own ways (`CaseType.copied_from`). A unit copies what
    its region or the nation has, and its own; anything else raises `NotFound`.
    """
    owner = owner_of(region_id, unit_id)
    ask(actor, owner)
    source = published(version_id)
    row = db.fetch_one(
        "select region_id, unit_id from case_type where id = %s", [source.case_type_id]
    )
    if row is None or row[0] not in (None, owner.region_id):
        raise NotFound("case type version")
    if {row[1], source.unit_id} - {None, owner.unit_id}:
        raise NotFound("case type version")
    form = replace(source.definition, key=free_key(owner, source.definition.key))
    event = AuditEvent.CASE_TYPE_COPIED
    return make_type(actor, owner, form, event, copied_from=version_id)


def make_type(
    actor: Actor,
    owner: Owner,
    form: FormDefinition,
    event: AuditEvent,
    copied_from: UUID | None = None,
    terms: Text | None = None,
) -> UUID:
    """Write the type, its first terms text and its draft, inside the calling verb."""
    type_id = new_id()
    db.execute(
        "insert into case_type (id, key, region_id, unit_id, copied_from_id, position) "
        "values (%s, %s, %s, %s, %s, (select coalesce(max(position), 0) + 1 from case_type))",
        [type_id, form.key, owner.region_id, owner.unit_id, copied_from],
    )
    sv, en = (terms.sv, terms.en) if terms else _first_terms(copied_from)
    digest = content_hash(f"{sv}\0{en}")
    db.execute(
        "insert into terms_text (id, case_type_id, unit_id, version, body_sv, body_en, "
        "content_hash, published_at) values (%s, %s, null, 1, %s, %s, %s, %s)",
        [new_id(), type_id, sv, en, digest, clock.now()],
    )
    new = told_draft(write_draft(actor, type_id, None, form), form)
    new |= {"key": form.key, "terms": {"version": 1, "hash": digest}}
    if copied_from:
        new["copied_from"] = str(copied_from)
    tell(actor, event, owner, type_id, old={}, new=new)
    return type_id


def owner_of(region_id: str | None, unit_id: UUID | None) -> Owner:
    """Return the owner; a unit's region is looked up. Raises `NotFound` for what is unknown."""
    if unit_id is None:
        if region_id and not db.fetch_one("select 1 from region where code = %s", [region_id]):
            raise NotFound(f"region {region_id[:8]!r}")
        return Owner(region_id)
    row = db.fetch_one("select region_id from care_unit where id = %s", [unit_id])
    if row is None:
        raise NotFound(f"unit {unit_id}")
    return Owner(row[0], unit_id)


def free_key(owner: Owner, wanted: str) -> str:
    """Return a key that the owner has not used, made of a title or of another key."""
    rows = db.fetch_all(
        "select key from case_type where region_id is not distinct from %s "
        "and unit_id is not distinct from %s",
        [owner.region_id, owner.unit_id],
    )
    return key_for(owner, wanted, {row[0] for row in rows})


def _first_terms(copied_from: UUID | None) -> tuple[str, str]:
    """Return the terms of the type that is copied, or the part that all types share."""
    row = None
    if copied_from is not None:
        row = db.fetch_one(
            "select x.body_sv, x.body_en from terms_text x join case_type_version v "
            "on v.case_type_id = x.case_type_id where v.id = %s and x.unit_id is null "
            "and x.published_at <= %s order by x.published_at desc, x.version desc limit 1",
            [copied_from, clock.now()],
        )
    return (row[0], row[1]) if row else every_types_terms()
