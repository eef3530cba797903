"""Published versions in the database: made once, never changed, offered in one statement."""

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.casetypes.forms import text
from tests.database import as_owner
from vardpost.casetypes import queries
from vardpost.casetypes.actions import offer_on_units, publish_national
from vardpost.casetypes.fields import Text
from vardpost.casetypes.models import CaseTypeVersion, TermsText, UnitCaseType
from vardpost.casetypes.national import FIRST_KEYS, KEYS, NationalType, national_types
from vardpost.kernel.actor import system_actor
from vardpost.kernel.errors import NotFound
from vardpost.kernel.ids import new_id
from vardpost.units.models import CareUnit

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")


@pytest.fixture
def unit() -> Iterator[UUID]:
    """A unit that offers every national type; the test goes on as the tables' owner."""
    with as_owner():
        made = CareUnit.objects.create(
            region_id="12",
            hsa_id="SE5559990001-CT01",
            slug="provmottagningen",
            name="Provmottagningen",
            kind="primary_care",
            template="primary_care",
            municipality_id="1280",
        )
        offer_on_units([made.id])
        yield made.id


def changed(key: str, *, title: str = "", terms: str = "") -> list[NationalType]:
    """Return the national types with one of them changed."""
    return [
        replace(
            national,
            definition=replace(national.definition, title=Text(**text(title)))
            if title
            else national.definition,
            terms_sv=national.terms_sv + terms,
        )
        if national.definition.key == key
        else national
        for national in national_types()
    ]


def test_upgrading_publishes_all_once() -> None:
    versions = CaseTypeVersion.objects.values_list("case_type__key", "version")
    assert dict(versions) == dict.fromkeys(KEYS, 1)
    with as_owner():
        assert publish_national(actor=SYSTEM) == []


def test_a_unit_offers_in_order_with_one_statement(unit: UUID) -> None:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        offers = queries.offered(unit)
    assert len(seen) == 1
    assert [offer.key for offer in offers] == list(FIRST_KEYS)
    renew = next(offer for offer in offers if offer.key == "renew_prescription")
    assert renew.title == Text("Förnya recept", "Renew a prescription")
    assert (renew.first_days, renew.final_days) == (1, 5)
    assert (renew.symptom, renew.proxy_allowed) == (False, True)
    assert next(offer for offer in offers if offer.key == "advice").symptom


def test_what_is_switched_off_is_not_offered(unit: UUID) -> None:
    UnitCaseType.objects.filter(unit_id=unit, case_type__key="advice").update(active=False)
    assert "advice" not in [offer.key for offer in queries.offered(unit)]
    with pytest.raises(NotFound):
        queries.offer(unit, "advice")
    assert queries.offer(unit, "book_time").key == "book_time"
    with pytest.raises(NotFound):
        queries.offer(new_id(), "book_time")


def test_offering_again_changes_nothing(unit: UUID) -> None:
    UnitCaseType.objects.filter(unit_id=unit).update(first_days=3, final_days=9)
    assert offer_on_units([unit], ["advice"]) == 0
    assert queries.offer(unit, "advice").first_days == 3


def test_a_changed_form_is_a_new_version_and_the_old_one_stays(unit: UUID) -> None:
    old = queries.offer(unit, "advice")
    assert publish_national(actor=SYSTEM, types=changed("advice", title="Råd")) == [
        "advice: formulär version 2"
    ]
    new = queries.offer(unit, "advice")
    assert (old.title.sv, new.title.sv) == ("Rådgivning", "Råd")
    assert new.terms_id == old.terms_id
    assert queries.version(old.version_id).definition.title.sv == "Rådgivning"
    assert queries.version(new.version_id).number == 2


def test_changed_terms_are_a_new_version_but_a_units_own_stay(unit: UUID) -> None:
    own = TermsText.objects.create(
        case_type_id=TermsText.objects.get(case_type__key="book_time").case_type_id,
        unit_id=unit,
        version=1,
        body_sv="Våra egna.",
        body_en="Our own.",
        content_hash="0" * 64,
        published_at="2026-11-01T00:00:00Z",
    )
    UnitCaseType.objects.filter(unit_id=unit, case_type__key="book_time").update(terms=own)
    before = queries.offer(unit, "advice")
    types = changed("advice", terms="\nNytt.\n")
    assert publish_national(actor=SYSTEM, types=types) == ["advice: villkor version 2"]
    after = queries.offer(unit, "advice")
    assert after.version_id == before.version_id
    assert queries.terms(after.terms_id).body.sv.endswith("Nytt.\n")
    assert publish_national(actor=SYSTEM, types=changed("book_time", terms="\nNytt.\n"))
    assert queries.offer(unit, "book_time").terms_id == own.id


def test_versions_are_read_once_a_process(unit: UUID) -> None:
    found = queries.offer(unit, "certificate")
    queries.version(found.version_id)
    queries.terms(found.terms_id)
    with CaptureQueriesContext(connection) as seen:
        loaded = queries.version(found.version_id)
        accepted = queries.terms(found.terms_id)
    assert len(seen) == 0
    expected = next(one for one in national_types() if one.definition.key == "certificate")
    assert loaded.definition == expected.definition
    assert accepted.body == Text(expected.terms_sv, expected.terms_en)
    assert len(accepted.content_hash) == 64


def test_an_unknown_version_is_not_found() -> None:
    with pytest.raises(NotFound):
        queries.version(new_id())
    with pytest.raises(NotFound):
        queries.terms(new_id())


@pytest.mark.parametrize("table", ["case_type_version", "terms_text"])
@pytest.mark.parametrize("change", ["update {} set version = version + 1", "delete from {}"])
def test_what_is_published_cannot_be_changed_even_by_the_owner(
    unit: UUID, table: str, change: str
) -> None:
    with (
        pytest.raises(IntegrityError, match="published and never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table))


def test_the_command_says_what_is_new() -> None:
    said = StringIO()
    with as_owner():
        call_command("case_types", "publish", stdout=said)
    assert said.getvalue() == "Inget har ändrats.\n"
