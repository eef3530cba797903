"""The first terms of use, by the product's own verbs; everybody of the demo has accepted them.

Whoever is made later meets them at the first sign-in, as a newcomer does.
"""

from vardpost.config.demo.offices import office_actor
from vardpost.config.demo.personas import Cast
from vardpost.kernel import clock, db
from vardpost.policy.roles import Role
from vardpost.useterms.actions.draft import begin_draft, propose_draft, publish_draft
from vardpost.useterms.queries import open_draft
from vardpost.useterms.values import Audience

_ALL_ACCEPT = (
    "insert into terms_of_use_acceptance (id, person_id, audience, version, terms_id, language, "
    "accepted_at) select gen_random_uuid(), p.id, t.audience, t.version, t.id, 'sv', %s "
    "from terms_of_use t join (select id, 'resident' as audience from person "
    "union all select person_id, 'staff' from staff_account) p on p.audience = t.audience"
)


def publish(cast: Cast) -> None:
    """Publish version 1 of both, and let everybody accept it."""
    first = office_actor(cast.staff["national_office"], Role.NATIONAL_OFFICE, "")
    second = office_actor(cast.staff["national_office_second"], Role.NATIONAL_OFFICE, "")
    for audience in Audience:
        begin_draft(actor=first, audience=audience)
        draft = open_draft(audience)
        if draft is None:
            raise AssertionError("a draft that was begun is open")
        propose_draft(actor=first, draft_id=draft.id, version=1, valid_from=clock.today())
        publish_draft(actor=second, draft_id=draft.id, version=2)
    db.execute(_ALL_ACCEPT, [clock.now()])
