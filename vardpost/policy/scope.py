"""From an actor and a permission to the rows it reaches: the one computation of who sees what."""

from datetime import date
from functools import lru_cache

from vardpost.kernel.actor import Actor, ResidentRef
from vardpost.kernel.clock import STOCKHOLM, now
from vardpost.kernel.tenancy import NOTHING, Scope
from vardpost.policy.permissions import COMMON, PERSONAL, Permission
from vardpost.policy.roles import (
    ADD_ON,
    OFFICE_ROLES,
    ROLES,
    SYSTEM,
    TOGETHER,
    UNIT_ROLES,
    Reach,
    Role,
)

_KNOWN = {permission.value: permission for permission in Permission}


def guardian_may_act(child: ResidentRef, today: date) -> bool:
    """Whether the child is young enough; the right ends on the birthday that its region has.

    A child born on 29 February turns on 28 February in a common year, so that the right never
    lasts longer than the law gives it.
    """
    year = child.birth_date.year + child.until_age
    try:
        ends = child.birth_date.replace(year=year)
    except ValueError:
        ends = date(year, 2, 28)
    return child.birth_date <= today < ends


def effective_roles(actor: Actor) -> frozenset[Role]:
    """Return the roles that count right now, in the one capacity the actor acts in.

    A staff member acts on a unit or in an office, never both; an add-on counts only beside the role
    it is added to; a name that is no role counts for nothing.
    """
    if actor.kind == "resident":
        capacities = {resident.capacity for resident in actor.residents}
        roles = {Role.RESIDENT} if "self" in capacities else set()
        return frozenset(roles | ({Role.PROXY} if "guardian" in capacities else set()))
    if actor.kind != "staff":
        return frozenset()
    return _staff_roles(actor.roles, on_unit=actor.unit is not None)


@lru_cache(maxsize=1024)
def _staff_roles(names: frozenset[str], *, on_unit: bool) -> frozenset[Role]:
    possible = UNIT_ROLES if on_unit else OFFICE_ROLES
    held = frozenset(role for role in possible if role.value in names)
    return frozenset(role for role in held if role not in ADD_ON or ADD_ON[role] in held)


@lru_cache(maxsize=4096)
def _widest(roles: frozenset[Role], permission: Permission) -> Reach | None:
    """Return the widest reach any of the roles gives, kept: a page asks it for every button."""
    if not roles >= TOGETHER.get(permission, frozenset()):
        return None
    reaches = [ROLES[role].may[permission] for role in roles if permission in ROLES[role].may]
    return max(reaches, default=None)


def scope_for(actor: Actor | None, permission: str) -> Scope:
    """Return which rows the actor reaches by the permission; nothing unless a role says so."""
    wanted = _KNOWN.get(permission)
    if actor is None or wanted is None:
        return NOTHING
    if actor.kind == "resident":
        return _resident_scope(actor, wanted)
    if actor.kind == "staff":
        return _staff_scope(actor, wanted)
    return _system_scope(actor, wanted)


def _resident_scope(actor: Actor, permission: Permission) -> Scope:
    today = now().astimezone(STOCKHOLM).date()
    reaches = {role: ROLES[role].may.get(permission) for role in effective_roles(actor)}
    if Reach.ALL in reaches.values():
        return Scope(kind="all")
    residents = []
    for resident in actor.residents:
        if resident.capacity == "self":
            allowed = reaches.get(Role.RESIDENT) is Reach.OWN and resident.id == actor.person_id
        else:
            child = reaches.get(Role.PROXY) is Reach.CHILD
            allowed = child and guardian_may_act(resident, today)
        if allowed:
            residents.append(resident.id)
    return Scope(kind="own", resident_ids=tuple(residents)) if residents else NOTHING


def _staff_scope(actor: Actor, permission: Permission) -> Scope:
    if actor.person_id is None:
        return NOTHING
    if permission in PERSONAL:
        # Oneself is the same on every unit and on pages of none: some role somewhere is enough.
        somewhere = bool(effective_roles(actor) or actor.units)
        return Scope(kind="own", resident_ids=(actor.person_id,)) if somewhere else NOTHING
    reach = _widest(effective_roles(actor), permission)
    if reach is None and permission in COMMON and actor.unit is None and actor.units:
        reach = Reach.ALL
    if reach is None:
        return NOTHING
    kin = tuple(actor.kin | {actor.person_id})
    match reach:
        case Reach.OWN if actor.unit is not None:
            return Scope(
                kind="assigned",
                region_ids=(actor.unit.region_id,),
                unit_ids=(actor.unit.id,),
                assignee_id=actor.person_id,
                excluded_residents=kin,
            )
        case Reach.UNIT if actor.unit is not None:
            return Scope(
                kind="unit",
                region_ids=(actor.unit.region_id,),
                unit_ids=(actor.unit.id,),
                excluded_residents=kin,
            )
        case Reach.REGION if actor.region_id:
            return Scope(kind="region", region_ids=(actor.region_id,), excluded_residents=kin)
        case Reach.NATION:
            return Scope(kind="nation", excluded_residents=kin)
        case Reach.ALL:
            return Scope(kind="all", excluded_residents=kin)
        case _:
            return NOTHING


def _system_scope(actor: Actor, permission: Permission) -> Scope:
    reach = SYSTEM.may.get(permission)
    if reach is Reach.REGION and actor.region_id:
        return Scope(kind="region", region_ids=(actor.region_id,))
    if reach is Reach.ALL:
        return Scope(kind="all")
    return NOTHING
