"""What every resident view begins with: who asks, what was posted, where to go next."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from vardpost.kernel import clock
from vardpost.kernel.actor import Actor, ResidentRef
from vardpost.policy.scope import guardian_may_act
from vardpost.shell import dates
from vardpost.shell.jinja import language


def who(request: HttpRequest) -> Actor:
    """Return the resident whom the door let in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    return actor


def see_other(address: str) -> HttpResponse:
    """Lead to another page after a post, so that reloading posts nothing."""
    return HttpResponse(status=303, headers={"Location": address})


def posted(request: HttpRequest) -> Mapping[str, list[str]]:
    """Return every posted field with all its values."""
    return dict(request.POST.lists())


def residents(actor: Actor) -> list[ResidentRef]:
    """Return those whom the actor may write for now, the actor first."""
    day = clock.today()
    return [one for one in actor.residents if one.capacity == "self" or guardian_may_act(one, day)]


def ids(actor: Actor) -> list[UUID]:
    """Return the ids of those whom the actor may write for now; none of a member of staff."""
    return [one.id for one in residents(actor)]


def acted_for(actor: Actor, resident_id: UUID | None) -> ResidentRef | None:
    """Return one of those the actor acts for; nobody named is the actor."""
    wanted = resident_id or actor.person_id
    return next((one for one in actor.residents if one.id == wanted), None)


def named(one: ResidentRef) -> str:
    """Return `dig själv`, or `Elsa, 7 år` of a child."""
    if one.capacity == "self":
        return _("dig själv")
    return child_name(one.name, one.birth_date)


def child_name(name: str, born: date) -> str:
    """Return `Elsa, 7 år`: the given name is enough in the own family."""
    given = name.split(" ")[0]
    return f"{given}, {dates.age(born, clock.today(), language())}"


def about(actor: Actor, resident_id: UUID, name: str) -> str:
    """Return `Elsa, 7 år` when a case is about a child, else nothing."""
    if resident_id == actor.person_id:
        return ""
    found = acted_for(actor, resident_id)
    return child_name(found.name, found.birth_date) if found else name


def stream_url() -> str:
    """Return where the page listens to what happens to its cases."""
    return f"{settings.STREAM_ORIGIN}/strom"


def in_language(texts: Any, name: str) -> str:
    """Return `name_sv` or `name_en` of a row, by the page's language."""
    words: str = getattr(texts, f"{name}_{language()}")
    return words
