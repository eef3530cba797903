"""Taking a case type out of the house, and one in: into a draft, never straight to residents."""

from dataclasses import dataclass, replace
from uuid import UUID

from vardpost.audit.events import AuditEvent
from vardpost.casetypes.actions.draft import write_draft
from vardpost.casetypes.actions.hold import ask, bad_form, hold_type, tell, told_draft
from vardpost.casetypes.actions.local import make_type, owner_of
from vardpost.casetypes.actions.picture import keep
from vardpost.casetypes.checking import check, pictures
from vardpost.casetypes.fields import AnswerForm, Field, FormDefinition, Picture, Text
from vardpost.casetypes.findings import Finding, found
from vardpost.casetypes.owners import Owner, key_for
from vardpost.casetypes.pictures import BadPicture, Redrawn, redraw
from vardpost.casetypes.reading import DefinitionError
from vardpost.casetypes.transfer import Parcel
from vardpost.kernel import db
from vardpost.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import came to: the type, its draft's version, and what is left to mend."""

    case_type_id: UUID | None
    key: str
    #: The type was there; its draft has been begun or replaced.
    known: bool
    findings: tuple[Finding, ...]


def import_type(
    *,
    actor: Actor,
    parcel: Parcel,
    region_id: str | None = None,
    unit_id: UUID | None = None,
    dry_run: bool = False,
) -> Brought:
    """Make what was read the draft of a case type: the one with its key, or a new one.

    Nothing is published and nobody is offered it. The pictures are drawn anew. `findings` is what
    the checker says of the draft, and what changed on the way in. With `dry_run` nothing is
    written. Raises `BadInput` (fact `findings`) for texts that cannot be kept and pictures that
    are none, `NotFound` for another's unit or region, `Denied` without the permission.
    """
    owner = owner_of(region_id, unit_id)
    ask(actor, owner)
    form, drawn = _drawn(parcel)
    key = key_for(owner, form.key)
    row = db.fetch_one(
        "select id from case_type where key = %s and region_id is not distinct from %s "
        "and unit_id is not distinct from %s",
        [key, owner.region_id, owner.unit_id],
    )
    form = replace(form, key=key)
    left = [found("terms", "terms_left")] if row and parcel.terms else []
    findings = (*check(form), *parcel.notes, *left)
    _refuse(findings)
    if dry_run:
        return Brought(row[0] if row else None, key, row is not None, findings)
    for one in drawn:
        keep(actor, one)
    case_type_id = _written(actor, owner, form, row, parcel.terms)
    return Brought(case_type_id, key, row is not None, findings)


def _written(
    actor: Actor, owner: Owner, form: FormDefinition, row: db.Row | None, terms: Text | None
) -> UUID:
    if row is None:
        return make_type(actor, owner, form, AuditEvent.CASE_TYPE_IMPORTED, terms=terms)
    held = hold_type(actor, row[0])
    version = write_draft(actor, held.id, held.in_force_id, form)
    new = told_draft(version, form)
    tell(actor, AuditEvent.CASE_TYPE_IMPORTED, owner, held.id, old=held.told, new=new)
    return held.id


def _drawn(parcel: Parcel) -> tuple[FormDefinition, list[Redrawn]]:
    """Return the form with its pictures drawn anew, under the names they then have."""
    made: dict[str, Redrawn] = {}
    findings = []
    for one in parcel.pictures:
        try:
            made[one.hash] = redraw(one.data)
        except BadPicture as error:
            findings.append(found(f"pictures.{one.hash[:12]}", f"picture_{error.code}"))
    if findings:
        raise bad_form(DefinitionError(findings))
    form = parcel.definition
    named = {picture.hash for _, picture in pictures(form)}
    form = replace(
        form,
        fields=_all(form.fields, made),
        answer_form=AnswerForm(_all(form.answer_form.fields, made)),
        opening_form=form.opening_form and AnswerForm(_all(form.opening_form.fields, made)),
    )
    return form, [one for name, one in made.items() if name in named]


def _all(fields: tuple[Field, ...], made: dict[str, Redrawn]) -> tuple[Field, ...]:
    return tuple(_with(one, made) for one in fields)


def _with(field: Field, made: dict[str, Redrawn]) -> Field:
    return replace(
        field,
        picture=_new(field.picture, made),
        options=tuple(replace(one, picture=_new(one.picture, made)) for one in field.options),
        fields=_all(field.fields, made),
    )


def _new(picture: Picture | None, made: dict[str, Redrawn]) -> Picture | None:
    if picture is None or picture.hash not in made:
        return picture
    one = made[picture.hash]
    return Picture(one.hash, picture.alt, one.width, one.height)


def _refuse(findings: tuple[Finding, ...]) -> None:
    """Refuse what a draft cannot hold either: characters that the database has no place for."""
    wrong = [one for one in findings if one.code in ("characters", "too_many", "too_long")]
    if wrong:
        raise bad_form(DefinitionError(wrong))
