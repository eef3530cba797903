"""A form's own key that comes again: the same words are the same press, other words are told of.

A page that makes something new carries the key of what it makes (ADR 0005). The same press twice
finds it made and shows it. Whoever goes back, writes something else and sends the same form again
has not been heard: that is said, with everything typed kept, and nothing is swallowed in silence.
"""

from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput


def refuse_other(*, same: bool) -> None:
    """Refuse a key that something else was made with. Raises `BadInput` for the form as a whole."""
    if not same:
        told = _(
            "Formuläret är redan skickat en gång, med annat innehåll. Det du har skrivit nu är "
            "inte skickat. Skicka igen om det också ska gälla."
        )
        raise BadInput({"": told}, "the key of another form's words")
