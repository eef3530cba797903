"""Alarms on their pages: who sees them, closing, reviewing, numbers, and the seal."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests import people_made as made
from tests.cases.test_staff_pages import statements
from tests.database import as_owner
from tests.review.test_job import seal
from tests.review.test_watch import found, protect, reading, residents
from tests.review.world import World
from vardpost.audit.alarms import Kind
from vardpost.audit.state import seal_state
from vardpost.kernel import clock, db
from vardpost.kernel.errors import BadInput, Denied, Moved, NotFound
from vardpost.kernel.ids import new_id
from vardpost.review.actions import alarms
from vardpost.review.jobs import watch

pytestmark = pytest.mark.django_db


@pytest.fixture
def alarm(world: World) -> UUID:
    """Rut has opened Karin's case, whose identity is protected, and there is an alarm about it."""
    protect(world, "karin")
    seal(world.log(at=clock.now()))
    watch("14")
    return UUID(str(world.rows("select id from review_alarm")[0][0]))


def close(
    world: World, alarm: UUID, who: str = "gun", version: int = 1, text: str = "Remiss"
) -> None:
    """Let a reviewer close an alarm."""
    alarms.close_alarm(
        actor=world.as_(who), unit_id=world.unit.id, alarm_id=alarm, version=version, comment=text
    )


def told(world: World, event: str) -> int:
    """Return how many rows the ledger has of an event."""
    return int(world.rows("select count(*) from audit_entry where action = %s", event)[0][0])


def test_the_page_says_what_happened_without_the_protected_name(world: World, alarm: UUID) -> None:
    gun = world.browser("gun")
    page = gun.get(world.url("larm")).content.decode()
    assert "Skyddad identitet öppnad" in page
    assert "Rut Ek har öppnat ärenden för en invånare med skyddad identitet" in page
    one = gun.get(world.url("larm", alarm)).content.decode()
    assert "2026-00001" in one
    assert "Skyddade uppgifter" in one
    assert "Karin" not in page + one
    assert "Ett larm om loggen är öppet." in gun.get(world.url()).content.decode()
    first = gun.get(f"/m/{world.unit.slug}/admin").content.decode()
    assert "Ett larm om loggen är öppet." in first
    assert f"/m/{world.unit.slug}/granskning/larm" in first


@pytest.mark.parametrize("who", ["eva", "rut", "ida", "ola", "karin"])
def test_others_see_none_of_it(world: World, alarm: UUID, who: str) -> None:
    browser = world.browser(who)
    for address in (world.url("larm"), world.url("larm", alarm)):
        assert browser.get(address).status_code in (403, 404)
    assert browser.post(world.url("larm", alarm), {"comment": "x", "version": "1"}).status_code in (
        403,
        404,
    )
    assert found(world)[0][4] is True


def test_whom_it_is_about_does_not_see_it(world: World) -> None:
    reading(world, residents(world, 22), who="gun")
    watch("14")
    alarm = world.rows("select id from review_alarm")[0][0]
    gun, per = world.browser("gun"), world.browser("per")
    assert "Inga öppna larm." in gun.get(world.url("larm")).content.decode()
    assert gun.get(world.url("larm", alarm)).status_code == 404
    assert gun.post(world.url("larm", alarm), {"comment": "x", "version": "1"}).status_code == 404
    assert "larm om loggen" not in gun.get(f"/m/{world.unit.slug}/admin").content.decode()
    assert "Gun Sten har öppnat" in per.get(world.url("larm")).content.decode()
    answer = per.post(world.url("larm", alarm, "granska"), {"granskning": str(new_id())})
    assert answer.status_code == 303
    assert per.get(answer.headers["Location"]).status_code == 200
    assert gun.get(answer.headers["Location"]).status_code == 404
    assert "Larm, " not in gun.get(world.url()).content.decode()


def test_closing_needs_a_comment_and_keeps_who_and_when(world: World, alarm: UUID) -> None:
    for text, error in (("", "Skriv vad det var"), ("x" * 1001, "Korta texten med 1 tecken")):
        with pytest.raises(BadInput) as told_of:
            close(world, alarm, text=text)
        assert told_of.value.errors["comment"].startswith(error)
    gun = world.browser("gun")
    answer = gun.post(world.url("larm", alarm), {"comment": " \n", "version": "1"})
    assert answer.status_code == 422
    assert "Skriv vad det var" in answer.content.decode()
    long = gun.post(world.url("larm", alarm), {"comment": "Ö" * 1001, "version": "1"})
    assert long.status_code == 422
    assert "Ö" * 1001 in long.content.decode()
    sent = {"comment": "Fel öppnat", "version": "1"}
    assert gun.post(world.url("larm", alarm), sent).status_code == 303
    assert gun.post(world.url("larm", alarm), sent).status_code == 303  # a double click
    assert told(world, "review:alarm:close") == 1
    rows = world.rows("select closed_by_name, outcome, comment, version from review_alarm")
    assert rows == [("Gun Sten", "closed", "Fel öppnat", 2)]
    page = gun.get(world.url("larm", alarm)).content.decode()
    assert "Fel öppnat" in page
    assert "Stäng larmet" not in page


def test_a_colleague_who_was_faster_is_told_of_and_ones_text_is_kept(
    world: World, alarm: UUID
) -> None:
    close(world, alarm, "per", text="Per tog det")
    answer = world.browser("gun").post(
        world.url("larm", alarm), {"comment": "Mina ord", "version": "1"}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Per Alm sparade medan du skrev" in page
    assert "Per tog det" in page
    assert "Mina ord" in page
    assert told(world, "review:alarm:close") == 1
    begun = world.browser("gun").post(world.url("larm", alarm, "granska"), {})
    assert begun.status_code == 409
    assert world.rows("select count(*) from review") == [(0,)]


def test_nobody_closes_what_she_has_not_seen(world: World, alarm: UUID) -> None:
    protect(world, "nils")
    seal(world.log(case="nils", at=clock.now()), first=1)
    watch("14")
    assert found(world) == [("protected", "Rut Ek", 2, 2, True)]
    with pytest.raises(Moved):
        close(world, alarm, version=1)
    answer = world.browser("gun").post(
        world.url("larm", alarm), {"comment": "Mina ord", "version": "1"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mer har hänt sedan du öppnade larmet" in page
    assert 'name="version" value="2"' in page
    assert "Mina ord" in page
    close(world, alarm, version=2)


def test_the_entries_become_a_review_and_the_alarm_is_closed(world: World, alarm: UUID) -> None:
    review, gun = new_id(), world.browser("gun")
    sent = {"granskning": str(review)}
    answer = gun.post(world.url("larm", alarm, "granska"), sent)
    assert answer.headers["Location"] == world.url(review)
    assert gun.post(world.url("larm", alarm, "granska"), sent).status_code == 303
    rows = world.rows("select kind, size, how->>'alarm', person_id from review")
    assert rows == [("alarm", 1, str(alarm), world.people["rut"])]
    assert world.rows("select rules::text from review_item") == [
        ('[["alarm_protected", "Skyddad identitet öppnad"]]',)
    ]
    assert world.rows("select outcome, review_id from review_alarm") == [("review", review)]
    assert told(world, "review:review:begin") == 1
    page = gun.get(world.url(review)).content.decode()
    assert "Larm, " in page
    assert f"/granskning/{review}" in gun.get(world.url("larm", alarm)).content.decode()


def test_closed_ones_stand_page_by_page(world: World) -> None:
    with as_owner():
        for number in range(45):
            at = clock.now() - timedelta(hours=number)
            db.execute(
                "insert into review_alarm (id, region_id, unit_id, rule, person_id, person_name, "
                "residents, entries, first_at, last_at, opened_at, version, closed_at, "
                "closed_by_id, closed_by_name, outcome, comment) values (%s, '14', %s, "
                "'protected', %s, %s, 1, 1, %s, %s, %s, 2, %s, %s, 'Gun', 'closed', 'x')",
                [new_id(), world.unit.id, world.people["rut"], f"Nummer {number:02}", at, at, at,
                 at, world.people["gun"]],
            )  # fmt: skip
    gun, address, seen = world.browser("gun"), world.url("larm"), list[str]()
    for _page in range(3):
        page = gun.get(address).content.decode()
        seen += [text[:2] for text in page.split("Nummer ")[1:]]
        address = page.split('rel="next" href="')[1].split('"')[0] if 'rel="next"' in page else ""
    assert address == ""
    assert seen == [f"{number:02}" for number in range(45)]


def test_pages_ask_a_fixed_number_of_times(world: World, alarm: UUID) -> None:
    gun, ola = world.as_("gun"), world.as_("ola")
    world.as_("gun")
    with statements(4):  # open, closed, the ledger's row, the seal
        alarms.list_alarms(actor=gun, unit_id=world.unit.id)
        seal_state("14")
    with statements(4):  # the alarm, its entries, their cases, the ledger's row
        alarms.open_alarm(actor=gun, unit_id=world.unit.id, alarm_id=alarm)
    world.as_("ola")
    with statements(3):
        alarms.count_alarms(actor=ola, region_id="14")
        seal_state("14")


def test_the_region_and_the_nation_see_numbers_alone(world: World, alarm: UUID) -> None:
    with as_owner():
        world.people["nora"] = made.staff(
            None, "national_office", name="Nora Ny", email="n@v.example"
        )
    ola, nora = world.browser("ola"), world.browser("nora")
    here = ola.get("/r/14/granskning/larm").content.decode()
    assert "Ekens vårdcentral" in here
    assert "Be dem utse en" not in here
    assert "Skyddad identitet öppnad" in here
    there = nora.get("/n/larm").content.decode()
    assert "Västra Götaland" in there
    assert "Skyddad identitet öppnad" in there
    assert "Ekens" not in there
    for page in (here, there):
        assert "Rut Ek" not in page
        assert "2026-00001" not in page
    assert ola.get("/r/01/granskning/larm").status_code == 404
    assert ola.get("/n/larm").status_code in (403, 404)
    assert nora.get("/r/14/granskning/larm").status_code in (403, 404)
    with pytest.raises(Denied):
        alarms.count_alarms(actor=world.as_("gun"), region_id="14")


def test_an_alarm_that_nobody_may_read_is_a_number_to_administrators(
    world: World, alarm: UUID
) -> None:
    eva = world.browser("eva")
    assert "larm om loggen" not in eva.get(f"/m/{world.unit.slug}/admin").content.decode()
    with as_owner():
        db.execute("update role_grant set ends_on = current_date where role = 'reviewer'")
    page = eva.get(f"/m/{world.unit.slug}/admin").content.decode()
    assert "Det finns ett larm om loggen som ingen kan läsa." in page
    assert "Rut Ek" not in page
    there = world.browser("ola").get("/r/14/granskning/larm").content.decode()
    assert "1 kan ingen läsa" in there
    assert "Be dem utse en" in there


def sealer_says(kind: Kind, log: str = "", ago: timedelta = timedelta()) -> None:
    """Write what the sealer has found."""
    with as_owner():
        db.execute("insert into audit_alarm (id, at, kind, log, detail) values (%s, %s, %s, %s, "
                   "'{}')", [new_id(), clock.now() - ago, kind.value, log])  # fmt: skip


def head(ago: timedelta = timedelta()) -> None:
    """Write that a head came."""
    with as_owner():
        db.execute(
            "insert into audit_head (log, number, size, at, root, previous, seen, key_id, "
            "signature, cluster) select '00', coalesce(max(number), 0) + 1, 0, %s, '', '', '', "
            "'', '', '' from audit_head",
            [clock.now() - ago],
        )


def test_that_nothing_is_sealed_is_shown_until_it_is_again(world: World) -> None:
    pages = (
        (world.browser("gun"), world.url("larm")),
        (world.browser("ola"), "/r/14/granskning/larm"),
    )

    def texts() -> list[str]:
        return [browser.get(address).content.decode() for browser, address in pages]

    assert all("Inget loggbevis har kommit än." in page for page in texts())
    head()
    assert all("Hel. Senaste loggbeviset kom" in page for page in texts())
    sealer_says(Kind.KEY)
    assert all("Loggen förseglas inte." in page for page in texts())
    assert all("Nyckeln saknas" in page for page in texts())
    sealer_says(Kind.RESUMED)
    assert all("Hel. Senaste loggbeviset kom" in page for page in texts())
    with as_owner():
        db.execute("update audit_head set at = at - interval '5 minutes'")
    assert all("förseglingen står stilla" in page for page in texts())


@pytest.mark.parametrize("kind", [Kind.KEY, Kind.HEADS_FILE])
def test_one_machines_trouble_is_none_while_another_seals(world: World, kind: Kind) -> None:
    """Several sealers may run; so may somebody try by hand where the key is not."""
    head(timedelta(minutes=1))
    sealer_says(kind, ago=timedelta(seconds=30))
    gun = world.browser("gun")
    assert "Loggen förseglas inte." in gun.get(world.url("larm")).content.decode()
    head()
    assert "Hel. Senaste loggbeviset kom" in gun.get(world.url("larm")).content.decode()


@pytest.mark.parametrize("kind", [Kind.RESTORED, Kind.FORKED, Kind.BROKEN])
def test_what_the_log_itself_says_stands_until_somebody_resumes(world: World, kind: Kind) -> None:
    sealer_says(kind, ago=timedelta(seconds=30))
    head()
    page = world.browser("gun").get(world.url("larm")).content.decode()
    assert "Loggen förseglas inte." in page


def test_a_clock_that_went_back_and_a_gap_are_shown_for_a_week(world: World) -> None:
    head()
    sealer_says(Kind.CLOCK, ago=timedelta(days=2))
    sealer_says(Kind.CLOCK, ago=timedelta(days=1))
    sealer_says(Kind.WAITED, ago=timedelta(days=8))
    sealer_says(Kind.LATE, log="01")
    page = world.browser("gun").get(world.url("larm")).content.decode()
    assert "Klockan gick bakåt" in page
    assert "2 gånger" in page
    assert "väntade för länge" not in page
    assert "Poster kom sent" not in page  # of another region's log
    sealer_says(Kind.WAITED)
    sealer_says(Kind.LATE, log="14")
    page = world.browser("gun").get(world.url("larm")).content.decode()
    assert "väntade för länge" in page
    assert "Poster kom sent" in page


def test_the_limit_is_a_setting_with_bounds_and_a_history(world: World) -> None:
    gun = world.browser("gun")
    address = world.url("regler", "larm")
    assert 'value="20"' in gun.get(address).content.decode()
    wrong = gun.post(address, {"version": "0", "residents": "3", "minutes": "30"})
    assert wrong.status_code == 422
    assert "Skriv ett tal från 5 till 100" in wrong.content.decode()
    sent = {"version": "0", "residents": "8", "minutes": "10"}
    assert gun.post(address, sent).status_code == 303
    assert gun.post(address, sent).status_code == 303
    assert "Minst 8 olika invånare inom 10 minuter" in gun.get(world.url("regler")).content.decode()
    moved = world.browser("per").post(address, {**sent, "residents": "50"})
    assert moved.status_code == 409
    ola = world.browser("ola")
    region = "/r/14/granskning/regler/larm"
    assert ola.post(region, {"version": "0", "residents": "30", "minutes": "60"}).status_code == 303
    assert "Minst 8 olika" in gun.get(world.url("regler")).content.decode()
    reading(world, residents(world, 9))
    watch("14")
    assert found(world) == [("mass_reading", "Rut Ek", 9, 9, True)]


def test_an_alarm_of_another_unit_is_not_found(world: World, alarm: UUID) -> None:
    with pytest.raises(NotFound):
        alarms.close_alarm(actor=world.as_("gun"), unit_id=world.other.id, alarm_id=alarm,
                           version=1, comment="x")  # fmt: skip
