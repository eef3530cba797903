"""What can go wrong in the product's own words; one middleware in `shell` renders them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


class AppError(Exception):
    """A refusal the user is told about. `code` is the text key, `status` the HTTP status."""

    code = "error"
    status = 500

    def __init__(self, message: str = "", **facts: object) -> None:
        """Keep `message` for the log and `facts` (ids only) for the page and the audit row."""
        super().__init__(message or self.code)
        self.facts: dict[str, object] = facts


class Denied(AppError):
    """The actor lacks `permission` for a page or verb of the actor's own unit."""

    code = "denied"
    status = 403

    def __init__(self, permission: str, message: str = "", **facts: object) -> None:
        """Name the missing permission, so that the page can say who may give it."""
        super().__init__(message, permission=permission, **facts)
        self.permission = permission


class NotFound(AppError):
    """The object is unknown, or lies outside the actor's scope: the two look the same."""

    code = "not_found"
    status = 404


class SignInNeeded(AppError):
    """Nobody is signed in, or the session has ended."""

    code = "sign_in"
    status = 401


class TermsFirst(AppError):
    """The terms of use in force stand before every page until they have been accepted."""

    code = "terms_first"
    status = 403


class WrongState(AppError):
    """The event is not open in the state the case has."""

    code = "wrong_state"
    status = 409


class Stale(AppError):
    """Another person was faster: the case has moved since the form was drawn."""

    code = "stale"
    status = 409


@dataclass(frozen=True, slots=True)
class Earlier:
    """A change that was saved first: who, when, and what it said as (label, before, after)."""

    name: str
    at: datetime
    lines: tuple[tuple[str, str, str], ...]


class Moved(Stale):
    """Somebody saved the same setting first; `changes` are what is new since the form was drawn."""

    code = "moved"

    def __init__(self, version: int, changes: Sequence[Earlier]) -> None:
        """Keep the version that stands now, for a form that is sent again knowingly."""
        super().__init__(f"a setting is at version {version}", version=version)
        self.version = version
        self.changes = tuple(changes)


class BadInput(AppError):
    """What was typed cannot be taken; `errors` maps field name to a readable message."""

    code = "bad_input"
    status = 422

    def __init__(self, errors: Mapping[str, str], message: str = "", **facts: object) -> None:
        """Keep one message per field; the page shows them and everything that was typed."""
        super().__init__(message, **facts)
        self.errors = dict(errors)


class Gone(AppError):
    """What was there once has been taken, or its time has run out."""

    code = "gone"
    status = 410


class TooMany(AppError):
    """A limit on how often something may be done is reached."""

    code = "too_many"
    status = 429


class Unavailable(AppError):
    """Something the answer needs, such as the database, does not respond."""

    code = "unavailable"
    status = 503
