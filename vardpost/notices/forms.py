"""A person's choices about notices: text in, clean values out."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from vardpost.kernel.errors import BadInput
from vardpost.notices.queries import Choices, Told, UnitTold
from vardpost.notices.texts import LANGUAGES
from vardpost.notices.words import MODES

LONGEST_ADDRESS = 254


_HOURS = [(str(hour), str(hour)) for hour in range(24)]
_WRONG = later("Välj något av alternativen")


def _chosen(options: list[tuple[str, str]]) -> forms.ChoiceField:
    messages = {"required": _WRONG, "invalid_choice": _WRONG}
    return forms.ChoiceField(choices=options, error_messages=messages)


class TimesForm(forms.Form):
    """How for each event, and when: what people and units choose alike."""

    new_case = _chosen(list(MODES.items()))
    unassigned = _chosen(list(MODES.items()))
    reminder = _chosen(list(MODES.items()))
    replied = _chosen(list(MODES.items()))
    digest_hour = _chosen(_HOURS)
    quiet_from = _chosen(_HOURS)
    quiet_to = _chosen(_HOURS)

    def clean(self) -> dict[str, object]:
        """Return the hours as numbers."""
        for name in ("digest_hour", "quiet_from", "quiet_to"):
            if name in self.cleaned_data:
                self.cleaned_data[name] = int(self.cleaned_data[name])
        return self.cleaned_data


class ToldForm(TimesForm):
    """What a member of staff chooses."""

    assigned = _chosen(list(MODES.items()))
    language = _chosen([(one, one) for one in LANGUAGES])


class UnitToldForm(TimesForm):
    """What a unit chooses."""

    mailbox = forms.CharField(required=False, strip=True, empty_value="")
    unassigned_hours = forms.CharField(required=False)
    remind_hours = forms.CharField(required=False)

    def clean_mailbox(self) -> str:
        """Return the address, with what is wrong in plain words."""
        return _address(str(self.cleaned_data["mailbox"]))

    def clean_unassigned_hours(self) -> int:
        """Return a number of hours."""
        return _hours(str(self.cleaned_data["unassigned_hours"]), 80)

    def clean_remind_hours(self) -> int:
        """Return a number of hours."""
        return _hours(str(self.cleaned_data["remind_hours"]), 72)


def _hours(text: str, most: int) -> int:
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 4 and 1 <= int(plain) <= most):
        wrong = _("Skriv ett tal mellan {minst} och {mest}")
        raise forms.ValidationError(wrong.replace("{minst}", "1").replace("{mest}", str(most)))
    return int(plain)


def _address(address: str) -> str:
    if len(address) > LONGEST_ADDRESS:
        raise forms.ValidationError(_("Skriv en kortare e-postadress, högst 254 tecken"))
    if address:
        try:
            forms.EmailField().clean(address)
        except forms.ValidationError as error:
            raise forms.ValidationError(
                _("Skriv en hel e-postadress, till exempel namn@exempel.se")
            ) from error
    return address


class ChoicesForm(forms.Form):
    """The page's fields; which of them count is the action's to say."""

    waiting = forms.BooleanField(required=False)
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
        return _address(str(self.cleaned_data["email"]))


def parse(posted: Mapping[str, str]) -> Choices:
    """Return the choices of a posted form. Raises `BadInput` with a message a field."""
    return Choices(**_clean(ChoicesForm(posted)))


def parse_told(posted: Mapping[str, str]) -> tuple[Told, str]:
    """Return what a member of staff chose, and the language. Raises `BadInput`."""
    clean = _clean(ToldForm(posted))
    language = str(clean.pop("language"))
    return Told(**clean), language


def parse_unit(posted: Mapping[str, str]) -> UnitTold:
    """Return what a unit chose. Raises `BadInput`."""
    return UnitTold(**_clean(UnitToldForm(posted)))


def _clean(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        raise BadInput({name: str(messages[0]) for name, messages in form.errors.items()})
    return dict(form.cleaned_data)


def shown(told: Told | UnitTold) -> dict[str, str]:
    """Return what stands, as the form shows it."""
    return {name: str(value) for name, value in asdict(told).items()}


def shown_typed(posted: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed, as the form shows it."""
    names = {field.name for kind in (Told, UnitTold) for field in fields(kind)} | {"language"}
    return {name: posted.get(name, "")[:1000] for name in sorted(names)}


def typed(posted: Mapping[str, str]) -> Choices:
    """Return what was typed, as it was, to be shown again beside what is wrong with it."""
    return Choices(
        waiting="waiting" in posted,
        language=posted.get("language", ""),
        email=posted.get("email", "")[:1000],
    )
