"""The way of a new case: which pages there are, and which one must come first."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vardpost.cases.queries.drafts import CaseDraft
from vardpost.casetypes.fields import FormDefinition, Step
from vardpost.casetypes.parse import ParsedAnswers, is_asked
from vardpost.kernel.actor import ResidentRef
from vardpost.shell.jinja import language

URGENT, WHO, CHECK, DONE = "bradskande", "vem", "granska", "klart"
#: Where a draft that cannot be sent goes on from.
OTHERWISE = "pa-annat-satt"


@dataclass(frozen=True, slots=True)
class Way:
    """A draft with its form, as far as it has been filled in."""

    draft: CaseDraft
    form: FormDefinition
    parsed: ParsedAnswers
    #: Those whom the actor may write for, the actor first.
    everyone: tuple[ResidentRef, ...]

    @property
    def people(self) -> tuple[ResidentRef, ...]:
        """Those whom the actor may write this for: what is held back is for those who have it."""
        only = self.draft.only_for
        return tuple(one for one in self.everyone if only is None or one.id in only)

    @property
    def asks_who(self) -> bool:
        """Whether there is somebody to choose between, or another than the writer to confirm."""
        another = any(one.capacity != "self" for one in self.people)
        return self.form.proxy_allowed and another

    @property
    def closed(self) -> str:
        """Why this cannot be sent at all now: *off*, *held_back*, or nothing."""
        if not self.draft.offered:
            return "off"
        own = any(one.capacity == "self" for one in self.people)
        return "" if own or self.asks_who else "held_back"

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages in order, from the urgent check to the answers to check."""
        first = [URGENT] if self.form.symptom else []
        chosen = [WHO] if self.asks_who else []
        return (*first, *chosen, *self._asked, CHECK)

    @property
    def _asked(self) -> list[str]:
        """The steps of the form that ask or tell something, after the answers so far."""
        values = self.parsed.values
        with_questions = {field.step for field in self.form.fields if is_asked(field, values)}
        return [step.key for step in self.form.steps if step.key in with_questions]

    def needed_before(self, page: str) -> str:
        """Return the first page before this one that is not done, or nothing."""
        for one in self.pages:
            if one == page:
                break
            if not self.is_done(one):
                return one
        return ""

    def is_done(self, page: str) -> bool:
        """Whether a page has been answered so that one may go on."""
        if page == URGENT:
            return self.draft.urgent_checked
        if page == WHO:
            return self.draft.resident_id is not None and not self.stranger
        return not self.wrong_on(page)

    def wrong_on(self, page: str) -> bool:
        """Whether an answer on this page is missing or cannot be taken."""
        on_page = {field.key for field in self.form.on_step(page)}
        return any(name.split("-")[0] in on_page for name in self.parsed.errors)

    @property
    def stranger(self) -> bool:
        """Whether the draft is for somebody whom the actor may not write for any more."""
        wanted = self.draft.resident_id
        return wanted is not None and all(one.id != wanted for one in self.people)

    def after(self, page: str) -> str:
        """Return the page after this one."""
        place = self.pages.index(page)
        return self.pages[min(place + 1, len(self.pages) - 1)]

    def before(self, page: str) -> str:
        """Return the page before this one, or nothing."""
        place = self.pages.index(page)
        return self.pages[place - 1] if place else ""

    def address(self, page: str) -> str:
        """Return where a page of this draft is."""
        return f"/ny/{self.draft.id}/{page}"

    def _name(self, step: Step, usual: Mapping[str, str]) -> str:
        """Return what the list of steps calls one: its short name, the usual one, or its title."""
        if step.short is not None:
            return step.short.of(language())
        return usual.get(step.key) or step.title.of(language())

    def steps(self, page: str) -> tuple[list[str], int]:
        """Return the names of the numbered steps and which one this is; the check has none."""
        usual = {"beskriv": _("Beskriv"), "uppgifter": _("Uppgifter")}
        names: Mapping[str, str] = {
            WHO: _("Vem gäller det"),
            **{step.key: self._name(step, usual) for step in self.form.steps},
            CHECK: _("Granska"),
        }
        numbered = [one for one in self.pages if one in names]
        return [names[one] for one in numbered], numbered.index(page) + 1
