"""A review of one person's acts is not there for her, however it was begun; nor a colleague's export.

Before, only a resident's question and an alarm hid theirs.
"""

from django.db import migrations

_KIND = "(select current_setting('app.kind', true))"
_ME = "(select nullif(current_setting('app.person', true), '')::uuid)"
_KIN = "(select nullif(current_setting('app.kin', true), '')::uuid[])::uuid[]"
_SYSTEM = "region_id = (select nullif(current_setting('app.system_region', true), ''))"
_HERE = (
    f"({_KIND} = 'staff' and (select current_setting('app.roles', true)) like '%,reviewer,%' "
    "and unit_id = (select nullif(current_setting('app.unit', true), '')::uuid))"
)
#: Neither about what the reader did herself, nor about her or her child alone.
_OTHERS = (
    f"(person_id is distinct from {_ME} and (resident_id is null or resident_id <> all ({_KIN})))"
)
_OLD = f"(({_HERE} and (kind not in ('question', 'alarm') or {_OTHERS})) or {_SYSTEM})"
_NEW = f"(({_HERE} and {_OTHERS}) or {_SYSTEM})"

_OF_REVIEW = (
    "(review_id is null or exists (select 1 from review r where r.id = review_export.review_id))"
)
#: What a colleague searched for about her is not hers to know.
_SEARCHED = (
    f"(ordered_by_id = {_ME} or (nullif(filters->>'person_id', '')::uuid is distinct from {_ME} "
    f"and (nullif(filters->>'resident_id', '')::uuid = any ({_KIN})) is not true))"
)


class Migration(migrations.Migration):
    """Row security alone; reviews that are there already have no person, and stay as they were."""

    dependencies = [
        ("review", "0012_no_workers"),
    ]

    operations = [
        migrations.RunSQL(
            sql=[
                f"alter policy review_seen on review using {_NEW}",
                f"alter policy review_changed on review using {_NEW}",
                "alter policy review_export_seen on review_export using "
                f"({_SYSTEM} or ({_HERE} and {_OF_REVIEW} and {_SEARCHED}))",
            ],
            reverse_sql=[
                f"alter policy review_seen on review using {_OLD}",
                f"alter policy review_changed on review using {_OLD}",
                "alter policy review_export_seen on review_export using "
                f"({_SYSTEM} or ({_HERE} and {_OF_REVIEW}))",
            ],
        ),
    ]
