"""HSA-ids as staff paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardpost.units.hsa import BadHsaId, has_registered_organisation, normalise, same

WRITTEN = st.from_regex(r"SE[0-9]{10}-[A-Za-z0-9]{1,18}", fullmatch=True)


@given(WRITTEN, st.sampled_from(["", " ", "\u00a0", "\u200b", "\t"]))
def test_what_is_pasted_with_blanks_is_the_same_id(written: str, stray: str) -> None:
    assert normalise(stray + written + stray) == written
    assert same(written, stray + written.lower())


@given(WRITTEN)
def test_letters_are_kept_as_the_directory_writes_them(written: str) -> None:
    assert normalise("se" + written[2:]) == written
    assert normalise(normalise(written)) == normalise(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "SE2321000016",
        "SE232100001-A1",
        "SE23210000166-A1",
        "SE2321000016-",
        "SE2321000016-Å1",
        "SE2321000016-A@1",
        "SE٢321000016-A1",
        "NO2321000016-A1",
        "SE2321000016-" + "A" * 19,
    ],
)
def test_what_is_no_id_is_refused(written: str) -> None:
    with pytest.raises(BadHsaId):
        normalise(written)


def test_the_longest_id_fits() -> None:
    assert len(normalise("SE2321000016-" + "A" * 18)) == 31


def test_organisation_numbers_are_only_warned_about() -> None:
    assert has_registered_organisation("SE2321000016-A1")
    assert not has_registered_organisation("SE2321000017-A1")
    assert not has_registered_organisation("SE2311000018-A1")
