"""A template of a region's and one of the nation's, published and with a draft."""

from datetime import timedelta

from tests import people_made as made
from tests.database import as_owner
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id
from vardpost.people.session import open_scope
from vardpost.unit_templates.actions.change import keep_draft, make_template, publish_draft
from vardpost.unit_templates.actions.drift import exempt
from vardpost.unit_templates.actions.rollout import start_rollout
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
            fields = {active(name): Rule(True), "notices:replied": Rule("digest")}
            said = Said("Nära", "", fields)
            keep_draft(actor=actor, region_id=code, code=key, version=version, said=said)
            if version == 1:
                publish_draft(actor=actor, region_id=code, code=key, version=2)
    rollout = new_id()
    actor = open_scope(region, "", request_id="r", address="127.0.0.1")
    row = db.fetch_one("select id from care_unit where region_id = '14' and live limit 1")
    assert actor is not None
    assert row is not None
    start_rollout(
        actor=actor,
        region_id="14",
        rollout_id=rollout,
        code=_CODES["region"],
        number=1,
        units={row[0]: {}},
    )
    with as_owner():
        unit, other = made.unit("Avvik"), made.unit("Undantag")
        db.execute(
            "update care_unit set template = %s, template_version = 1 where id = any(%s)",
            [_CODES["region"], [unit.id, other.id]],
        )
    actor = open_scope(region, "", request_id="r", address="127.0.0.1")
    assert actor is not None
    until = clock.today() + timedelta(days=30)
    exempt(
        actor=actor,
        unit_id=other.id,
        field="notices:replied",
        version=0,
        reason="Liten",
        until=until,
    )
    found = {"rollout": str(rollout), "drifting": str(unit.id), "excused": str(other.id)}
    return found | {f"{who} template": code for who, code in _CODES.items()}
