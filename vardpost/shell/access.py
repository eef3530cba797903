"""Access marks: what every view says about who may open it. A view without one opens for nobody."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from vardpost.policy.permissions import Permission

Who = Literal["probe", "public", "signed-in", "resident", "staff", "resident or staff"]
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Access:
    """Who the view is for, and the permission without which the page is refused."""

    who: Who
    permission: Permission | None = None
    #: Answers as to a stranger while the database is gone.
    lasting: bool = False
    #: Why its answer leaves no row in the ledger of its own accord; empty: every page leaves one.
    quiet: str = ""
    #: Reached also by whoever has not accepted the terms of use in force.
    before_terms: bool = False


def probe(view: View) -> View:
    """Mark a view that a watchdog asks: no session, no transaction, so that it answers without a
    database. Nothing about anybody may stand there.
    """
    return _mark(view, Access("probe"))


def public(view: View) -> View:
    """Mark a view that anyone may open, signed in or not."""
    return _mark(view, Access("public"))


def lasting(view: View) -> View:
    """Mark a public view that needs no database: help must be there when nothing else is."""
    return _mark(view, Access("public", lasting=True))


def signed_in(view: View) -> View:
    """Mark a view for whoever is signed in, about nothing but the own session."""
    return _mark(view, Access("signed-in"))


def resident(permission: Permission) -> Callable[[View], View]:
    """Mark a view for a resident or guardian who holds `permission`."""
    return lambda view: _mark(view, Access("resident", permission))


def staff(permission: Permission) -> Callable[[View], View]:
    """Mark a view for staff who hold `permission` on the unit that the address names."""
    return lambda view: _mark(view, Access("staff", permission))


def resident_or_staff(permission: Permission) -> Callable[[View], View]:
    """Mark a view of what is nobody's, for whoever holds `permission`, on a unit or none."""
    return lambda view: _mark(view, Access("resident or staff", permission))


def quiet(why: str) -> Callable[[View], View]:
    """Mark a view whose answer shows nobody's data: the door then writes no row of its reading.

    It stands above the mark that says for whom. What a verb records is recorded all the same.
    """

    def mark(view: View) -> View:
        view.access = replace(view.access, quiet=why)  # type: ignore[attr-defined]  # as `_mark`
        return view

    return mark


def before_terms(view: View) -> View:
    """Mark a view that is reached before the terms of use are accepted, as public ones are.

    It stands above the mark that says for whom.
    """
    view.access = replace(view.access, before_terms=True)  # type: ignore[attr-defined]  # as `_mark`
    return view


def takes_files(most: int) -> Callable[[View], View]:
    """Mark a view that files are sent to: a body may then hold `most` bytes of them."""

    def mark(view: View) -> View:
        view.files = most  # type: ignore[attr-defined]  # a function carries its mark
        return view

    return mark


def _mark(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]  # a function carries its mark
    return view
