"""The system as actor: one region a run, under row security like everybody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import structlog
from django.db import DatabaseError, transaction

from vardpost.kernel import db
from vardpost.kernel.actor import BY, Actor, system_actor

#: The settings that make up a scope (`scope_clear`).
_SETTINGS = [
    *("kind", "person", "unit", "region", "roles", "residents", "kin", "whole_unit", "own_unit"),
    *("system_region", "releasing"),
]


@contextmanager
def region_scope(name: str, region_id: str, *, by: str = "") -> Iterator[Actor]:
    """Open a transaction that reaches one region and nothing else; give its actor.

    `name` tells in the ledger what ran, and `by` who ran it where that is an operator's command. No
    region is no scope: then nothing is seen.
    """
    number = str(structlog.contextvars.get_contextvars().get("request_id", ""))
    with transaction.atomic():
        db.fetch_one("select system_open(%s)", [region_id])
        actor = replace(system_actor(name, region_id), request_id=number[:36])
        yield replace(actor, facts={BY: by}) if by else actor


@contextmanager
def as_system(actor: Actor, name: str, region_id: str) -> Iterator[Actor]:
    """Act as the system of a region within the transaction that is open, then as before.

    For what must happen in the transaction of somebody who may not do it herself: an administrator
    takes a permission away, and cases that she may not read go back to the inbox. The scope of
    `actor` is put back however the block is left, so that nothing after it sees more.
    """
    row = db.fetch_one(
        "select json_object_agg(one, coalesce(current_setting('app.' || one, true), ''))::text "
        "from unnest(%s::text[]) one",
        [_SETTINGS],
    )
    before = row[0] if row else "{}"
    db.fetch_one("select system_open(%s)", [region_id])
    try:
        yield replace(
            system_actor(name, region_id),
            request_id=actor.request_id,
            address=actor.address,
            facts={BY: actor.facts[BY]} if BY in actor.facts else {},
        )
    except DatabaseError:
        raise  # the transaction is lost, and its scope with it
    except BaseException:
        _back(before)
        raise
    _back(before)


def _back(before: str) -> None:
    db.fetch_one(
        "select count(set_config('app.' || key, value, true)) from json_each_text(%s::json)",
        [before],
    )
