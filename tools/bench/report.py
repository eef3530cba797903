"""From rounds to figures, the table, and what is required of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from tools.bench.client import Result
from tools.bench.measure import percentile
from tools.bench.serve import Cell, Side

#: At most so many times the floor's CPU, and its p99 at 8 clients; at least its rate through this.
TIMES = 4.0
#: A ten-fold step in size may cost so much more CPU.
STEP = 1.1
#: Writing the ledger may add so much to the p50 of a page.
AUDIT = 0.15
#: Statements per request, transaction control aside.
STATEMENTS = {"inbox": 4, "open": 4, "submit": 10, "reply": 10}
MEMORY_MB = 250
#: What is told of the floor.
_OF_FLOOR = ("p50_ms", "p99_ms", "cpu_ms", "rps")


def figures(
    ours: Side,
    floor: Side,
    unaudited: Side,
    operations: Iterable[str],
    clients: Sequence[int],
) -> dict[str, Any]:
    """Return the figures of one size, as `bench.json` holds them."""
    answer: dict[str, Any] = {}
    for operation in operations:
        answer[operation] = {}
        for count in clients:
            cell = (operation, count)
            mine, bare = _side(ours, cell), _side(floor, cell)
            answer[operation][f"c{count}"] = {
                **mine,
                "queries": round(median(ours.queries[cell]), 2),
                **{f"floor_{name}": bare[name] for name in _OF_FLOOR},
            }
        answer[operation]["c1"] |= _ledger(ours.turns[operation], unaudited.turns[operation])
    return answer


def _ledger(turns: Sequence[Result], without: Sequence[Result]) -> dict[str, float]:
    """Return what the ledger adds to the p50 of a page: each turn beside the one after it."""
    halves = [median(one.times) for one in turns], [median(one.times) for one in without]
    adds = [with_it / bare - 1 for with_it, bare in zip(*halves, strict=True)]
    return {"unaudited_p50_ms": round(median(halves[1]), 2), "audit_adds": round(median(adds), 3)}


def _side(side: Side, cell: Cell) -> dict[str, float]:
    rounds = side.results[cell]
    times = [one for result in rounds for one in result.times]
    return {
        "p50_ms": round(median(median(result.times) for result in rounds), 2),
        "p95_ms": round(percentile(times, 0.95), 2),
        "p99_ms": round(percentile(times, 0.99), 2),
        "rps": round(median(len(result.times) / result.seconds for result in rounds), 1),
        "cpu_ms": round(median(side.cpu[cell]), 3),
    }


def faults(kept: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return what is required and not met, one line each."""
    sizes = kept["sizes"]
    found = [
        fault
        for size, cells in sizes.items()
        for operation in STATEMENTS
        for fault in _cell_faults(size, operation, cells[operation])
    ]
    for small, large in pairwise(sorted(sizes, key=int)):
        found += _step_faults(small, sizes[small], large, sizes[large])
    for size, used in kept["web_memory_mb"].items():
        if used > MEMORY_MB:
            found.append(f"{size}: web memory {used} MB > {MEMORY_MB}")
    return found


def _step_faults(
    small: str, before: Mapping[str, Any], large: str, after: Mapping[str, Any]
) -> list[str]:
    return [
        f"{operation} {clients}: CPU {cell['cpu_ms']} ms at {small}, {more} ms at {large}"
        for operation in STATEMENTS
        for clients, cell in before[operation].items()
        if (more := after[operation][clients]["cpu_ms"]) > cell["cpu_ms"] * STEP
    ]


def _cell_faults(size: str, operation: str, cells: Mapping[str, Any]) -> list[str]:
    found = []
    for clients, cell in cells.items():
        where = f"{size} {operation} {clients}"
        if cell["cpu_ms"] > cell["floor_cpu_ms"] * TIMES:
            found.append(f"{where}: CPU {cell['cpu_ms']} ms > {TIMES} x {cell['floor_cpu_ms']}")
        if cell.get("audit_adds", 0) > AUDIT:
            found.append(f"{where}: the ledger adds {cell['audit_adds']:.1%} to its p50")
        if cell["queries"] > STATEMENTS[operation] + 0.05:
            found.append(f"{where}: {cell['queries']} statements")
    eight = cells["c8"]
    if operation in {"inbox", "open"}:
        if eight["rps"] < eight["floor_rps"] / TIMES:
            found.append(f"{size} {operation}: {eight['rps']}/s < a quarter of the floor's")
        if eight["p99_ms"] > eight["floor_p99_ms"] * TIMES:
            found.append(f"{size} {operation}: p99 {eight['p99_ms']} > {TIMES} x the floor's")
    return found


def tell(console: Console, kept: Mapping[str, Mapping[str, Any]]) -> int:
    """Print the table and what is not met; return the exit code."""
    table = Table(title="Vårdpost beside the floor (floor in brackets)")
    for head in ("cases", "operation", "clients", "p50", "p95", "p99", "req/s", "CPU ms"):
        table.add_column(head, justify="left" if head == "operation" else "right")
    table.add_column("x", justify="right")
    table.add_column("SQL", justify="right")
    table.add_column("ledger", justify="right")
    for size, cells in kept["sizes"].items():
        for operation in STATEMENTS:
            for clients, cell in cells[operation].items():
                table.add_row(
                    size,
                    operation,
                    clients[1:],
                    f"{cell['p50_ms']} ({cell['floor_p50_ms']})",
                    f"{cell['p95_ms']}",
                    f"{cell['p99_ms']} ({cell['floor_p99_ms']})",
                    f"{cell['rps']} ({cell['floor_rps']})",
                    f"{cell['cpu_ms']} ({cell['floor_cpu_ms']})",
                    f"{cell['cpu_ms'] / cell['floor_cpu_ms']:.1f}",
                    f"{cell['queries']}",
                    f"{cell['audit_adds']:+.1%}" if "audit_adds" in cell else "",
                )
    console.print(table)
    console.print(f"web memory, MB: {kept['web_memory_mb']}")
    missed = faults(kept)
    for line in missed:
        console.print(f"[red]not met[/] {line}")
    return 1 if missed else 0
