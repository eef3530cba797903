"""What a region sees of a year of review: numbers of its units, none that points at somebody."""

from django.db import migrations, models

#: Numbers of acts by somebody, or about somebody, are told from five on; null is some, and fewer.
#: Reviews of residents' questions are counted there alone, or the whole would give them away.
YEAR = r"""
create function review_region_year(
    p_begins timestamptz, p_ends timestamptz, p_day date, p_name text, p_after uuid, p_most int
) returns table(
    unit_id uuid, unit_name text, reviews int, samples int, items int, breaches int, asked int,
    residents int, signals int, reviewers int
)
language sql stable security definer set search_path = public, pg_temp as $$
    with page as (
        select u.id, u.name from care_unit u
         where current_setting('app.kind', true) = 'staff'
           and current_setting('app.roles', true) like '%,region_admin,%'
           and u.region_id = nullif(current_setting('app.region', true), '')
           and (u.name::text, u.id) > (p_name, p_after)
         order by u.name::text, u.id limit p_most
    )
    select p.id, p.name::text, r.reviews, r.samples, r.items,
           case when r.breaches between 1 and 4 then null else r.breaches end,
           case when q.n between 1 and 4 then null else q.n end,
           case when m.n between 1 and 4 then null else m.n end,
           case when s.n between 1 and 4 then null else s.n end,
           g.n
      from page p
      cross join lateral (
        select count(*)::int as reviews,
               (count(*) filter (where x.kind = 'sample' and x.outcome = 'done'))::int as samples,
               coalesce(sum(c.items), 0)::int as items,
               coalesce(sum(c.breaches), 0)::int as breaches
          from review x
          cross join lateral (
            select count(*) as items, count(*) filter (where i.mark = 'breach') as breaches
              from review_item i where i.review_id = x.id) c
         where x.unit_id = p.id and x.opened_at >= p_begins and x.opened_at < p_ends
           and x.kind <> 'question') r
      cross join lateral (
        select count(*)::int as n from review_question x
         where x.unit_id = p.id and x.asked_at >= p_begins and x.asked_at < p_ends) q
      cross join lateral (
        select count(*)::int as n from mirror_question x
         where x.unit_id = p.id and x.asked_at >= p_begins and x.asked_at < p_ends) m
      cross join lateral (
        select count(*)::int as n from review_signal x
         where x.unit_id = p.id and x.found_at >= p_begins and x.found_at < p_ends) s
      cross join lateral (
        select count(*)::int as n from (
            select g.person_id from role_grant g
              join staff_account a on a.person_id = g.person_id and a.active
             where g.unit_id = p.id and g.role in ('unit_admin', 'reviewer')
               and g.starts_on <= p_day and (g.ends_on is null or g.ends_on > p_day)
             group by g.person_id having count(distinct g.role) = 2) one) g
     order by p.name::text, p.id
$$;
"""


class Migration(migrations.Migration):
    """Three indexes by unit and time, and the region's door."""

    dependencies = [("review", "0007_export")]

    operations = [
        migrations.AddIndex(
            "mirrorquestion",
            models.Index(fields=["unit_id", "asked_at"], name="i_mirror_question_unit"),
        ),
        migrations.AddIndex(
            "reviewescalation",
            models.Index(fields=["unit_id", "at"], name="i_review_escalation_unit"),
        ),
        migrations.AddIndex(
            "reviewsignal",
            models.Index(fields=["unit_id", "found_at"], name="i_review_signal_found"),
        ),
        migrations.RunSQL(sql=[YEAR], reverse_sql="drop function review_region_year"),
    ]
