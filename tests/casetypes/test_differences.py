"""What differs between two forms, in words."""

import dataclasses
from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from tests.casetypes.forms import small_form, text
from tests.casetypes.generated import forms
from vardpost.casetypes.differences import Difference, differences
from vardpost.casetypes.fields import Condition, FormDefinition, Promise, Text
from vardpost.casetypes.part_names import PARTS

FORM = small_form()
MANY = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def told(**changes: object) -> list[Difference]:
    return differences(FORM, replace(FORM, **changes))  # type: ignore[arg-type]  # any part


@MANY
@given(forms(), forms())
def test_nothing_differs_exactly_when_nothing_does(
    one: FormDefinition, two: FormDefinition
) -> None:
    same = replace(one, key="x") == replace(two, key="x")
    assert bool(differences(one, two)) != same
    assert differences(one, one) == []
    assert len(differences(one, two)) == len(set(differences(one, two)))


def test_a_new_a_gone_and_a_moved_question() -> None:
    first, second, *rest = FORM.fields
    added = replace(first, key="new", label=Text(**text("Nytt")))
    found = told(fields=(second, first, *rest[1:], added))
    assert [(one.sort, one.what.sv) for one in found] == [
        ("removed", "Borttagen fråga: Colour"),
        ("moved", "Flyttad fråga: Name"),
        ("added", "Ny fråga: Nytt"),
    ] or [(one.sort, one.what.sv) for one in found] == [
        ("removed", "Borttagen fråga: Colour"),
        ("moved", "Flyttad fråga: Story"),
        ("added", "Ny fråga: Nytt"),
    ]


def test_a_changed_text_says_where_before_and_after() -> None:
    name, *rest = FORM.fields
    (found,) = told(fields=(replace(name, help=Text("Skriv", "Write")), *rest))
    assert found.where == Text("Name › Hjälptext", "Name (en) › Help text")
    assert found.what == Text("Ändrad hjälptext", "Changed help text")
    assert (found.before, found.after) == (Text("inget", "nothing"), Text("Skriv", "Write"))
    assert found.place == "fields.name.help"


def test_settings_conditions_and_options_in_words() -> None:
    (promise,) = told(promise=Promise(2, 9))
    assert promise.after == Text("2 / 9 vardagar", "2 / 9 weekdays")
    (proxy,) = told(proxy_allowed=False)
    assert (proxy.what.sv, proxy.after) == (
        "Ändrad vårdnadshavare får skicka",
        Text("nej", "no"),
    )
    fields = {field.key: field for field in FORM.fields}
    colour = fields["colour"]
    fields["colour"] = replace(colour, options=colour.options[:2])
    fields["why"] = replace(
        fields["why"],
        visible_when=Condition("sure", ("yes",), "any", (Condition("colour", ("red",)),)),
    )
    found = told(fields=tuple(fields.values()))
    assert [one.what.sv for one in found] == [
        "Borttagen svarsmöjlighet: Blå",
        "Ändrad visas när",
    ]
    assert found[0].where.sv == "Colour › Blå"
    assert found[1].after == Text("sure = yes eller colour = red", "sure = yes or colour = red")


def test_every_part_of_a_form_has_a_name() -> None:
    from vardpost.casetypes import fields

    kinds = (
        *(fields.FormDefinition, fields.Field, fields.Option, fields.Step),
        *(fields.CheckPoint, fields.RedFlags, fields.AnswerForm),
    )
    parts = {part.name for kind in kinds for part in dataclasses.fields(kind)}
    assert parts - {"key", "value"} <= set(PARTS)
