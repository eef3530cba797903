"""The demo's mail: nothing leaves the machine, a page shows what would have been sent."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id


class DemoMail(BaseEmailBackend):
    """An e-mail backend that keeps letters in a table, in the transaction of the sender."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the letters; return how many."""
        for letter in email_messages:
            for recipient in letter.recipients():
                db.execute(
                    "insert into demo_mail (id, sent_at, recipient, subject, body) "
                    "values (%s, %s, %s, %s, %s)",
                    [new_id(), clock.now(), recipient, letter.subject, letter.body],
                )
        return len(email_messages)
