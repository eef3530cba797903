"""The seal, pass by pass: every entry once, in order, whatever else goes on."""

import json
import resource
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from tests import database
from tests.audit.ledgers import INSERT, Ledger, ago, entry
from vardpost.audit import sealing as module
from vardpost.audit.alarms import Kind
from vardpost.audit.files import HeadsFile, heads_files, read
from vardpost.audit.keys import LIST, Keys
from vardpost.audit.lines import FORMS
from vardpost.audit.sealing import Elsewhere, Refused
from vardpost.audit.statements import head_of
from vardpost.audit.stored import connect
from vardpost.audit.tree import Growing, leaf_hash
from vardpost.config import roles
from vardpost.kernel import clock
from vardpost.kernel.ids import new_id


def leaves(ledger: Ledger, log: str = "12") -> list[UUID]:
    asked = "select entry_id from audit_leaf where log = %s order by number"
    return [row[0] for row in ledger.owner.execute(asked, [log])]


def unsealed(ledger: Ledger) -> int:
    found: int = ledger.one(
        "select count(*) from audit_entry e where not exists (select from audit_leaf l "
        "where l.entry_id = e.id and l.entry_at = e.at)"
    )
    return found


def test_entries_get_their_places_in_the_log_of_their_region(ledger: Ledger) -> None:
    here, there, nowhere = ledger.write(3), ledger.write(2, "01"), ledger.write(1, "")
    odd = ledger.write(1, "x9")
    done = ledger.seal()
    assert (done.entries, done.more) == (7, False)
    assert leaves(ledger) == here
    assert leaves(ledger, "01") == there
    assert leaves(ledger, "00") == nowhere + odd
    sizes = {head.log: (head.number, head.size) for head in done.heads}
    assert sizes == {"00": (1, 2), "01": (1, 2), "12": (1, 3)}


def test_a_leaf_is_the_hash_of_a_line_that_people_can_read(ledger: Ledger) -> None:
    (key,) = ledger.write()
    ledger.seal()
    ledger.owner.execute("set time zone 'Europe/Stockholm'")
    hashed = ledger.one("select hash from audit_leaf where log = '12'")
    ledger.owner.execute("set time zone 'UTC'")
    text = ledger.one(
        f"select row_to_json(x)::text from (select {', '.join(FORMS[1])} from audit_entry) x"
    )
    assert leaf_hash(text.encode()) == hashed
    data = json.loads(text)
    assert list(data) == list(FORMS[1])
    assert (data["id"], data["person_name"], data["detail"]) == (
        str(key),
        'Åsa "Ö" Ek',
        {"version": 2},
    )
    assert data["at"].endswith("+00:00")
    assert "\n" not in text


def test_a_head_is_signed_told_and_bound_to_the_one_before(ledger: Ledger) -> None:
    sealing = ledger.sealing()
    for _ in range(3):
        ledger.write(2)
        sealing.once()
    keys = Keys.read(ledger.folder / LIST)
    (file,) = heads_files(ledger.folder)
    told = [head_of(one) for one in read(file) if one.fields["log"] == "12"]
    assert [(head.number, head.size) for head in told] == [(1, 2), (2, 4), (3, 6)]
    assert all(keys.signed(head.statement()) for head in told)
    assert told[0].previous == bytes(32)
    assert [head.previous for head in told[1:]] == [h.statement().hash() for h in told[:-1]]
    assert told == sorted(told, key=lambda head: head.at)
    tree = Growing()
    for row in ledger.owner.execute("select hash from audit_leaf where log = '12' order by number"):
        list(tree.add(row[0]))
    assert (
        tree.root()
        == told[-1].root
        == ledger.one("select root from audit_head where log = '12' order by number desc limit 1")
    )


def test_an_entry_that_commits_late_is_found_and_one_rolled_back_is_not_missed(
    ledger: Ledger,
) -> None:
    sealing = ledger.sealing()
    place = database.address(roles.OWNER, ledger.name)
    late, gone = new_id(), new_id()
    with psycopg.connect(place) as slow, psycopg.connect(place) as undone:
        slow.execute(INSERT, entry(late, "12"))
        undone.execute(INSERT, entry(gone, "12"))
        first = ledger.write(2)
        # Nobody waits for the one that takes its time.
        assert sealing.once().entries == 2
        second = ledger.write(2)
        assert sealing.once().entries == 2
        slow.commit()
        undone.rollback()
        assert sealing.once().entries == 1
    third = ledger.write(1)
    # A process that starts anew knows as much.
    assert ledger.sealing().once().entries == 1
    assert leaves(ledger) == [*first, *second, late, *third]
    assert unsealed(ledger) == 0
    assert ledger.alarms() == []


def test_many_entries_take_many_passes_and_a_walk_cut_short_is_taken_up(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 10)
    monkeypatch.setattr(module, "_ROWS", module._ROWS.replace("limit 5000", "limit 10"))
    written = ledger.write(25)
    sealing = ledger.sealing()
    assert sealing.once().more
    late = new_id()
    with psycopg.connect(database.address(roles.OWNER, ledger.name)) as slow:
        slow.execute(INSERT, entry(late, "12"))
        later = ledger.write(15)
        assert sealing.once().more
        slow.commit()
    sealing = ledger.sealing()  # killed in the middle of the walk
    while sealing.once().more:
        pass
    assert sealing.once().entries == 0
    assert set(leaves(ledger)) == {*written, *later, late}
    assert len(leaves(ledger)) == 41
    assert unsealed(ledger) == 0
    assert ledger.alarms() == []


def test_at_rest_one_head_a_minute_and_no_more(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealing = ledger.sealing()
    assert [head.log for head in sealing.once().heads] == ["00"]
    assert sealing.once().heads == ()
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=61))
    (head,) = sealing.once().heads
    assert (head.log, head.number, head.size) == ("00", 2, 0)
    assert sealing.once().heads == ()


def test_two_sealers_leave_one_log(ledger: Ledger) -> None:
    first, second = ledger.sealing(), ledger.sealing()
    second.connection = connect(ledger.address)
    written = []
    for turn in range(6):
        written += ledger.write(3)
        (first if turn % 2 else second).once()
    assert leaves(ledger) == written
    with first.connection.transaction():
        first.connection.execute("select pg_try_advisory_xact_lock(%s)", [module.LOCK])
        with pytest.raises(Elsewhere):
            second.once()
    second.connection.close()
    (file,) = heads_files(ledger.folder)
    numbers = [int(one.fields["number"]) for one in read(file) if one.fields["log"] == "12"]
    assert numbers == [1, 2, 3, 4, 5, 6]


def test_one_that_believes_in_its_turn_cannot_write_over_another(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The lock is lost (a proxy that ends sessions): the numbers of leaves and heads hold."""
    second = ledger.sealing()
    second.connection = connect(ledger.address)
    second.file = HeadsFile(tmp_path)
    ledger.write(2)
    ledger.seal()
    ledger.write(2)
    with monkeypatch.context() as patch:
        patch.setattr(module, "newest_heads", lambda _: [])
        with pytest.raises(Elsewhere):
            second.once()
    assert len(leaves(ledger)) == 2
    assert second.once().entries == 2
    second.connection.close()
    assert unsealed(ledger) == 0


def test_a_clock_that_goes_back_orders_nothing(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealing = ledger.sealing()
    first = ledger.write(2)
    before = sealing.once().heads[-1]
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now - timedelta(hours=1))
    second = ledger.write(2)
    after = sealing.once().heads[-1]
    assert leaves(ledger) == first + second
    assert after.at > before.at
    # Their times are of a clock that went back: the order says nothing.
    assert sorted(ledger.alarms()) == sorted([Kind.CLOCK, Kind.LATE])
    ledger.write(1)
    sealing.once()
    assert ledger.alarms() == [Kind.CLOCK, Kind.LATE, Kind.LATE]


def test_an_entry_of_tomorrow_is_told_of(ledger: Ledger) -> None:
    sealing = ledger.sealing()
    sealing.once()
    ledger.write(1, at=ago(days=-1))
    sealing.once()
    assert ledger.alarms() == [Kind.AHEAD]
    assert unsealed(ledger) == 0


def test_entries_that_nobody_sealed_in_time_are_told_of(ledger: Ledger) -> None:
    ledger.seal()
    ledger.write(2, at=ago(seconds=30))
    ledger.seal()
    assert ledger.alarms() == [Kind.WAITED]


def test_what_was_there_before_the_seal_is_sealed_without_alarm(ledger: Ledger) -> None:
    for days in (400, 40, 0):
        ledger.write(2, at=ago(days=days))
    ledger.owner.execute("update audit_entry set xid = 0 where at < now() - interval '1 day'")
    assert ledger.seal().entries == 6
    assert ledger.alarms() == []


def test_in_another_cluster_transactions_are_counted_anew(ledger: Ledger) -> None:
    """A dump that was restored into a young cluster, whose numbers are lower than what was seen."""
    ledger.write(2)
    ledger.seal()
    saved_unsealed, new = ledger.write(2), ledger.write(2)
    ledger.owner.execute("update audit_entry set xid = 3 where id = any(%s)", [new])
    ledger.owner.execute("update audit_head set cluster = '1'")
    assert ledger.seal().entries == 4
    assert set(leaves(ledger)[2:]) == {*saved_unsealed, *new}
    assert ledger.one("select count(distinct cluster) from audit_head") == 2
    sealing = ledger.sealing()
    ledger.write(1)
    assert sealing.once().entries == 1
    assert unsealed(ledger) == 0
    assert ledger.alarms() == []


def test_a_database_that_is_older_than_its_heads_is_not_sealed(ledger: Ledger) -> None:
    sealing = ledger.sealing()
    ledger.write(2)
    sealing.once()
    ledger.write(2)
    sealing.once()
    ledger.owner.execute("delete from audit_head where log = '12' and number = 2")
    ledger.owner.execute("delete from audit_leaf where log = '12' and number >= 2")
    with pytest.raises(Refused, match="older than the file") as refused:
        ledger.seal()
    assert refused.value.kind == Kind.RESTORED
    ledger.write(1)
    with pytest.raises(Refused, match="older than the file"):
        sealing.once()


def test_leaves_that_were_changed_are_not_built_upon(ledger: Ledger) -> None:
    ledger.write(5)
    ledger.seal()
    ledger.owner.execute("update audit_leaf set hash = sha256('x') where number = 3")
    ledger.write(1)
    with pytest.raises(Refused, match="do not give the root") as refused:
        ledger.seal()
    assert refused.value.kind == Kind.BROKEN


def test_a_head_that_was_forged_is_not_told(ledger: Ledger) -> None:
    ledger.write(2)
    ledger.seal()
    ledger.owner.execute("update audit_head set signature = sha256('x') || sha256('y')")
    with pytest.raises(Refused, match="signed by no key"):
        ledger.seal()
    for file in heads_files(ledger.folder):
        file.unlink()
    with pytest.raises(Refused):
        ledger.seal()
    assert heads_files(ledger.folder) == []


def test_heads_that_the_file_lacks_are_told_first(ledger: Ledger) -> None:
    sealing = ledger.sealing()
    for _ in range(3):
        ledger.write(1)
        sealing.once()
    (file,) = heads_files(ledger.folder)
    whole = file.read_bytes()
    lines = whole.splitlines(keepends=True)
    # A crash after the commit, in the middle of the last line.
    file.write_bytes(b"".join(lines[:-2]) + lines[-2][:40])
    ledger.seal()
    assert file.read_bytes() == whole
    ledger.write(1)
    ledger.seal()
    assert len(file.read_bytes().splitlines()) == len(lines) + 1


@pytest.fixture
def small_disk() -> Iterator[Callable[[int], None]]:
    """Return what lets no file of this process grow beyond some bytes, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_stops_the_seal_and_not_the_ledger(
    ledger: Ledger, small_disk: Callable[[int], None]
) -> None:
    sealing = ledger.sealing()
    sealing.once()
    (file,) = heads_files(ledger.folder)
    before = file.read_bytes()
    small_disk(len(before) + 100)
    for _ in range(2):
        ledger.write(2)
        with pytest.raises(Refused) as refused:
            sealing.once()
        assert refused.value.kind == Kind.HEADS_FILE
    # Not half a line; and after what could not be told, nothing more was sealed.
    assert file.read_bytes() == before
    assert (len(leaves(ledger)), unsealed(ledger)) == (2, 2)
    small_disk(resource.RLIM_INFINITY)
    assert sealing.once().entries == 2
    numbers = [int(one.fields["number"]) for one in read(file) if one.fields["log"] == "12"]
    assert numbers == [1, 2]
