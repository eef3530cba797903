"""From a notice to an e-mail, and from what a mail server says to a short code."""

from email.utils import formatdate, parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from vardpost.notices.texts import words


def message(notice_id: UUID, template: str, language: str, address: str) -> EmailMessage:
    """Return the e-mail; sent twice it has the same number, so that a program shows it once."""
    text = words(template, language)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "vardpost.invalid"
    return EmailMessage(
        text.subject,
        text.body,
        to=[address],
        headers={
            "Message-ID": f"<{notice_id}@{domain}>",
            "Date": formatdate(),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": language,
        },
    )


def code(error: Exception) -> str:
    """Return what went wrong in a word of ours; a server's own words may hold an address."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = sorted(str(answer[0]) for answer in error.recipients.values())
        return f"smtp_{codes[0]}" if codes else "smtp"
    if isinstance(error, SMTPResponseException):
        return f"smtp_{error.smtp_code}"
    if isinstance(error, SMTPException):
        return "smtp"
    return "no_server" if isinstance(error, OSError) else "bad_address"


def concerns_one(error: Exception) -> bool:
    """Whether the trouble is with this address alone, so that the next may still be tried."""
    return isinstance(error, SMTPRecipientsRefused | ValueError)
