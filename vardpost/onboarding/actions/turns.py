"""Which of two at one moment goes first: held in one order, so that neither waits for ever.

Whoever connects units holds first their ways in, then the addresses they may get, then their first
administrators; a list holds all of each kind before it begins, sorted. Lists of two regions share
addresses, where units have the same name, and people, who work in both.
"""

import re
from collections.abc import Iterable

from vardpost.kernel import db

_NUMBER = re.compile(r"(-[0-9]+)+$")


def address_base(name: str) -> str:
    """Return the address that a unit gets of its name, if nobody has it."""
    plain = name.lower().translate(str.maketrans("åäöéèüæø", "aaoeeuao"))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:70] or "mottagning"


def hold_ways(region_id: str, keys: Iterable[str]) -> None:
    """Hold the ways in of units with some HSA-ids, in capitals, until the transaction ends."""
    _hold(f"joining {region_id} {key}" for key in keys)


def hold_addresses(names: Iterable[str]) -> None:
    """Hold the addresses that units of some names may get; numbered ones go with the plain one."""
    _hold(f"unit address {_NUMBER.sub('', address_base(name))}" for name in names)


def hold_people(keys: Iterable[str]) -> None:
    """Hold whether there are accounts for some HSA-ids, in capitals."""
    _hold(f"first administrator {key}" for key in keys if key)


def _hold(names: Iterable[str]) -> None:
    db.fetch_all(
        "select pg_advisory_xact_lock(hashtextextended(x, 0)) from unnest(%s::text[]) as x",
        [sorted(set(names))],
    )
