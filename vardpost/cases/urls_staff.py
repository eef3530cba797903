"""Addresses of the staff: the unit and the queue stand in each of them."""

from django.urls import path

from vardpost.cases.views import (
    admin_trial,
    case_terms,
    staff_answer,
    staff_home,
    staff_tick,
    staff_verbs,
)
from vardpost.cases.views import staff as inbox

_QUEUE = "m/<slug:unit>/inkorg/<slug:queue>"
_CASE = f"{_QUEUE}/<uuid:case_id>"

staff = [
    path("jag", staff_home.my_home, name="my_home"),
    path("jag/mottagning", staff_home.switch_unit, name="switch_unit"),
    path("m/<slug:unit>", staff_home.unit_home, name="unit_home"),
    path(_QUEUE, inbox.inbox, name="inbox"),
    path(f"{_QUEUE}/antal", inbox.counts, name="inbox_counts"),
    path(f"{_QUEUE}/lista", inbox.rows, name="inbox_rows"),
    path(_CASE, inbox.case, name="staff_case"),
    path(f"{_CASE}/trad", inbox.thread, name="staff_thread"),
    path(f"{_CASE}/villkor", case_terms.staff_terms, name="staff_terms"),
    path(f"{_CASE}/svara", staff_answer.send, name="staff_send"),
    path(f"{_CASE}/utkast", staff_answer.save, name="staff_draft"),
    path(f"{_CASE}/bocka", staff_tick.point, name="staff_tick"),
    path(f"{_CASE}/journalfor", staff_tick.journal, name="staff_journal"),
    path(f"{_CASE}/ta", staff_verbs.take, name="staff_take"),
    path(f"{_CASE}/fordela", staff_verbs.give, name="staff_assign"),
    path(f"{_CASE}/omfordela", staff_verbs.move_on, name="staff_reassign"),
    path(f"{_CASE}/till-team", staff_verbs.to_team, name="staff_to_team"),
    path(f"{_CASE}/lamna-tillbaka", staff_verbs.give_back, name="staff_return"),
    path(f"{_CASE}/sank-flagga", staff_verbs.lower_flag, name="staff_lower_flag"),
    path(f"{_CASE}/bradskande", staff_verbs.mark_urgent, name="staff_mark_urgent"),
    path(f"{_CASE}/inte-bradskande", staff_verbs.unmark_urgent, name="staff_unmark_urgent"),
    path(f"{_CASE}/avsluta", staff_verbs.finish, name="staff_close"),
    path(f"{_CASE}/avsluta-utan-svar", staff_verbs.close_without, name="staff_close_without"),
    path(f"{_CASE}/skicka-vidare", staff_verbs.ask_move, name="staff_ask_move"),
    path(f"{_CASE}/ta-tillbaka-fragan", staff_verbs.unask_move, name="staff_unask_move"),
    path(f"{_CASE}/oppna-igen", staff_verbs.open_again, name="staff_reopen"),
    path("m/<slug:unit>/admin/fordelning/prova", admin_trial.trial, name="admin-routing-trial"),
]
