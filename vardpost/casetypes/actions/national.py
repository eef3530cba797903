"""Publishing the nation's case types, and offering them; run as the tables' owner."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from vardpost.audit.events import AuditEvent
from vardpost.casetypes.actions.hold import ask, tell
from vardpost.casetypes.actions.settle import spread
from vardpost.casetypes.models import CaseType, CaseTypeVersion, TermsText, UnitCaseType
from vardpost.casetypes.national import FIRST_KEYS, NationalType, national_types
from vardpost.casetypes.owners import Owner
from vardpost.casetypes.reading import canonical, content_hash
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor

#: Two upgrades at once must not both make version 2.
_LOCK = 7_302_001


def publish_national(*, actor: Actor, types: Iterable[NationalType] | None = None) -> list[str]:
    """Write the nation's case types as new versions where they have changed.

    A second run changes nothing. Units that offer a type get its newest form, and the newest
    terms unless they have their own; running cases keep the version they were sent with.
    Returns what was published, one line each. Raises `Denied` for anybody but the system.
    """
    ask(actor, Owner())
    told: list[str] = []
    with transaction.atomic():
        db.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        for position, national in enumerate(types or national_types(), start=1):
            key = national.definition.key
            case_type, _ = CaseType.objects.update_or_create(
                key=key, region=None, unit=None, defaults={"position": position}
            )
            old = _stands(case_type)
            form, is_new_form = _published_form(case_type, national)
            terms, is_new_terms = _published_terms(case_type, national)
            if is_new_form:
                spread(actor, case_type.id, form.id, form.published_at)
                told.append(f"{key}: formulär version {form.version}")
            elif form.content_hash != content_hash(canonical(national.definition)):
                told.append(f"{key}: ändrad av nationell förvaltning, filens formulär väntar")
            if is_new_terms:
                UnitCaseType.objects.filter(case_type=case_type, terms__unit=None).update(
                    terms=terms
                )
                told.append(f"{key}: villkor version {terms.version}")
            elif terms.content_hash != _terms_hash(national):
                told.append(f"{key}: villkor ändrade av nationell förvaltning, filens text väntar")
            if is_new_form or is_new_terms:
                event, new = AuditEvent.CASE_TYPE_PUBLISHED, _stands(case_type)
                tell(actor, event, Owner(), case_type.id, old=old, new=new)
    return told


def offer_on_units(
    unit_ids: Sequence[UUID], keys: Sequence[str] = FIRST_KEYS, *, restricted: bool = False
) -> int:
    """Let units offer national case types, with the promise that each form proposes.

    What a unit already offers is left as it is. Returns how many offers are new.
    """
    found = CaseType.objects.filter(region=None, key__in=keys)
    rows = []
    for case_type in found:
        form = _newest_form(case_type)
        terms = _newest_terms(case_type)
        if form is None or terms is None:
            continue
        promise = form.definition["promise"]
        rows += [
            UnitCaseType(
                unit_id=unit_id,
                case_type=case_type,
                position=keys.index(case_type.key) + 1,
                version=form,
                terms=terms,
                first_days=promise["first_days"],
                final_days=promise["final_days"],
                restricted=restricted,
            )
            for unit_id in unit_ids
        ]
    before = UnitCaseType.objects.count()
    UnitCaseType.objects.bulk_create(rows, ignore_conflicts=True)
    return UnitCaseType.objects.count() - before


def _stands(case_type: CaseType) -> dict[str, Any]:
    """Return what the ledger says of a type's newest form and terms."""
    form, terms = _newest_form(case_type), _newest_terms(case_type)
    found: dict[str, Any] = {}
    if form is not None:
        found |= {"version": str(form.id), "number": form.version, "hash": form.content_hash}
    if terms is not None:
        found["terms"] = {"number": terms.version, "hash": terms.content_hash}
    return found


def _published_form(case_type: CaseType, national: NationalType) -> tuple[CaseTypeVersion, bool]:
    text = canonical(national.definition)
    newest = _newest_form(case_type)
    if newest is not None and (newest.content_hash == content_hash(text) or not newest.shipped):
        # What the national office has published itself is not overwritten by an upgrade.
        return newest, False
    made = CaseTypeVersion.objects.create(
        case_type=case_type,
        version=newest.version + 1 if newest else 1,
        definition=json.loads(text),
        content_hash=content_hash(text),
        published_at=clock.now(),
        shipped=True,
    )
    return made, True


def _published_terms(case_type: CaseType, national: NationalType) -> tuple[TermsText, bool]:
    digest = _terms_hash(national)
    newest = _newest_terms(case_type)
    if newest is not None and (newest.content_hash == digest or newest.author_id is not None):
        # What the national office has published, or planned, is not overwritten by an upgrade.
        return newest, False
    made = TermsText.objects.create(
        case_type=case_type,
        version=newest.version + 1 if newest else 1,
        body_sv=national.terms_sv,
        body_en=national.terms_en,
        content_hash=digest,
        published_at=clock.now(),
    )
    return made, True


def _terms_hash(national: NationalType) -> str:
    return content_hash(f"{national.terms_sv}\0{national.terms_en}")


def _newest_form(case_type: CaseType) -> CaseTypeVersion | None:
    return case_type.versions.filter(unit=None).order_by("-version").first()


def _newest_terms(case_type: CaseType) -> TermsText | None:
    return case_type.terms.filter(unit=None).order_by("-version").first()
