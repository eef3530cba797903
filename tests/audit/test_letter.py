"""The day's letter about the seal: to those who are named, with words that can be found again."""

from io import StringIO

from django.conf import LazySettings
from django.core import mail
from django.core.management import call_command

from tests.audit.ledgers import Ledger
from vardpost.audit.statements import parse
from vardpost.audit.words import COUNT, LIST
from vardpost.notices.jobs import send_heads


def test_the_letter_holds_every_head_and_the_words_that_the_command_gives(
    ledger: Ledger, settings: LazySettings
) -> None:
    settings.AUDIT_DIR, settings.AUDIT_HEADS_TO = ledger.folder, ("a@example.se", "b@example.se")
    sealing = ledger.sealing()
    ledger.write(2)
    ledger.write(1, "01")
    sealing.once()
    send_heads("00")
    ledger.write(1)
    sealing.once()
    (letter,) = mail.outbox
    assert letter.to == ["a@example.se", "b@example.se"]
    lines = str(letter.body).splitlines()
    heads = [parse(line) for line in lines if line.startswith("{")]
    assert [one.fields["log"] for one in heads] == ["00", "01", "12"]
    assert all(sealing.keys.signed(one) for one in heads)
    words = [word for line in lines[3:8] for word in line.split() if line.startswith("    ")]
    assert len(words) == COUNT
    assert set(words) <= set(LIST)
    until = next(line for line in lines if "--until" in line).split()[-1]
    said = StringIO()
    call_command("audit", "words", "--until", until, stdout=said)
    assert said.getvalue().splitlines()[0].split() == words
    assert letter.extra_headers["Message-ID"].isascii()


def test_nobody_named_gets_no_letter(ledger: Ledger, settings: LazySettings) -> None:
    settings.AUDIT_HEADS_TO = ()
    ledger.seal()
    send_heads("00")
    settings.AUDIT_HEADS_TO = ("a@example.se",)
    ledger.owner.execute("truncate audit_head")
    send_heads("00")
    assert mail.outbox == []
