"""A case that is sent on to another unit with the resident's yes (ADR 0029)."""

from django.db import migrations, models

#: Where the catchment lets the case's resident turn, of the units of its region. Receivers of the
#: case alone are told, and no more than units: of whom it is about nothing comes out. Approvals
#: one by one are left out, since they are the other unit's to know. The rules are those of
#: `units.catchment.why_not`, held together by a test.
FITS = r"""
create function case_may_move_to(p_case uuid)
returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select v.id from care_case c
      join person p on p.id = c.resident_id
      join care_unit v on v.region_id = c.region_id and v.live and v.id <> c.unit_id
     where c.id = p_case
       and c.unit_id = nullif(current_setting('app.whole_unit', true), '')::uuid
       and not c.resident_id = any (
           coalesce(nullif(current_setting('app.kin', true), '')::uuid[], '{}'))
       and exists (
           select 1 from catchment_row r
            where r.unit_id = v.id
              and (r.region_id is null or (not p.protected and r.region_id = p.region_code))
              and (r.municipality_id is null or r.municipality_id = p.municipality_code)
              and (r.sex = '' or r.sex = p.sex)
              and extract(year from age(
                  (now() at time zone 'Europe/Stockholm')::date, p.birth_date))
                  between r.age_from and r.age_to)
$$;
"""
_STATES = [
    "submitted",
    "assigned",
    "in_progress",
    "awaiting_resident",
    "resident_replied",
    "answered",
    "closed",
    "withdrawn",
    "closed_no_answer",
    "forwarded",
]


class Migration(migrations.Migration):
    """Five columns, a state, and a door."""

    dependencies = [
        ("cases", "0018_queue_of_a_team"),
        ("units", "0007_ending"),
        ("people", "0002_sessions"),
    ]

    operations = [
        migrations.AddField("case", "move_unit_id", models.UUIDField(null=True)),
        migrations.AddField(
            "case", "move_name", models.CharField(blank=True, db_default="", max_length=120)
        ),
        migrations.AddField("case", "moved_to_id", models.UUIDField(null=True)),
        migrations.AddField("case", "moved_from_id", models.UUIDField(null=True, unique=True)),
        migrations.AddField(
            "case", "moved_from_name", models.CharField(blank=True, db_default="", max_length=120)
        ),
        migrations.RemoveConstraint("case", "case_state_known"),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(condition=models.Q(state__in=_STATES), name="case_state_known"),
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=models.Q(move_unit_id__isnull=True) | models.Q(state="submitted"),
                name="case_asked_while_submitted",
            ),
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=models.Q(state="forwarded", moved_to_id__isnull=False)
                | (~models.Q(state="forwarded") & models.Q(moved_to_id__isnull=True)),
                name="case_forwarded_has_new",
            ),
        ),
        migrations.RunSQL([FITS], migrations.RunSQL.noop),
    ]
