"""The day's letter about the ledger's seal: heads to keep, and a few words to print.

Whoever has it can say later whether the ledger is the one it was, whatever has become of the
database, its owner and the file of heads. Nobody's data stand in it.
"""

from collections.abc import Iterable, Sequence
from email.utils import formatdate, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from vardpost.audit.statements import Head, moment
from vardpost.audit.words import words_of

_TEXT = """\
Loggen är förseglad till och med {until}.

Orden för i dag:

    {words}

Skriv ut dem och spara mejlet. Samma ord får du med
./manage.py audit words --until {until}
så länge ingen har gjort om loggen. Intygen för varje region står sist.

--

The log is sealed until {until}.

The words of today:

    {words}

Print them and keep this e-mail. You get the same words with
./manage.py audit words --until {until}
as long as nobody has made the log anew. The heads of each region follow.

{heads}
"""


def letter(heads: Iterable[Head], recipients: Sequence[str]) -> EmailMessage | None:
    """Return the letter; None when there is nobody to send it to, or nothing to tell."""
    told = sorted(heads, key=lambda head: head.log)
    if not told or not recipients:
        return None
    last = max(head.at for head in told)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "vardpost.invalid"
    words = words_of(told)
    body = _TEXT.format(
        until=moment(last),
        words="\n    ".join((" ".join(words[:5]), " ".join(words[5:]))),
        heads="\n".join(head.statement().line() for head in told),
    )
    return EmailMessage(
        f"Loggens försegling {last:%Y-%m-%d} / The seal of the log",
        body,
        to=list(recipients),
        headers={
            # The same heads are the same letter: sent twice, a program shows it once.
            "Message-ID": f"<seal-{told[-1].statement().hash().hex()[:32]}@{domain}>",
            "Date": formatdate(),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
