"""An administrator's browser in the editor of forms, without one."""

import html
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client

from tests import people_made as made
from tests.casetypes.verbs_world import Offices
from tests.markup import faults

_HIDDEN = re.compile(r'name="(version|shown)" value="([^"]*)"')


class Editor:
    """One window of one administrator; `carried` is what the page she looks at was drawn from."""

    def __init__(self, offices: Offices, who: str = "admin", where: str = "") -> None:
        """Sign in; `where` is an office's list of types, else the unit's."""
        self.client = Client()
        self.client.cookies["session"] = made.sign_in(offices.people[who], "staff")
        self.list = where or f"/m/{offices.unit.slug}/admin/arendetyper"
        self.base = self.list
        self.carried: dict[str, str] = {}

    def begin(self, sv: str, en: str = "") -> UUID:
        """Make a new case type and open its form."""
        sent = self.client.post(f"{self.list}/ny", {"title-sv": sv, "title-en": en})
        assert sent.status_code == 303, page(sent)
        self.base = sent.headers["Location"].removesuffix("/formular")
        self.open()
        return UUID(self.base.rpartition("/")[2])

    def open(self, path: str = "/formular") -> str:
        """Look at a page of the editor; what it carries goes with the next post."""
        return self._seen(self.client.get(self.base + path))

    def post(self, path: str, data: Mapping[str, Any], status: int = 303) -> str:
        """Send a form with what the page carries; a redirect is followed."""
        sent = self.client.post(self.base + path, {**self.carried, **data})
        assert sent.status_code == status, page(sent)
        if status == 303:
            return self._seen(self.client.get(sent.headers["Location"]))
        return self._seen(sent)

    def ask(self, kind: str, sv: str, where: str = "fields:beskriv", **more: Any) -> str:
        """Add a question with everything a form says of it; return its place."""
        en = f"{sv} in English"
        data = {"ny_fraga": "1", "new-sv": sv, "new-en": en, "new-type": kind, "new-where": where}
        sent = self.client.post(f"{self.base}/formular", {**self.carried, **data})
        assert sent.status_code == 303, page(sent)
        place = sent.headers["Location"].partition("/fraga/")[2]
        self._seen(self.client.get(sent.headers["Location"]))
        if more:
            given = {"type": kind, "label-sv": sv, "label-en": en, "match": "all", **more}
            self.post(f"/formular/fraga/{place}", given)
        return place

    def _seen(self, answer: Any) -> str:
        assert answer.status_code in (200, 409, 422), answer.status_code
        body = answer.content.decode()
        assert faults(body) == []
        found = dict(_HIDDEN.findall(body))
        if found:
            self.carried = {name: html.unescape(value) for name, value in found.items()}
        return page(answer)


def page(answer: HttpResponse | Any) -> str:
    """Return the words of a page."""
    from tests.cases.staff_http import text

    return text(answer)
