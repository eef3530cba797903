"""Answers as people read them, rows without a script, the deadline, and messages."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.casetypes.forms import FORM, parse, small_form
from vardpost.casetypes.deadline import cancel_notice
from vardpost.casetypes.messages import MESSAGES, error_texts, problem_text
from vardpost.casetypes.national import FOLDER, read_national
from vardpost.casetypes.rows import edit_rows, focus_after
from vardpost.casetypes.summary import plain_text, summary
from vardpost.casetypes.values import Problem

VALUES: dict[str, Any] = {
    "story": "Ont i knät",
    "colours": ["red", "blue"],
    "born": "1980-02-29",
    "away": {"from": "2026-12-01", "to": "2026-12-24"},
    "at": "09:05",
    "sure": False,
    "things": [{"what": "Hatt", "kind": "red"}, {"what": "Rock"}],
}


def test_a_summary_reads_like_the_form() -> None:
    lines = summary(FORM, VALUES, "sv")
    assert [(line.label, line.text) for line in lines] == [
        ("Story", "Ont i knät"),
        ("Colours", "Röd, Blå"),
        ("Born", "Fredag 29 februari 1980"),
        ("Away", "Tisdag 1 december 2026 – torsdag 24 december 2026"),
        ("At", "09.05"),
        ("Sure", "Nej"),
        ("Sak 1", "What: Hatt\nKind: Röd"),
        ("Sak 2", "What: Rock"),
    ]
    assert [(line.name, line.step) for line in lines][-1] == ("things-1", "beskriv")


def test_a_summary_in_english() -> None:
    texts = [line.text for line in summary(FORM, VALUES, "en")]
    assert texts[2] == "Friday 29 February 1980"
    assert texts[4:6] == ["09:05", "No"]
    assert plain_text(FORM, {"sure": True}, "en") == "Sure (en)\nYes"


def test_an_answer_of_a_vanished_option_is_still_shown() -> None:
    assert summary(FORM, {"colour": "purple"}, "sv")[0].text == "purple"


def test_a_row_is_added_with_everything_kept() -> None:
    posted = {"_add": ["things"], "things-0-what": ["Hatt"], "story": ["Ont"]}
    raw = edit_rows(FORM, posted)
    assert raw == {"things-0-what": ["Hatt"], "story": ["Ont"], "things-rows": ["2"]}
    assert focus_after(FORM, posted, raw) == "things-1-what"


def test_never_more_rows_than_the_form_has() -> None:
    raw = edit_rows(FORM, {"_add": ["things"], "things-2-what": ["Hatt"]})
    assert raw is not None
    assert raw["things-rows"] == ["3"]


def test_a_row_is_taken_away_and_those_after_it_move_up() -> None:
    posted = {
        "_remove": ["things-0"],
        "things-rows": ["3"],
        "things-0-what": ["Hatt"],
        "things-1-what": ["Rock"],
        "things-2-kind": ["red"],
    }
    assert edit_rows(FORM, posted) == {
        "things-0-what": ["Rock"],
        "things-1-kind": ["red"],
        "things-rows": ["2"],
    }


@pytest.mark.parametrize(
    "posted",
    [{}, {"_add": ["story"]}, {"_remove": ["things-9"]}, {"_remove": ["things"]}, {"_add": []}],
)
def test_other_buttons_edit_no_rows(posted: dict[str, list[str]]) -> None:
    assert edit_rows(FORM, posted) is None


def notice(kind: str, now: datetime, lang: str = "sv", **values: Any) -> tuple[bool, str]:
    """Return whether it is too late to cancel, and what is said."""
    form = read_national(FOLDER, "cancel_rebook")
    appointment = {"appointment_date": "2026-11-30", "appointment_time": "14:30", **values}
    found = cancel_notice(
        form,
        appointment,
        kind=kind,
        now=now,
        lang=lang,
        is_holiday=lambda day: day == date(2026, 11, 26),
    )
    assert found is not None
    return found.passed, found.text


def test_primary_care_counts_hours() -> None:
    before = datetime(2026, 11, 29, 13, 29, tzinfo=UTC)
    passed, words = notice("primary_care", before)
    assert not passed
    assert words == ("Du kan avboka utan avgift fram till söndag 29 november 2026 kl. 14.30.")
    assert notice("primary_care", datetime(2026, 11, 29, 13, 31, tzinfo=UTC))[0]


def test_specialist_care_counts_full_weekdays_past_weekend_and_holiday() -> None:
    passed, words = notice("specialist", datetime(2026, 11, 24, 13, 29, tzinfo=UTC), "en")
    assert not passed
    assert "Tuesday 24 November 2026 at 14:30" in words
    assert notice("specialist", datetime(2026, 11, 24, 13, 31, tzinfo=UTC))[0]


def test_hours_are_real_hours_when_the_clock_changes() -> None:
    spring = {"appointment_date": "2027-03-28", "appointment_time": "08:00"}
    _, words = notice("primary_care", datetime(2027, 3, 1, tzinfo=UTC), **spring)
    assert "lördag 27 mars 2027 kl. 07.00" in words


def test_no_notice_without_an_appointment_or_a_rule() -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    form = read_national(FOLDER, "cancel_rebook")
    assert cancel_notice(form, {}, kind="primary_care", now=now, lang="sv") is None
    assert cancel_notice(FORM, VALUES, kind="primary_care", now=now, lang="sv") is None


def test_messages_say_what_to_do() -> None:
    errors = parse({"phone": "1", "name": "x" * 21, "things-0-kind": "red"}).errors
    assert error_texts(FORM, errors, "sv") == {
        "name": "Korta texten med 1 tecken",
        "story": "Berätta",
        "things-0-what": "Skriv vad",
        "things-0-shade": "Svara på frågan",
        "phone": "Skriv ett telefonnummer med minst 8 siffror",
    }
    assert error_texts(FORM, errors, "en")["story"] == "Berätta (en)"


def test_a_missing_row_is_asked_for_in_the_words_of_the_rows() -> None:
    form = read_national(FOLDER, "renew_prescription")
    told = error_texts(form, {"medicines-0-name": Problem("required_row")}, "sv")
    assert told == {"medicines-0-name": "Skriv minst ett läkemedel"}


def test_a_problem_outside_a_form_has_its_words() -> None:
    assert problem_text(Problem("too_long", {"n": 3}), "sv") == "Korta texten med 3 tecken"


def test_every_problem_has_its_message() -> None:
    for key in MESSAGES:
        told = error_texts(small_form(), {"name": Problem(key, {"limit": "2026-11-23"})}, "sv")
        assert told["name"]
