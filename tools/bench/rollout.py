"""`python -m tools.bench.rollout`: a template's new version to 1 500 units, as an operator does it.

On the database of `tools.bench.overview`, with the web role's rights. Ends with 1 when it takes
longer than issue 5 allows, or when any unit is left.
"""

from __future__ import annotations

import sys
import tempfile
import time
from functools import partial
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tools import environment
from tools.bench.overview import REGION, UNITS, on_region, timed

#: Seconds that a roll-out to all of them may take on two cores.
LIMIT = 60
CODE = f"r_{REGION}_bench"


def publish() -> int:
    """Publish one more version of the region's template, which changes a promise; all follow it."""
    from vardpost.kernel import db

    db.execute(
        "insert into unit_template (id, code, region_id, kind, name_sv, name_en) values "
        "(gen_random_uuid(), %s, %s, 'primary_care', 'Bänk', '') on conflict do nothing",
        [CODE, REGION],
    )
    row = db.fetch_one(
        "select coalesce(max(v.number), 0) from unit_template_version v join unit_template t "
        "on t.id = v.template_id where t.code = %s",
        [CODE],
    )
    before = max(1, row[0] if row else 0)
    newest = before + 1
    for number in (before, newest):
        days = [2 + number % 2, 6]
        fields = {"type:contact_me:promise": [days, "open"], "notices:new_case": ["direct", "open"]}
        db.execute(
            "insert into unit_template_version (id, template_id, number, fields, note, "
            "author_name, published_at, shipped) select gen_random_uuid(), id, %s, %s, '', '', "
            "now(), false from unit_template where code = %s on conflict do nothing",
            [number, db.json(fields), CODE],
        )
    db.execute("update care_unit set template = %s, template_version = %s", [CODE, before])
    db.execute(
        "update unit_case_type u set first_days = %s, final_days = 6 from case_type t "
        "where t.id = u.case_type_id and t.key = 'contact_me' and t.unit_id is null",
        [2 + before % 2],
    )
    db.execute("analyze")
    return newest


def rolled(path: Path, *more: str) -> None:
    """Do what the command does, with its progress line."""
    from django.core.management import call_command

    call_command("units", "rollout", CODE, "--units", str(path), *more, stdout=StringIO())


def measure(console: Console) -> int:
    """Try it, do it, and do it once more, where nothing is left to do."""
    from vardpost.kernel import db

    newest = publish()
    ids = [row[0] for row in db.fetch_all("select hsa_id from care_unit order by hsa_id")]
    table = Table(title=f"a template's new version to {UNITS} units: seconds")
    for head in ("", "s", "Python, CPU s"):
        table.add_column(head)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.txt"
        path.write_text("\n".join(ids), "utf-8")
        db.execute("set role app_web")
        done = 0.0
        for name, more in (("dry run", ("--dry-run",)), ("the roll-out", ()), ("once more", ())):
            before = time.process_time()
            took = timed(partial(rolled, path, *more)) / 1000
            table.add_row(name, f"{took:.1f}", f"{time.process_time() - before:.1f}")
            if name == "the roll-out":
                done = took
        db.execute("reset role")
    console.print(table)
    row = db.fetch_one("select count(*) from care_unit where template_version = %s", [newest])
    left = len(ids) - (row[0] if row else 0)
    if left or done > LIMIT:
        console.print(f"{left} units left; {done:.1f} s of {LIMIT}")
        return 1
    return 0


if __name__ == "__main__":
    environment.enter("-m", "tools.bench.rollout", dev=True)
    sys.exit(on_region(measure))
