"""A person's choices about notices: text in, clean values out."""

import unicodedata
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from vardpost.kernel.errors import BadInput
from vardpost.notices.queries import Choices
from vardpost.notices.texts import LANGUAGES

LONGEST_ADDRESS = 254


class ChoicesForm(forms.Form):
    """The page's fields; which of them count is the action's to say."""

    waiting = forms.BooleanField(required=False)
    new_case = forms.BooleanField(required=False)
    assigned = forms.BooleanField(required=False)
    language = forms.ChoiceField(
        choices=[(one, one) for one in LANGUAGES],
        error_messages={
            "required": later("Välj vilket språk mejlen ska ha"),
            "invalid_choice": later("Välj vilket språk mejlen ska ha"),
        },
    )
    email = forms.CharField(required=False, strip=True)

    def clean_email(self) -> str:
        """Return the address, with what is wrong in plain words."""
        address = str(self.cleaned_data["email"])
        if len(address) > LONGEST_ADDRESS:
            raise forms.ValidationError(_("Skriv en kortare e-postadress, högst 254 tecken"))
        if address:
            try:
                if any(unicodedata.category(char)[0] == "C" for char in address):
                    raise forms.ValidationError("a character that is not seen")
                forms.EmailField().clean(address)
            except forms.ValidationError as error:
                raise forms.ValidationError(
                    _("Skriv en hel e-postadress, till exempel namn@exempel.se")
                ) from error
        return address


def parse(posted: Mapping[str, str]) -> Choices:
    """Return the choices of a posted form. Raises `BadInput` with a message a field."""
    form = ChoicesForm(posted)
    if not form.is_valid():
        raise BadInput({name: str(messages[0]) for name, messages in form.errors.items()})
    return Choices(**form.cleaned_data)


def typed(posted: Mapping[str, str]) -> Choices:
    """Return what was typed, as it was, to be shown again beside what is wrong with it."""
    return Choices(
        waiting="waiting" in posted,
        new_case="new_case" in posted,
        assigned="assigned" in posted,
        language=posted.get("language", ""),
        email=posted.get("email", "")[:1000],
    )
