"""May this actor do this? Both answers, yes/no and raising, ask the same scope."""

from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import Denied
from vardpost.kernel.tenancy import Belongs, Scope
from vardpost.policy.scope import scope_for


def can(actor: Actor | None, permission: str, thing: Belongs | None = None) -> bool:
    """Whether the actor holds the permission over the thing; without one, over anything at all."""
    scope = scope_for(actor, permission)
    return scope.kind != "none" if thing is None else scope.covers(thing)


def require(actor: Actor | None, permission: str, thing: Belongs | None = None) -> Scope:
    """Raise `Denied` unless the actor holds the permission; return its scope for the lists."""
    scope = scope_for(actor, permission)
    if scope.kind == "none" or (thing is not None and not scope.covers(thing)):
        raise Denied(str(permission))
    return scope
