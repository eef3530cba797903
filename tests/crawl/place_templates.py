"""A template of a region's and one of the nation's, published and with a draft."""

from vardpost.people.session import open_scope
from vardpost.unit_templates.actions.change import keep_draft, make_template, publish_draft
from vardpost.unit_templates.values import Rule, Said, active

_CODES = {"region": "r_14_nara", "nation": "n_nara"}


def templates(region: str, nation: str) -> dict[str, str]:
    """Make one with the session of each office; return their codes by whose they are."""
    for who, token, code in (("region", region, "14"), ("nation", nation, "")):
        actor = open_scope(token, "", request_id="r", address="127.0.0.1")
        assert actor is not None
        key = _CODES[who]
        make_template(actor=actor, region_id=code, code=key, kind="dental", name_sv="Nära")
        for version, name in ((1, "book_time"), (3, "contact_me")):
            said = Said("Nära", "", {active(name): Rule(True)})
            keep_draft(actor=actor, region_id=code, code=key, version=version, said=said)
            if version == 1:
                publish_draft(actor=actor, region_id=code, code=key, version=2)
    return {f"{who} template": code for who, code in _CODES.items()}
