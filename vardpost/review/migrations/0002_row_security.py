"""Who sees and writes what of reviews; that a closed review never changes; the room's own doors.

A reviewer sees her unit's reviews, and nothing in them about an act of her own or about herself or
her child as resident: somebody else reviews that. The person who is asked to explain sees that one
question. A region's office sees that something was escalated, never what.
"""

from django.db import migrations

#: The pieces that the policies are made of. Each setting is read once a statement (ADR 0003).
_KIND = "(select current_setting('app.kind', true))"
_ME = "(select nullif(current_setting('app.person', true), '')::uuid)"
_KIN = "(select nullif(current_setting('app.kin', true), '')::uuid[])::uuid[]"
_REVIEWER = (
    f"({_KIND} = 'staff' and (select current_setting('app.roles', true)) like '%,reviewer,%')"
)
_UNIT = "(select nullif(current_setting('app.unit', true), '')::uuid)"
_REGION = "(select nullif(current_setting('app.region', true), ''))"
_SYSTEM = "region_id = (select nullif(current_setting('app.system_region', true), ''))"
_OFFICE = (
    f"({_KIND} = 'staff' and (select current_setting('app.roles', true)) like '%,region_admin,%' "
    f"and region_id = {_REGION})"
)
_HERE = f"({_REVIEWER} and unit_id = {_UNIT})"
#: An act of somebody else, about somebody who is neither she nor her child.
_OTHERS = (
    f"(person_id is distinct from {_ME} and (resident_id is null or resident_id <> all ({_KIN})))"
)

REVIEWS = f"""
alter table review enable row level security;
create policy review_seen on review for select using ({_HERE} or {_SYSTEM});
create policy review_opened on review for insert with check (
    {_HERE} and opened_by_id = {_ME} and closed_at is null
);
create policy review_changed on review for update using ({_HERE} or {_SYSTEM});

alter table review_item enable row level security;
create policy review_item_seen on review_item for select using (
    {_SYSTEM} or ({_HERE} and {_OTHERS})
);
create policy review_item_chosen on review_item for insert with check (
    {_HERE} and mark = 'none'
    and exists (select 1 from review r where r.id = review_id and r.unit_id = review_item.unit_id)
);
create policy review_item_marked on review_item for update using ({_HERE} and {_OTHERS})
    with check ({_HERE} and {_OTHERS} and marked_by_id = {_ME});

alter table review_marking enable row level security;
create policy review_marking_seen on review_marking for select using (
    exists (select 1 from review_item i where i.id = item_id)
);
create policy review_marking_made on review_marking for insert with check (
    {_HERE} and by_id = {_ME}
    and exists (select 1 from review_item i
                 where i.id = item_id and i.review_id = review_marking.review_id)
);
"""

QUESTIONS = f"""
alter table review_question enable row level security;
create policy review_question_seen on review_question for select using (
    exists (select 1 from review_item i where i.id = item_id)
);
create policy review_question_to_me on review_question for select using (
    {_KIND} = 'staff' and to_id = {_ME}
);
create policy review_question_asked on review_question for insert with check (
    {_HERE} and asked_by_id = {_ME} and answered_at is null
    and exists (select 1 from review_item i
                 where i.id = item_id and i.review_id = review_question.review_id
                   and i.person_id = to_id)
);
create policy review_question_changed on review_question for update using (
    exists (select 1 from review_item i where i.id = item_id)
);
create policy review_question_answered on review_question for update using (
    {_KIND} = 'staff' and to_id = {_ME}
);
"""

#: Nobody answers for somebody else, and nobody changes what has been answered.
ANSWERED = """
create function review_answer_by_herself() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if (new.answer, new.answered_at) is distinct from (old.answer, old.answered_at) then
        if old.answered_at is not null or old.withdrawn_at is not null or new.answered_at is null
           or current_setting('app.person', true) is distinct from old.to_id::text then
            raise exception 'only the person asked answers, once'
                using errcode = 'integrity_constraint_violation';
        end if;
    elsif (new.withdrawn_at, new.reminded_on) is distinct from (old.withdrawn_at, old.reminded_on)
          and current_setting('app.person', true) = old.to_id::text then
        raise exception 'the person asked only answers'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger review_question_by_herself before update on review_question
    for each row execute function review_answer_by_herself();
"""

#: The review is looked up past row security: whoever answers a question sees no review. The row is
#: held, so that closing waits for what is being written and the next finds it closed.
CLOSED = """
create function review_is_closed() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if old.closed_at is not null then
        raise exception 'the review is closed and never changes'
            using errcode = 'integrity_constraint_violation';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end
$$;
create trigger review_unchanging before update or delete on review
    for each row execute function review_is_closed();

create function review_holds_open() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    about uuid := case tg_op when 'INSERT' then new.review_id else old.review_id end;
begin
    perform 1 from review where id = about and closed_at is null for share;
    if not found then
        raise exception 'the review is closed and never changes'
            using errcode = 'integrity_constraint_violation';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end
$$;
create trigger review_item_unchanging before insert or update or delete on review_item
    for each row execute function review_holds_open();
create trigger review_marking_unchanging before insert or update or delete on review_marking
    for each row execute function review_holds_open();
create trigger review_question_unchanging before insert or update or delete on review_question
    for each row execute function review_holds_open();
create trigger review_escalation_unchanging before insert or delete on review_escalation
    for each row execute function review_holds_open();
"""

#: Whether the scope sees an entry of the unit. A function, since a policy would hold on to the table
#: as it is now, and the ledger's parts come and go.
SEEN = r"""
create function review_entry_seen(p_entry uuid, p_at timestamptz, p_unit uuid) returns boolean
language sql stable set search_path = public, pg_temp as $$
    select exists (select 1 from audit_entry e
                    where e.id = p_entry and e.at = p_at and e.unit_id = p_unit)
$$;
"""

FOUND = f"""
alter table review_signal enable row level security;
create policy review_signal_seen on review_signal for select using (
    {_SYSTEM} or ({_HERE} and {_OTHERS})
);
create policy review_signal_found on review_signal for insert with check (
    {_SYSTEM} and review_id is null
);
create policy review_signal_asked on review_signal for insert with check (
    {_KIND} = 'resident' and rule = 'question' and review_id is null
    and resident_id = any (
        (select nullif(current_setting('app.residents', true), '')::uuid[])::uuid[])
    and review_entry_seen(entry_id, entry_at, unit_id)
);
create policy review_signal_taken on review_signal for update using ({_HERE} and {_OTHERS})
    with check (
        {_HERE}
        and exists (select 1 from review r where r.id = review_id and r.unit_id = review_signal.unit_id)
    );

alter table review_fact enable row level security;
create policy review_fact_seen on review_fact for select using (
    {_SYSTEM} or ({_HERE} and person_id is distinct from {_ME})
);
create policy review_fact_kept on review_fact for insert with check ({_SYSTEM});
create policy review_fact_added on review_fact for update using ({_SYSTEM});
create policy review_fact_old on review_fact for delete using ({_SYSTEM});

alter table review_cursor enable row level security;
create policy review_cursor_seen on review_cursor for select using (
    {_SYSTEM} or ({_REVIEWER} and region_id = {_REGION})
);
create policy review_cursor_begun on review_cursor for insert with check ({_SYSTEM});
create policy review_cursor_moved on review_cursor for update using ({_SYSTEM});

alter table review_search enable row level security;
create policy review_search_seen on review_search for select using ({_HERE});
create policy review_search_begun on review_search for insert with check (
    {_HERE} and person_id = {_ME}
);
create policy review_search_narrowed on review_search for update using (
    {_HERE} and person_id = {_ME}
);
"""

SETTINGS = f"""
alter table review_rule enable row level security;
create policy review_rule_seen on review_rule for select using (
    {_SYSTEM} or {_HERE} or ({_REVIEWER} and unit_id is null and region_id = {_REGION})
    or ({_OFFICE} and unit_id is null)
);
create policy review_rule_added on review_rule for insert with check (
    {_HERE} or ({_OFFICE} and unit_id is null)
);
create policy review_rule_changed on review_rule for update using (
    {_HERE} or ({_OFFICE} and unit_id is null)
);
create policy review_rule_removed on review_rule for delete using (
    {_HERE} or ({_OFFICE} and unit_id is null)
);

alter table review_plan enable row level security;
create policy review_plan_seen on review_plan for select using (
    {_HERE} or exists (
        select 1 from care_unit u where u.id = unit_id
           and u.region_id = (select nullif(current_setting('app.system_region', true), '')))
);
create policy review_plan_added on review_plan for insert with check ({_HERE});
create policy review_plan_changed on review_plan for update using ({_HERE});

alter table review_contact enable row level security;
create policy review_contact_seen on review_contact for select using (
    {_SYSTEM} or {_OFFICE} or ({_REVIEWER} and region_id = {_REGION})
);
create policy review_contact_added on review_contact for insert with check ({_OFFICE});
create policy review_contact_changed on review_contact for update using ({_OFFICE});

alter table review_escalation enable row level security;
create policy review_escalation_seen on review_escalation for select using (
    {_SYSTEM} or {_HERE} or {_OFFICE}
);
create policy review_escalation_made on review_escalation for insert with check (
    {_HERE} and by_id = {_ME} and received_at is null
    and exists (select 1 from review r
                 where r.id = review_id and r.unit_id = review_escalation.unit_id)
);
create policy review_escalation_received on review_escalation for update using ({_OFFICE});
"""

#: What ties a member of staff to a resident, yes or no: neither names nor addresses leave the
#: database. For the job alone; a reviewer meets the answers as facts about entries.
TIES = r"""
create function review_ties(p_unit uuid, p_people uuid[], p_residents uuid[])
returns table(
    place int, own boolean, child boolean, surname boolean, address boolean, colleague boolean,
    protected boolean
)
language sql stable security definer set search_path = public, pg_temp as $$
    select asked.place::int,
           s.id = r.id,
           exists (select 1 from guardianship k
                    where (k.guardian_id = s.id and k.child_id = r.id)
                       or (k.guardian_id = r.id and k.child_id = s.id)),
           s.id <> r.id and lower(s.family_name) = lower(r.family_name),
           s.id <> r.id and s.street <> '' and s.postal_code <> ''
               and lower(s.street) = lower(r.street) and s.postal_code = r.postal_code,
           s.id <> r.id and exists (
               select 1 from role_grant g where g.person_id = r.id and g.unit_id = p_unit
                  and (g.ends_on is null or g.ends_on > current_date)),
           r.protected
      from unnest(p_people, p_residents) with ordinality asked(person, resident, place)
      join person s on s.id = asked.person
      join person r on r.id = asked.resident
     where current_setting('app.kind', true) = 'system'
       and exists (select 1 from care_unit u where u.id = p_unit
                      and u.region_id = nullif(current_setting('app.system_region', true), ''))
$$;
"""

#: Which case an entry is about, as the unit's reviewer may know it: number, whose, when it ended;
#: never what it says, nor its kind. A protected name stays in the database.
CASES = r"""
create function review_cases(p_cases uuid[])
returns table(
    id uuid, number text, resident_id uuid, resident_name text, protected boolean,
    finished_at timestamptz
)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.id, c.number::text, c.resident_id,
           case when c.resident_protected or coalesce(p.protected, false) then ''
                else c.resident_name::text end,
           c.resident_protected or coalesce(p.protected, false),
           c.finished_at
      from care_case c left join person p on p.id = c.resident_id
     where c.id = any (p_cases)
       and case current_setting('app.kind', true)
               when 'staff' then current_setting('app.roles', true) like '%,reviewer,%'
                   and c.unit_id = nullif(current_setting('app.unit', true), '')::uuid
               when 'system' then
                   c.region_id = nullif(current_setting('app.system_region', true), '')
               else false
           end
$$;
"""

#: A resident by her whole number, for the unit's reviewer, and only when she has a case there.
RESIDENT = r"""
create function review_resident(p_number text)
returns table(id uuid, name text, protected boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, case when p.protected then '' else p.given_name || ' ' || p.family_name end,
           p.protected
      from person p
     where p.number = p_number
       and current_setting('app.kind', true) = 'staff'
       and current_setting('app.roles', true) like '%,reviewer,%'
       and exists (select 1 from care_case c where c.resident_id = p.id
                      and c.unit_id = nullif(current_setting('app.unit', true), '')::uuid)
$$;
"""


class Migration(migrations.Migration):
    """The second lock on the room's tables, and its three doors past it."""

    dependencies = [
        ("review", "0001_initial"),
        ("audit", "0003_nobody_writes_nothing"),
        ("people", "0002_sessions"),
        ("cases", "0002_row_security"),
        ("units", "0002_setting_changes"),
    ]

    operations = [
        migrations.RunSQL(
            sql=[
                *(REVIEWS, QUESTIONS, ANSWERED, CLOSED, SEEN, FOUND, SETTINGS, TIES, CASES),
                RESIDENT,
            ],
            reverse_sql=[
                "drop function review_entry_seen cascade",
                "drop function review_resident",
                "drop function review_cases",
                "drop function review_ties",
                "drop function review_holds_open cascade",
                "drop function review_is_closed cascade",
                "drop function review_answer_by_herself cascade",
            ],
        ),
    ]
