"""`python -m tools.bench.words`: an old name in the own terms of 1 500 units, sought and changed.

On the database of `tools.bench.overview`, with the web role's rights, through the whole door. Ends
with 1 when any unit is not asked.
"""

from __future__ import annotations

import re
import sys
from functools import partial
from statistics import median
from typing import TYPE_CHECKING
from uuid import UUID

from rich.console import Console
from rich.table import Table

from tools import environment
from tools.bench.overview import REGION, UNITS, office, on_region, timed

if TYPE_CHECKING:
    from django.test import Client

ROUNDS = 5
SEARCH, CHANGE = f"/r/{REGION}/villkor/sok?q=gamla+namnet", f"/r/{REGION}/villkor/byt"
ASKED = {"byt": "gamla namnet", "mot": "Nya Namnet", "hela": "1", "hur": "utkast"}

#: A unit's text is about a page.
_ROWS = (
    "insert into case_type (id, key, region_id, unit_id, position) "
    "values (gen_random_uuid(), 'r_bench', %s, null, 90)",
    "insert into case_type_version (id, case_type_id, version, definition, content_hash, "
    "published_at, shipped) select gen_random_uuid(), t.id, 1, "
    "v.definition || '{\"open\": [\"terms\"]}', repeat('0', 64), now() - interval '2 days', false "
    "from case_type t, case_type_version v join case_type c on c.id = v.case_type_id "
    "where t.key = 'r_bench' and c.key = 'contact_me' and c.unit_id is null and v.unit_id is null "
    "limit 1",
    "insert into terms_text (id, case_type_id, version, body_sv, body_en, content_hash, "
    "published_at, author_name) select gen_random_uuid(), id, 1, 'Ring Gamla Namnet.', "
    "'Call Gamla Namnet.', repeat('0', 64), now() - interval '2 days', '' "
    "from case_type where key = 'r_bench'",
    "insert into unit_case_type (id, unit_id, case_type_id, version_id, terms_id, active, "
    "first_days, final_days, position) select gen_random_uuid(), c.id, x.case_type_id, v.id, x.id, "
    "true, 2, 5, 90 from care_unit c, terms_text x join case_type t on t.id = x.case_type_id "
    "join case_type_version v on v.case_type_id = t.id where t.key = 'r_bench'",
    "insert into terms_text (id, case_type_id, unit_id, version, body_sv, body_en, content_hash, "
    "published_at, author_name) select gen_random_uuid(), u.case_type_id, u.unit_id, 1, "
    "repeat('Vi svarar så snart vi kan. ', 110) || 'Ring Gamla Namnet.', "
    "repeat('We answer as soon as we can. ', 100) || 'Call Gamla Namnet.', repeat('0', 64), "
    "now() - interval '1 day', 'Bo Ek' from unit_case_type u join case_type t "
    "on t.id = u.case_type_id where t.key = 'r_bench'",
)


def write() -> None:
    """Give every unit a text of its own with the old name in it, of a type that leaves it open."""
    from vardpost.kernel import db

    if db.fetch_one("select 1 from case_type where key = 'r_bench'"):
        db.execute("truncate terms_proposal, text_change, unit_terms")
        return
    for statement in _ROWS:
        db.execute(statement, [REGION] if "%s" in statement else [])
    db.execute("analyze")


def changed(client: Client) -> dict[str, float]:
    """Look, change, let the job tell, and take back; return ms of each step."""
    from vardpost.central.actions.texts import tell_units
    from vardpost.people.system import region_scope

    preview = client.post(CHANGE, ASKED).content.decode()
    seen = dict(re.findall(r'name="(sett|nyckel)" value="([^"]+)"', preview))
    sure = partial(client.post, CHANGE, {**ASKED, **seen, "steg": "gor"})
    took = {"the change": timed(sure)}

    def told() -> None:
        with region_scope("central.words", REGION) as actor:
            tell_units(actor=actor, change_id=UUID(seen["nyckel"]))

    took["the job that tells"] = timed(told)
    page = f"/r/{REGION}/villkor/byten/{seen['nyckel']}"
    took["what units answer"] = timed(partial(client.get, page))
    took["the list of changes"] = timed(partial(client.get, f"/r/{REGION}/villkor/byten"))
    took["taking it back"] = timed(partial(client.post, f"{page}/angra"))
    return took


def measure(console: Console) -> int:
    """Search, look and change a few times, and print."""
    from django.test import Client

    from vardpost.kernel import db

    token = office()
    write()
    db.execute("set role app_web")
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies["session"] = token
    steps: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        steps.setdefault("the search", []).append(timed(partial(client.get, SEARCH)))
        steps.setdefault("the preview", []).append(timed(partial(client.post, CHANGE, ASKED)))
        for name, took in changed(client).items():
            steps.setdefault(name, []).append(took)
    db.execute("reset role")
    table = Table(title=f"words in the terms of {UNITS} units: ms, median (slowest)")
    for head in ("", "ms"):
        table.add_column(head)
    for name, all_of in steps.items():
        table.add_row(name, f"{median(all_of):.0f} ({max(all_of):.0f})")
    console.print(table)
    row = db.fetch_one("select count(*) from terms_proposal where state = 'withdrawn'")
    asked = row[0] if row else 0
    if asked != UNITS * ROUNDS:
        console.print(f"{asked} proposals, not {UNITS * ROUNDS}")
        return 1
    return 0


if __name__ == "__main__":
    environment.enter("-m", "tools.bench.words", dev=True)
    sys.exit(on_region(measure))
