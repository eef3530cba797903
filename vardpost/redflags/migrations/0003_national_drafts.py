"""Drafts of the nation's list, and four eyes as the database sees them."""

import django.db.models.deletion
from django.db import migrations, models

import vardpost.kernel.ids

_NATION = (
    "(select current_setting('app.kind', true)) = 'staff' "
    "and (select current_setting('app.roles', true)) like '%,national_office,%'"
)
SQL = f"""
alter table red_flag_draft enable row level security;
create policy red_flag_draft_seen on red_flag_draft for select using ({_NATION});
create policy red_flag_draft_made on red_flag_draft for insert with check ({_NATION});
create policy red_flag_draft_changed on red_flag_draft for update using ({_NATION});
alter table red_flag_draft_event enable row level security;
create policy red_flag_draft_event_seen on red_flag_draft_event for select using ({_NATION});
create policy red_flag_draft_event_made on red_flag_draft_event for insert with check ({_NATION});

-- What is proposed stands still until somebody has decided; what is decided stands for ever.
create function refuse_red_flag_draft_change() returns trigger language plpgsql as $$
begin
    if old.state in ('published', 'discarded')
       or old.state = 'proposed' and new.state in ('proposed', 'published')
          and (new.definition, new.proposed_by_id, new.base)
              is distinct from (old.definition, old.proposed_by_id, old.base) then
        raise exception 'a draft that is % is not changed', old.state
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger red_flag_draft_still before update on red_flag_draft
    for each row execute function refuse_red_flag_draft_change();

-- The nation's list is written by the national office, as somebody else of it has proposed.
drop policy red_flag_list_written on red_flag_list;
create policy red_flag_list_written on red_flag_list for insert with check (
    (level <> 'national' and settings_in_scope(unit_id, region_id))
    or (level = 'national' and {_NATION} and exists (
        select 1 from red_flag_draft d
         where d.state = 'proposed' and d.base = red_flag_list.version - 1
           and d.proposed_by_id::text <> current_setting('app.person', true)
           and d.definition - 'valid_from' = red_flag_list.definition - 'valid_from'))
);
"""
BACK = """
drop policy red_flag_list_written on red_flag_list;
create policy red_flag_list_written on red_flag_list for insert with check (
    level <> 'national' and settings_in_scope(unit_id, region_id)
);
drop trigger red_flag_draft_still on red_flag_draft;
drop function refuse_red_flag_draft_change();
drop policy red_flag_draft_event_made on red_flag_draft_event;
drop policy red_flag_draft_event_seen on red_flag_draft_event;
drop policy red_flag_draft_changed on red_flag_draft;
drop policy red_flag_draft_made on red_flag_draft;
drop policy red_flag_draft_seen on red_flag_draft;
"""


class Migration(migrations.Migration):
    """The tables, the second lock, and who writes the nation's list."""

    dependencies = [("redflags", "0002_unchanging")]

    operations = [
        migrations.CreateModel(
            name="RedFlagDraft",
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
                ("state", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField()),
                ("base", models.PositiveIntegerField()),
                ("definition", models.JSONField()),
                ("reason", models.CharField(blank=True, max_length=2000)),
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
                "db_table": "red_flag_draft",
                "constraints": [
                    models.UniqueConstraint(
                        models.Value(1),
                        condition=models.Q(("state__in", ["draft", "proposed"])),
                        name="red_flag_draft_one_open",
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
                        name="red_flag_draft_four_eyes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RedFlagDraftEvent",
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
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("event", models.CharField(max_length=10)),
                ("part", models.CharField(blank=True, max_length=60)),
                ("actor_id", models.UUIDField()),
                ("actor_name", models.CharField(max_length=160)),
                ("words", models.CharField(blank=True, max_length=2000)),
                ("old", models.JSONField()),
                ("new", models.JSONField()),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="redflags.redflagdraft"
                    ),
                ),
            ],
            options={
                "db_table": "red_flag_draft_event",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "version"), name="red_flag_draft_event_once"
                    )
                ],
            },
        ),
        migrations.RunSQL([SQL], [BACK]),
    ]
