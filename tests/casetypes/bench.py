"""Forms in a real browser without a server: pages are drawn here and handed to the browser."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs

from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import Page, Route

from tests.casetypes.forms import TODAY
from vardpost.casetypes.drawn import controls
from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.messages import error_texts
from vardpost.casetypes.parse import ParsedAnswers, Raw, parse_answers
from vardpost.casetypes.rows import edit_rows
from vardpost.shell import samples

STATIC = Path(samples.__file__).with_name("static")
SITE = "http://forms.test"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'"
)
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PAGE = """{% extends "shell/resident.html" %}
{% from "casetypes/_fields.html" import render_fields %}
{% from "shell/components/error_summary.html" import error_summary %}
{% block title %}{{ form.title.sv }}{% endblock %}
{% block content %}<div class="r-cols"><form class="sheet stack g-l" method="post" novalidate>
{{ error_summary(errors) }}<h1 class="ds-heading" data-size="lg">{{ form.title.sv }}</h1>
{{ render_fields(controls, true) }}
<div class="cluster acts"><button class="ds-button" type="submit">Fortsätt</button></div>
</form></div>{% endblock %}"""


@dataclass
class Bench:
    """One form on one page: what was posted to it, and what the browser complained of."""

    form: FormDefinition
    page: Page
    posted: list[Raw] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self) -> Page:
        """Open the empty form."""
        self.page.route("**/*", self._answer)
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(SITE)
        return self.page

    def parsed(self) -> ParsedAnswers:
        """Return what the last post came to."""
        return parse_answers(self.form, self.posted[-1], today=TODAY)

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE).split("?")[0]
        if path.startswith("/static/"):
            found = STATIC / path.removeprefix("/static/")
            kind = TYPES.get(found.suffix, "application/octet-stream")
            route.fulfill(body=found.read_bytes(), content_type=kind)
            return
        headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(body=self._html(route.request.post_data), headers=headers)

    def _html(self, body: str | None) -> str:
        raw: Raw = {}
        errors: dict[str, str] = {}
        if body is not None:
            self.posted.append(parse_qs(body, keep_blank_values=True))
            edited = edit_rows(self.form, self.posted[-1])
            parsed = self.parsed()
            raw = parsed.raw if edited is None else edited
            errors = error_texts(self.form, parsed.errors, "sv") if edited is None else {}
        values = parse_answers(self.form, raw, today=TODAY).values
        drawn = controls(self.form, raw=raw, values=values, errors=errors, lang="sv", today=TODAY)
        request = RequestFactory().get("/")
        request.actor = samples.actor(staff=False)  # type: ignore[attr-defined]  # as the door does
        context = {"form": self.form, "controls": drawn, "errors": errors}
        html: str = engines["jinja2"].from_string(PAGE).render(context, request)
        return html
