"""*Fråga varför*: a question about a row of a log, hidden from whom it is about and from others."""

from django.db import migrations, models
from django.db.models import F, Q

import vardpost.kernel.ids

_KIND = "(select current_setting('app.kind', true))"
_ME = "(select nullif(current_setting('app.person', true), '')::uuid)"
_KIN = "(select nullif(current_setting('app.kin', true), '')::uuid[])::uuid[]"
_MINE = "(select nullif(current_setting('app.residents', true), '')::uuid[])::uuid[]"
_UNIT = "(select nullif(current_setting('app.unit', true), '')::uuid)"
_SYSTEM = "region_id = (select nullif(current_setting('app.system_region', true), ''))"
_HERE = (
    f"({_KIND} = 'staff' and (select current_setting('app.roles', true)) like '%,reviewer,%' "
    f"and unit_id = {_UNIT})"
)
#: Neither the reader's own act, nor about her or her child.
_OTHERS = f"(person_id is distinct from {_ME} and resident_id <> all ({_KIN}))"
_ASKER = f"({_KIND} = 'resident' and asked_by_id = {_ME} and resident_id = any ({_MINE}))"

QUESTIONS = f"""
alter table mirror_question enable row level security;
create policy mirror_question_seen on mirror_question for select using (
    {_ASKER} or ({_HERE} and {_OTHERS}) or {_SYSTEM}
);
create policy mirror_question_asked on mirror_question for insert with check (
    {_ASKER} and answered_at is null and read_at is null
    and review_entry_seen(entry_id, entry_at, unit_id)
);
create policy mirror_question_answered on mirror_question for update using (
    {_ASKER} or ({_HERE} and {_OTHERS}) or {_SYSTEM}
);
"""

#: The unit answers, once; whoever asked only reads; the job only tells whether anybody is there.
ANSWERED = """
create function mirror_answer_once() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    kind text := coalesce(current_setting('app.kind', true), '');
begin
    if (new.answer, new.answered_at, new.answered_by_id, new.answered_by_name)
       is distinct from (old.answer, old.answered_at, old.answered_by_id, old.answered_by_name) then
        if kind <> 'staff' or old.answered_at is not null
           or new.answered_by_id::text is distinct from current_setting('app.person', true) then
            raise exception 'a reviewer answers, once'
                using errcode = 'integrity_constraint_violation';
        end if;
    end if;
    if new.read_at is distinct from old.read_at and kind <> 'resident'
       or new.unmanned is distinct from old.unmanned and kind <> 'system' then
        raise exception 'not for this one to say'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger mirror_question_once before update on mirror_question
    for each row execute function mirror_answer_once();
"""

#: A review of a resident's question comes by itself, and is not there for whom it is about: not
#: even that there is one. No question comes as a signal any longer.
REVIEWS = f"""
drop policy review_signal_asked on review_signal;
alter policy review_seen on review using (
    ({_HERE} and (kind <> 'question' or {_OTHERS})) or {_SYSTEM}
);
alter policy review_changed on review using (
    ({_HERE} and (kind <> 'question' or {_OTHERS})) or {_SYSTEM}
);
create policy review_asked on review for insert with check (
    {_SYSTEM} and kind = 'question' and closed_at is null and opened_by_id is null
);
create policy review_item_asked on review_item for insert with check (
    {_SYSTEM} and mark = 'none'
    and exists (select 1 from review r where r.id = review_id and r.kind = 'question'
                   and r.unit_id = review_item.unit_id)
);
"""

#: Who may answer: the unit's reviewers but for the one who did it, the resident and her guardians.
#: For the owner's own functions; the two doors say who may ask.
ABLE = r"""
create function mirror_able(p_unit uuid, p_person uuid, p_resident uuid, p_day date)
returns setof uuid
language sql stable set search_path = public, pg_temp as $$
    select g.person_id
      from role_grant g join staff_account a on a.person_id = g.person_id and a.active
     where g.unit_id = p_unit and g.role in ('unit_admin', 'reviewer')
       and g.starts_on <= p_day and (g.ends_on is null or g.ends_on > p_day)
       and g.person_id is distinct from p_person and g.person_id <> p_resident
       and not exists (select 1 from guardianship k
                        where k.guardian_id = g.person_id and k.child_id = p_resident)
     group by g.person_id having count(distinct g.role) = 2
$$;
create function mirror_reviewers(p_unit uuid, p_person uuid, p_resident uuid, p_day date)
returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select one from mirror_able(p_unit, p_person, p_resident, p_day) one
     where current_setting('app.kind', true) = 'system'
       and exists (select 1 from care_unit u where u.id = p_unit
                      and u.region_id = nullif(current_setting('app.system_region', true), ''))
$$;
"""

#: Questions that nobody can answer, unit by unit, for the unit's administrator and the region's
#: office: how many, and nothing of them. What is about the reader is not counted.
UNMANNED = r"""
create function mirror_unmanned(p_day date)
returns table(unit_id uuid, unit_name text, questions int, oldest date)
language sql stable security definer set search_path = public, pg_temp as $$
    select q.unit_id, u.name::text, count(*)::int,
           min(q.asked_at at time zone 'Europe/Stockholm')::date
      from mirror_question q join care_unit u on u.id = q.unit_id
     where q.answered_at is null and current_setting('app.kind', true) = 'staff'
       and (current_setting('app.roles', true) like '%,region_admin,%'
                and q.region_id = nullif(current_setting('app.region', true), '')
            or current_setting('app.roles', true) like '%,unit_admin,%'
                and q.unit_id = nullif(current_setting('app.unit', true), '')::uuid)
       and q.person_id is distinct from nullif(current_setting('app.person', true), '')::uuid
       and q.resident_id <> all (nullif(current_setting('app.kin', true), '')::uuid[])
       and not exists (select 1 from mirror_able(q.unit_id, q.person_id, q.resident_id, p_day))
     group by 1, 2 order by 4, 2 limit 100
$$;
"""

#: Whom an answer is told to: whoever asked, while the log is hers to see.
TOLD = r"""
create function mirror_asker(p_question uuid, p_day date) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select q.asked_by_id from mirror_question q
     where q.id = p_question and current_setting('app.kind', true) = 'staff'
       and current_setting('app.roles', true) like '%,reviewer,%'
       and q.unit_id = nullif(current_setting('app.unit', true), '')::uuid
       and (q.asked_by_id = q.resident_id or exists (
           select 1 from guardianship c join person k on k.id = c.child_id
            where c.guardian_id = q.asked_by_id and c.child_id = q.resident_id and not c.blocked
              and c.since <= p_day and (c.until is null or c.until > p_day)
              and not k.protected and k.deceased_on is null
              and k.birth_date > p_day - interval '13 years'))
$$;
"""


class Migration(migrations.Migration):
    """One table, and the review that each question gets."""

    dependencies = [("review", "0005_signal_outcome"), ("people", "0006_staff")]

    operations = [
        migrations.AlterField("review", "opened_by_id", models.UUIDField(null=True)),
        migrations.AddField("review", "person_id", models.UUIDField(null=True)),
        migrations.AddField("review", "resident_id", models.UUIDField(null=True)),
        migrations.CreateModel(
            name="MirrorQuestion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vardpost.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("region_id", models.CharField(max_length=2)),
                ("unit_id", models.UUIDField()),
                ("resident_id", models.UUIDField()),
                ("asked_by_id", models.UUIDField()),
                ("entry_id", models.UUIDField()),
                ("entry_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
                ("action", models.CharField(max_length=60)),
                ("outcome", models.CharField(max_length=8)),
                ("relation", models.CharField(blank=True, max_length=10)),
                ("case_number", models.CharField(blank=True, max_length=20)),
                ("unit_name", models.CharField(max_length=120)),
                ("person_id", models.UUIDField(null=True)),
                ("text", models.CharField(blank=True, max_length=1000)),
                ("asked_at", models.DateTimeField()),
                ("answer_by", models.DateField()),
                ("unmanned", models.BooleanField(db_default=False, default=False)),
                ("review_id", models.UUIDField(unique=True)),
                ("answer", models.CharField(blank=True, db_default="", max_length=4000)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by_id", models.UUIDField(null=True)),
                ("answered_by_name", models.CharField(blank=True, db_default="", max_length=160)),
                ("read_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "db_table": "mirror_question",
                "indexes": [
                    models.Index(
                        fields=["asked_by_id", "-asked_at"], name="i_mirror_question_mine"
                    ),
                    models.Index(
                        fields=["region_id", "answer_by"],
                        name="i_mirror_question_waiting",
                        condition=Q(answered_at__isnull=True),
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["asked_by_id", "resident_id", "entry_id"],
                        name="mirror_question_once",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            answered_at__isnull=True, answered_by_id__isnull=True, answer=""
                        )
                        | Q(answered_at__isnull=False, answered_by_id__isnull=False)
                        & ~Q(answer=""),
                        name="mirror_question_answered_whole",
                    ),
                    models.CheckConstraint(
                        condition=Q(answered_by_id__isnull=True)
                        | (
                            (Q(person_id__isnull=True) | ~Q(answered_by_id=F("person_id")))
                            & ~Q(answered_by_id=F("asked_by_id"))
                        ),
                        name="mirror_question_by_another",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            sql=[QUESTIONS, ANSWERED, REVIEWS, ABLE, UNMANNED, TOLD],
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
