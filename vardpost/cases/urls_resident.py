"""Addresses of the resident's pages (ui.md 3)."""

from django.urls import path, register_converter

from vardpost.cases.views import (
    case_terms,
    resident_case,
    resident_find,
    resident_flags,
    resident_mine,
    resident_move,
    resident_otherwise,
    resident_receipt,
    resident_send,
    resident_start,
    resident_write,
)


class StepConverter:
    """The pages of a form that show questions, named by the form; `RESERVED_STEPS` are others."""

    regex = "[a-z][a-z0-9_]{0,39}"

    def to_python(self, value: str) -> str:
        """Return the step as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """Return the step as it stands in the address."""
        return value


register_converter(StepConverter, "step")

_CASE = "mina/arenden/<uuid:case_id>"
_NEW = "ny/<uuid:draft_id>"

resident = [
    path("mottagningar", resident_find.find_unit, name="units"),
    path("mottagningar/<slug:slug>", resident_find.unit_page, name="unit"),
    path("mottagningar/<slug:slug>/<slug:arendetyp>", resident_start.case_type, name="case_type"),
    path(_NEW, resident_write.go_on, name="draft"),
    path(f"{_NEW}/bradskande", resident_write.urgent, name="draft_urgent"),
    path(f"{_NEW}/vem", resident_write.about_whom, name="draft_whom"),
    path(f"{_NEW}/spara", resident_write.save, name="draft_save"),
    path(f"{_NEW}/larmord", resident_flags.while_writing, name="draft_flags"),
    path(f"{_NEW}/granska", resident_send.check, name="draft_check"),
    path(f"{_NEW}/klart", resident_send.done, name="draft_done"),
    path(f"{_NEW}/ta-bort", resident_mine.drop_draft, name="draft_drop"),
    path(f"{_NEW}/pa-annat-satt", resident_otherwise.otherwise, name="draft_otherwise"),
    path(f"{_NEW}/<step:step>", resident_write.questions, name="draft_questions"),
    path("mina", resident_mine.home, name="home"),
    path("mina/arenden", resident_mine.cases, name="own_cases"),
    path("mina/utkast", resident_mine.drafts, name="own_drafts"),
    path(_CASE, resident_case.case_page, name="own_case"),
    path(f"{_CASE}/trad", resident_case.case_piece, name="own_case_piece"),
    path(f"{_CASE}/spara", resident_case.save_message, name="own_case_save"),
    path(f"{_CASE}/larmord", resident_flags.while_replying, name="own_case_flags"),
    path(f"{_CASE}/flytt", resident_move.answer_move, name="own_case_move"),
    path(f"{_CASE}/aterta", resident_case.take_back, name="own_case_take_back"),
    path(f"{_CASE}/villkor", case_terms.own_terms, name="own_case_terms"),
    path(f"{_CASE}/kvitto", resident_receipt.case_receipt, name="own_case_receipt"),
]
