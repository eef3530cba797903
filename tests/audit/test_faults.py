"""Faults in the seal's own processes, and what the verification says afterwards: no false alarm."""

import signal
import subprocess
import time
from collections.abc import Callable

from tests.audit.ledgers import Ledger
from tests.audit.test_sealer import sealers, unsealed, until, whole
from tests.product import PATIENCE
from vardpost.audit.alarms import Kind
from vardpost.audit.files import heads_files, read
from vardpost.audit.keys import LIST
from vardpost.audit.sealer import REFUSES
from vardpost.audit.verifying import Asked, verify

__all__ = ["sealers"]  # the fixture

Start = Callable[..., "subprocess.Popen[bytes]"]
#: A sealer on a disk where no file grows beyond so many bytes.
SMALL = """
import resource, sys
import django; django.setup()
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from django.core.management import CommandError, call_command
try:
    call_command("audit", "seal")
except CommandError as error:
    sys.exit(error.returncode)
"""
#: A sealer whose clock is so many seconds late.
LATE = """
import sys
from datetime import timedelta
import django; django.setup()
from vardpost.audit import sealer
from vardpost.kernel import clock
sealer.EVERY = 0.2
real, late = clock.now, timedelta(seconds=int(sys.argv[1]))
clock.now = lambda: real() - late
from django.core.management import call_command
call_command("audit", "seal")
"""


def stop(process: "subprocess.Popen[bytes]") -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(PATIENCE)


def assert_whole(ledger: Ledger, entries: int) -> None:
    """No row is lost, none is sealed twice, and nobody is accused of anything."""
    assert ledger.one("select count(*) from audit_entry") == entries
    assert (unsealed(ledger), whole(ledger)) == (0, True)
    report = verify(Asked(ledger.address, ledger.folder, ledger.folder / LIST))
    assert report.whole, report.lines()


def test_one_of_two_is_killed_and_the_other_goes_on(ledger: Ledger, sealers: Start) -> None:
    killed, other = sealers(), sealers()
    words = ledger.folder / "words"
    until(lambda: words.read_text().count("sealer starts") == 2 and heads_files(ledger.folder))
    for number in range(20):
        ledger.write(5)
        time.sleep(0.1)
        if number == 10:
            killed.kill()
    until(lambda: unsealed(ledger) == 0)
    assert killed.wait(PATIENCE) == -signal.SIGKILL
    assert other.poll() is None
    assert stop(other) == 0
    assert_whole(ledger, 100)
    assert set(ledger.alarms()) <= {Kind.WAITED}


def test_a_full_disk_ends_the_process_and_nothing_else(ledger: Ledger, sealers: Start) -> None:
    sealing = ledger.sealing()
    for _ in range(8):
        ledger.write(1)
        sealing.once()
    (file,) = heads_files(ledger.folder)
    told = file.read_bytes()
    for _ in range(2):
        ledger.write(2)
        assert sealers("-c", SMALL, str(len(told) + 100)).wait(PATIENCE) == REFUSES
        assert file.read_bytes() == told
    assert "nothing is sealed" in (ledger.folder / "words").read_text()
    assert Kind.HEADS_FILE in ledger.alarms()
    process = sealers()
    until(lambda: unsealed(ledger) == 0 and Kind.RESUMED in ledger.alarms())
    assert stop(process) == 0
    assert_whole(ledger, 12)
    assert set(ledger.alarms()) <= {Kind.HEADS_FILE, Kind.RESUMED, Kind.WAITED}
    numbers = [int(one.fields["number"]) for one in read(file) if one.fields["log"] == "12"]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_clock_an_hour_late_is_told_of_and_accuses_nobody(ledger: Ledger, sealers: Start) -> None:
    for late in (0, 3600, 0):
        process = sealers("-c", LATE, str(late))
        ledger.write(3)
        until(lambda: unsealed(ledger) == 0)
        assert stop(process) == 0
    assert_whole(ledger, 9)
    assert Kind.CLOCK in ledger.alarms()
    assert set(ledger.alarms()) <= {Kind.CLOCK, Kind.AHEAD, Kind.LATE, Kind.WAITED}
