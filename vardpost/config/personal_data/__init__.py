"""What the service keeps of persons, table by table: the inventory of the record of processing.

GDPR article 30. A table or a column that is not told of here fails the tests of the house, so the
record that `processing.py` writes can be relied on. What each table is for, and how long it is
kept, is told once for each activity.
"""

from collections.abc import Mapping

from vardpost.config.personal_data.cases import CASES
from vardpost.config.personal_data.kinds import PLAIN, Held, Nobody
from vardpost.config.personal_data.log import LOG
from vardpost.config.personal_data.nobody import NOBODY
from vardpost.config.personal_data.offices import OFFICES
from vardpost.config.personal_data.people import PEOPLE

TABLES: Mapping[str, Held | Nobody] = {**CASES, **PEOPLE, **OFFICES, **LOG, **NOBODY}
#: Tables of the queue hold ids of rows alone, until their job is done; parts of the ledger are it.
QUEUE = "procrastinate_"
PARTS = "audit_entry_"

__all__ = ["PARTS", "PLAIN", "QUEUE", "TABLES", "Held", "Nobody"]
