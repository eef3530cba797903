"""Who sees a region's messages: the region's office, and each of those it was sent to."""

from django.db import migrations

SQL = r"""
alter table office_receipt enable row level security;
create policy office_receipt_seen on office_receipt for select using (
    office_region(region_id) or office_self(person_id)
);
create policy office_receipt_sent on office_receipt for insert with check (
    office_region(region_id) and read_at is null and exists (
        select 1 from care_unit u where u.id = unit_id and u.region_id = office_receipt.region_id)
);
-- That it was read is said by the reader alone.
create policy office_receipt_read on office_receipt for update using (office_self(person_id));
alter table office_message enable row level security;
create policy office_message_seen on office_message for select using (
    office_region(region_id) or exists (
        select 1 from office_receipt r where r.message_id = office_message.id
           and office_self(r.person_id))
);
create policy office_message_sent on office_message for insert with check (
    office_region(region_id) and office_self(by_id)
);
"""


class Migration(migrations.Migration):
    """The second lock on messages."""

    dependencies = [("offices", "0004_messages")]

    operations = [
        migrations.RunSQL(
            sql=[SQL],
            reverse_sql=[
                "drop policy office_message_seen on office_message",
                "drop policy office_message_sent on office_message",
                "alter table office_message disable row level security",
                "drop policy office_receipt_seen on office_receipt",
                "drop policy office_receipt_sent on office_receipt",
                "drop policy office_receipt_read on office_receipt",
                "alter table office_receipt disable row level security",
            ],
        )
    ]
