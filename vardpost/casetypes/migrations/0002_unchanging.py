"""A published form and a published terms text are never changed: cases point at them."""

from django.db import migrations

TABLES = ("case_type_version", "terms_text")

FUNCTION = """
create function refuse_published_change() returns trigger language plpgsql as $$
begin
    raise exception '% is published and never changed', tg_table_name
        using errcode = 'integrity_constraint_violation';
end
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("casetypes", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "drop function refuse_published_change()"),
        *(
            migrations.RunSQL(
                f"create trigger {table}_unchanging before update or delete on {table} "
                "for each row execute function refuse_published_change()",
                f"drop trigger {table}_unchanging on {table}",
            )
            for table in TABLES
        ),
    ]
