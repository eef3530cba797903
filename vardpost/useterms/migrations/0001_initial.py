"""Versions, drafts and acceptances; four eyes and unchanging, as the database sees them."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import vardpost.kernel.ids

_ROLES = "(select current_setting('app.roles', true))"
_KIND = "(select current_setting('app.kind', true))"
_PERSON = "(select nullif(current_setting('app.person', true), '')::uuid)"
_NATION = f"{_KIND} = 'staff' and {_ROLES} like '%,national_office,%'"
_TODAY = "(now() at time zone 'Europe/Stockholm')::date"

SQL = f"""
alter table terms_of_use_draft enable row level security;
create policy terms_of_use_draft_seen on terms_of_use_draft for select using ({_NATION});
create policy terms_of_use_draft_made on terms_of_use_draft for insert with check ({_NATION});
create policy terms_of_use_draft_changed on terms_of_use_draft for update using ({_NATION});
alter table terms_of_use_draft_event enable row level security;
create policy terms_of_use_draft_event_seen on terms_of_use_draft_event
    for select using ({_NATION});
create policy terms_of_use_draft_event_made on terms_of_use_draft_event
    for insert with check ({_NATION});

-- What is proposed stands still until somebody has decided; what is decided stands for ever.
create function refuse_terms_of_use_draft_change() returns trigger language plpgsql as $$
begin
    if old.audience is distinct from new.audience
       or old.state in ('published', 'discarded')
       or old.state = 'proposed' and new.state in ('proposed', 'published')
          and (new.text_sv, new.text_en, new.summary_sv, new.summary_en, new.valid_from,
               new.proposed_by_id, new.base)
              is distinct from
              (old.text_sv, old.text_en, old.summary_sv, old.summary_en, old.valid_from,
               old.proposed_by_id, old.base) then
        raise exception 'a draft that is % is not changed', old.state
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger terms_of_use_draft_still before update on terms_of_use_draft
    for each row execute function refuse_terms_of_use_draft_change();

-- What somebody has read and accepted is never another text, and that she did is never undone.
create function refuse_terms_of_use_change() returns trigger language plpgsql as $$
begin
    raise exception '% stands and is never changed', tg_table_name
        using errcode = 'integrity_constraint_violation';
end
$$;
create trigger terms_of_use_unchanging before update or delete on terms_of_use
    for each row execute function refuse_terms_of_use_change();
create trigger terms_of_use_acceptance_unchanging before update or delete
    on terms_of_use_acceptance for each row execute function refuse_terms_of_use_change();

-- A version is no secret. It is written by the office, as somebody else of it has proposed.
alter table terms_of_use enable row level security;
create policy terms_of_use_seen on terms_of_use for select using (true);
create policy terms_of_use_written on terms_of_use for insert with check (
    {_NATION} and published_by_id = {_PERSON} and proposed_by_id <> {_PERSON}
    and exists (
        select 1 from terms_of_use_draft d
         where d.state = 'proposed' and d.audience = terms_of_use.audience
           and d.base = terms_of_use.version - 1
           and d.proposed_by_id = terms_of_use.proposed_by_id
           and d.valid_from <= terms_of_use.valid_from
           and (d.text_sv, d.text_en, d.summary_sv, d.summary_en)
             = (terms_of_use.text_sv, terms_of_use.text_en, terms_of_use.summary_sv,
                terms_of_use.summary_en))
);

-- Everybody accepts for oneself, as whom one has signed in, and only what is in force.
alter table terms_of_use_acceptance enable row level security;
create policy terms_of_use_acceptance_own on terms_of_use_acceptance for select using (
    person_id = {_PERSON} and audience = {_KIND}
);
create policy terms_of_use_acceptance_given on terms_of_use_acceptance for insert with check (
    person_id = {_PERSON} and audience = {_KIND} and exists (
        select 1 from terms_of_use t
         where t.id = terms_of_use_acceptance.terms_id
           and t.audience = terms_of_use_acceptance.audience
           and t.version = terms_of_use_acceptance.version
           and t.valid_from <= {_TODAY})
);

-- Which version waits for somebody, with the session's statement: the newest whose day has come.
create function terms_of_use_waiting(p_kind text, p_person uuid) returns integer
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    standing integer;
begin
    select max(t.version) into standing from terms_of_use t
     where t.audience = p_kind and t.valid_from <= {_TODAY};
    if standing is null or exists (
        select 1 from terms_of_use_acceptance a
         where a.person_id = p_person and a.audience = p_kind and a.version >= standing) then
        return null;
    end if;
    return standing;
end
$$;
"""
BACK = """
drop function terms_of_use_waiting;
drop policy terms_of_use_acceptance_given on terms_of_use_acceptance;
drop policy terms_of_use_acceptance_own on terms_of_use_acceptance;
drop policy terms_of_use_written on terms_of_use;
drop policy terms_of_use_seen on terms_of_use;
drop trigger terms_of_use_acceptance_unchanging on terms_of_use_acceptance;
drop trigger terms_of_use_unchanging on terms_of_use;
drop function refuse_terms_of_use_change();
drop trigger terms_of_use_draft_still on terms_of_use_draft;
drop function refuse_terms_of_use_draft_change();
drop policy terms_of_use_draft_event_made on terms_of_use_draft_event;
drop policy terms_of_use_draft_event_seen on terms_of_use_draft_event;
drop policy terms_of_use_draft_changed on terms_of_use_draft;
drop policy terms_of_use_draft_made on terms_of_use_draft;
drop policy terms_of_use_draft_seen on terms_of_use_draft;
"""


def _id() -> Any:
    return models.UUIDField(
        default=vardpost.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
    )


class Migration(migrations.Migration):
    """The tables, the second lock, and what the door asks."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="TermsOfUse",
            fields=[
                ("id", _id()),
                ("audience", models.CharField(max_length=8)),
                ("version", models.PositiveIntegerField()),
                ("text_sv", models.TextField()),
                ("text_en", models.TextField()),
                ("summary_sv", models.CharField(blank=True, max_length=1000)),
                ("summary_en", models.CharField(blank=True, max_length=1000)),
                ("valid_from", models.DateField()),
                ("proposed_by_id", models.UUIDField()),
                ("proposed_by_name", models.CharField(max_length=160)),
                ("published_at", models.DateTimeField()),
                ("published_by_id", models.UUIDField()),
                ("published_by_name", models.CharField(max_length=160)),
            ],
            options={
                "db_table": "terms_of_use",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("audience", "version"), name="terms_of_use_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["resident", "staff"])),
                        name="terms_of_use_audience",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by_id", models.F("proposed_by_id")), _negated=True
                        ),
                        name="terms_of_use_four_eyes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermsOfUseDraft",
            fields=[
                ("id", _id()),
                ("audience", models.CharField(max_length=8)),
                ("state", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField()),
                ("base", models.PositiveIntegerField()),
                ("text_sv", models.TextField(blank=True)),
                ("text_en", models.TextField(blank=True)),
                ("summary_sv", models.CharField(blank=True, max_length=1000)),
                ("summary_en", models.CharField(blank=True, max_length=1000)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("started_at", models.DateTimeField()),
                ("started_by_id", models.UUIDField()),
                ("started_by_name", models.CharField(max_length=160)),
                ("proposed_by_id", models.UUIDField(blank=True, null=True)),
                ("proposed_by_name", models.CharField(blank=True, max_length=160)),
                ("decided_by_id", models.UUIDField(blank=True, null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=160)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "terms_of_use_draft",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "proposed"])),
                        fields=("audience",),
                        name="terms_of_use_draft_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["resident", "staff"])),
                        name="terms_of_use_draft_audience",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(
                                models.Q(
                                    ("decided_by_id", models.F("proposed_by_id")), _negated=True
                                ),
                                ("decided_by_id__isnull", False),
                                ("proposed_by_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="terms_of_use_draft_four_eyes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermsOfUseDraftEvent",
            fields=[
                ("id", _id()),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("event", models.CharField(max_length=10)),
                ("actor_id", models.UUIDField()),
                ("actor_name", models.CharField(max_length=160)),
                ("words", models.CharField(blank=True, max_length=2000)),
                ("old", models.JSONField()),
                ("new", models.JSONField()),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="useterms.termsofusedraft"
                    ),
                ),
            ],
            options={
                "db_table": "terms_of_use_draft_event",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "version"), name="terms_of_use_draft_event_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TermsOfUseAcceptance",
            fields=[
                ("id", _id()),
                ("person_id", models.UUIDField()),
                ("audience", models.CharField(max_length=8)),
                ("version", models.PositiveIntegerField()),
                ("language", models.CharField(max_length=2)),
                ("accepted_at", models.DateTimeField()),
                (
                    "terms",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="useterms.termsofuse"
                    ),
                ),
            ],
            options={
                "db_table": "terms_of_use_acceptance",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person_id", "audience", "version"),
                        name="terms_of_use_accepted_once",
                    )
                ],
            },
        ),
        migrations.RunSQL([SQL], [BACK]),
    ]
