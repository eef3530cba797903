"""What the pages of the editor share: the form as it stands, and how it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from vardpost.casetypes import actions
from vardpost.casetypes.checking import check
from vardpost.casetypes.differences import Difference, differences
from vardpost.casetypes.edits import lists
from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.findings import Finding
from vardpost.casetypes.part_names import PARTS
from vardpost.casetypes.queries import TypeToEdit, type_to_edit, version
from vardpost.casetypes.snapshot import unpack
from vardpost.casetypes.views.home import Home, home
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import Earlier, Moved, NotFound, Stale
from vardpost.shell.jinja import language

#: The control that holds a part of a question, a page or the form's settings.
_CONTROLS = {
    **{name: f"{name}-sv" for name in ("title", "description", "intro", "short")},
    **{name: f"{name}-sv" for name in ("label", "help", "missing", "item")},
    **{name: name for name in ("options", "checklist", "min_age", "max_length", "symptom")},
    **{name: f"{name}-sv" for name in ("before", "passed")},
    **{name: name for name in ("date", "time", "autocomplete")},
    "promise": "first_days",
    "red_flags": "symptom",
    "picture": "alt-sv",
    "visible_when": "when",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """An owner's case type in its editor; `version` is the draft's, 0 when there is none.

    Without a draft the form is the one that is published, and the first change makes a draft.
    """

    actor: Actor
    home: Home
    type: TypeToEdit
    form: FormDefinition
    version: int

    @property
    def base(self) -> str:
        """The address of the type's page; the editor's lie under it."""
        return f"{self.home.base}/{self.type.id}"

    @property
    def title(self) -> str:
        """What the type is called in its draft."""
        return self.form.title.of(language()) or self.form.title.sv or self.form.key


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as a page tells it: where to mend it, of what, the sentence."""

    href: str
    #: The control on that page, when it has one of its own.
    anchor: str
    where: str
    text: str
    error: bool


def opened(request: HttpRequest, case_type_id: UUID, **where: str) -> Opened:
    """Return a type of the owner that the address names. Raises `NotFound` for every other type."""
    place = home(request, **where)
    found = type_to_edit(case_type_id)
    if not place.owns(found.owner):
        raise NotFound("case type")
    return Opened(place.actor, place, found, *_standing(found))


def keep(one: Opened, form: FormDefinition, made_from: int, shown: str) -> None:
    """Save the draft. Raises `Moved` with what differs from what the page was drawn from."""
    try:
        actions.save_draft(
            actor=one.actor, case_type_id=one.type.id, definition=form, version=made_from
        )
    except Stale as error:
        told = moved(one.type.id, shown)
        if not same_after_all(told, one.version, shown):
            raise told from error
        actions.save_draft(
            actor=one.actor, case_type_id=one.type.id, definition=form, version=told.version
        )


def same_after_all(told: Moved, version_now: int, shown: str) -> bool:
    """Whether a colleague saved nothing that differs from what the page showed: then it is saved.

    Only where this request has read the very draft that stands, so that nothing is written over.
    """
    nothing = all(not one.lines for one in told.changes)
    return nothing and told.version == version_now and unpack(shown) is not None


def moved(case_type_id: UUID, shown: str) -> Moved:
    """Return what a colleague has saved since a page was drawn, with the version now."""
    found = type_to_edit(case_type_id)
    form, number = _standing(found)
    before = unpack(shown)
    lines = changes(differences(before, form)) if before else []
    name, at = _latest(found)
    return Moved(number, [Earlier(name, at, tuple(lines))])


def changes(found: Sequence[Difference]) -> list[tuple[str, str, str]]:
    """Return differences as (what, before, after) for `components/moved.html`."""
    lang = language()
    words = {
        "added": ("", _("tillagd")),
        "removed": (_("fanns"), _("borttagen")),
        "moved": ("", _("flyttad")),
    }
    lines = []
    for one in found:
        if one.sort == "changed":
            before, after = (part.of(lang) if part else "" for part in (one.before, one.after))
            lines.append((one.where.of(lang), before, after))
        else:
            lines.append((one.what.of(lang), *words[one.sort]))
    return lines


def told(one: Opened, findings: Sequence[Finding] | None = None) -> list[Told]:
    """Return everything that is to be mended, or worth a look, with links to the place."""
    lang = language()
    names = {
        f"{home}.{field.key}": field.label.of(lang) or field.label.sv or field.key
        for home, fields in lists(one.form)
        for field in fields
    }
    pages = {step.key: step.title.of(lang) or step.key for step in one.form.steps}
    found = check(one.form) if findings is None else findings
    return [_told(one.base, finding, names, pages, lang) for finding in found]


def _told(
    base: str, finding: Finding, names: dict[str, str], pages: dict[str, str], lang: str
) -> Told:
    """Return a finding with the page and the control where it is mended."""
    form = f"{base}/formular"
    for place in _ways(finding.place):
        if place in names:
            rest = finding.place[len(place) + 1 :]
            part, _dot, inner = rest.partition(".")
            option, _dot, words = inner.partition(".")
            if part == "options" and words.partition(".")[0] in ("help", "picture"):
                page = f"{form}/fraga/{place}/svar/{option}"
                return _at(page, f"{names[place]} › {option}", words, finding, lang)
            return _at(f"{form}/fraga/{place}", names[place], rest, finding, lang)
    first, _dot, rest = finding.place.partition(".")
    key, _dot, part = rest.partition(".")
    if first == "steps" and key in pages:
        return _at(f"{form}/sida/{key}", pages[key], part, finding, lang)
    if first in ("fields", "steps", "answer_form", "opening_form"):
        where = _("Svarsformulär") if first == "answer_form" else _("Frågor")
        return Told(form, "", where, finding.of(lang), finding.severity == "error")
    if first == "deadline":
        return _at(f"{form}/avbokning", PARTS[first].of(lang), rest or first, finding, lang)
    page = f"{form}/installningar"
    return _at(page, _("Formulärets inställningar"), finding.place, finding, lang)


def _at(page: str, name: str, rest: str, finding: Finding, lang: str) -> Told:
    """Return a finding on a page; `rest` is the part of it, which has a control of its own."""
    part = rest.partition(".")[0]
    words = PARTS[part].of(lang) if part in PARTS else ""
    anchor = f"#f-{_CONTROLS[part]}" if part in _CONTROLS else ""
    where = f"{name} › {words}" if words else name
    return Told(page, anchor, where, finding.of(lang), finding.severity == "error")


def _ways(place: str) -> list[str]:
    """Return a place and everything it lies in, the nearest first."""
    parts = place.split(".")
    return [".".join(parts[:end]) for end in range(len(parts), 0, -1)]


def _standing(found: TypeToEdit) -> tuple[FormDefinition, int]:
    if found.draft is not None:
        return found.draft.definition, found.draft.version
    published = found.planned or found.in_force
    if published is None:
        raise NotFound("form")
    return version(published).definition, 0


def _latest(found: TypeToEdit) -> tuple[str, datetime]:
    if found.draft is not None:
        return found.draft.updated_by, found.draft.updated_at
    if found.versions:
        return found.versions[0].author, found.versions[0].published_at
    return "", clock.now()
