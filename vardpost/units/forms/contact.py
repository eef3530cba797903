"""Contact details: text in, clean values out."""

import re

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput
from vardpost.units.values import ContactData

LONGEST_ABOUT = 2000
_PHONE = re.compile(r"\+?[0-9][0-9 \-]*")


class ContactForm(forms.Form):
    """The page's fields."""

    phone = forms.CharField(required=False, strip=True, empty_value="")
    email = forms.CharField(required=False, strip=True, empty_value="")
    about_sv = forms.CharField(required=False, strip=True, empty_value="")
    about_en = forms.CharField(required=False, strip=True, empty_value="")

    def clean_phone(self) -> str:
        """Return the number in plain digits, spaces and hyphens; it has to be there."""
        number = str(self.cleaned_data["phone"])
        digits = sum(char in "0123456789" for char in number)
        if not _PHONE.fullmatch(number) or not 8 <= digits <= 15 or len(number) > 20:
            raise forms.ValidationError(
                _("Skriv ett telefonnummer: minst 8 siffror, och bara mellanslag och bindestreck")
            )
        return number

    def clean_email(self) -> str:
        """Return the address, with what is wrong in plain words."""
        address = str(self.cleaned_data["email"])
        if address:
            try:
                forms.EmailField(max_length=254).clean(address)
            except forms.ValidationError as error:
                raise forms.ValidationError(
                    _("Skriv en hel e-postadress, till exempel namn@exempel.se")
                ) from error
        return address

    def clean_about_sv(self) -> str:
        """Return the text in Swedish."""
        return _about(self.cleaned_data["about_sv"])

    def clean_about_en(self) -> str:
        """Return the text in English."""
        return _about(self.cleaned_data["about_en"])


def _about(text: str) -> str:
    plain = text.replace("\r\n", "\n")
    if len(plain) > LONGEST_ABOUT:
        left = len(plain) - LONGEST_ABOUT
        raise forms.ValidationError(_("Korta texten med {n} tecken").replace("{n}", str(left)))
    return plain


def parse(posted: QueryDict) -> ContactData:
    """Return the contact data of a posted form. Raises `BadInput` with a message a field."""
    form = ContactForm(posted)
    if not form.is_valid():
        raise BadInput({name: str(messages[0]) for name, messages in form.errors.items()})
    return ContactData(**form.cleaned_data)


def typed(posted: QueryDict) -> ContactData:
    """Return what was typed, as it was."""
    return ContactData(
        *(posted.get(name, "")[:9999] for name in ("phone", "email", "about_sv", "about_en"))
    )
