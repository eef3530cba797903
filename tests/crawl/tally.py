"""Which verbs were called, and how many rows of the ledger each call composed.

A verb is a public function of an `actions` module that is no part (`tools.house_lint`). While the
tally runs, every name that stands for a verb in a module of ours stands for one that counts.
"""

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from unittest.mock import patch

from tests.crawl.rows import unvalued
from tools.house_lint import ROOT, modules, verbs
from vardpost.audit import actions as ledger
from vardpost.kernel.actor import Actor
from vardpost.people import departures
from vardpost.units.settings import kinds

#: Every verb by its whole name: `cases.actions.close.close`.
VERBS = sorted(f"{module.name}.{function.name}" for module, function in verbs(modules(ROOT)))


@dataclass(slots=True)
class Tally:
    """The calls that ended well: for each verb how many rows each call left."""

    calls: dict[str, list[int]] = field(default_factory=dict)
    rows: int = 0
    #: Rows of changes without what stood and what stands.
    faults: set[str] = field(default_factory=set)

    def counting(self, name: str, verb: Callable[..., Any]) -> Callable[..., Any]:
        """Return the verb with each of its calls counted."""

        @functools.wraps(verb)
        def counted(*args: Any, **kwargs: Any) -> Any:
            before = self.rows
            answer = verb(*args, **kwargs)
            self.calls.setdefault(name, []).append(self.rows - before)
            return answer

        return counted


@contextmanager
def tallied() -> Iterator[Tally]:
    """Count the calls of every verb inside."""
    tally = Tally()
    row = ledger._row

    def composed(actor: Actor, entry: ledger.Entry) -> Any:
        tally.rows += 1
        if entry.outcome == "ok":
            tally.faults |= set(unvalued(entry.event, entry.purpose, entry.detail))
        return row(actor, entry)

    with ExitStack() as stack:
        stack.enter_context(patch.object(ledger, "_row", composed))
        for name in VERBS:
            module, _dot, function = f"vardpost.{name}".rpartition(".")
            verb = getattr(import_module(module), function)
            for holder, key in list(_names(verb)):
                stack.enter_context(patch.object(holder, key, tally.counting(name, verb)))
        stack.enter_context(_registered(tally))
        yield tally


def _names(verb: object) -> Iterator[tuple[Any, str]]:
    """Return the modules that know a verb, ours and the crawl's, with what it is called there."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("vardpost", "tests.crawl")):
            for key, value in list(vars(module).items()):
                if value is verb:
                    yield module, key


@contextmanager
def _registered(tally: Tally) -> Iterator[None]:
    """Count also the verbs that are registered: what puts a setting back, what a leaver leaves."""
    places: list[tuple[Any, str]] = [(kind, "restore") for kind in kinds()]
    places += [(work, "hand_over") for work in departures._WORK.values()]
    before = [(holder, key, getattr(holder, key)) for holder, key in places]
    for holder, key, verb in before:
        name = f"{verb.__module__}.{verb.__name__}".removeprefix("vardpost.") if verb else ""
        if name in VERBS:
            object.__setattr__(holder, key, tally.counting(name, verb))
    try:
        yield
    finally:
        for holder, key, verb in before:
            object.__setattr__(holder, key, verb)
