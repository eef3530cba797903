"""The tables that say nothing of any person."""

from collections.abc import Mapping

from vardpost.config.activities import Said
from vardpost.config.personal_data.kinds import Nobody

NOBODY: Mapping[str, Nobody] = {
    "django_migrations": Nobody(Said("tabellernas version", "the version of the tables")),
    "region": Nobody(Said("offentliga uppgifter", "public facts")),
    "region_setting": Nobody(
        Said("vad som gäller i en region", "what applies in a region"),
        despite="keep_decided_by",
    ),
    "municipality": Nobody(Said("offentliga uppgifter", "public facts")),
    "care_unit": Nobody(
        Said("mottagningens egna uppgifter", "the unit's own details"),
        "phone email street postal_code",
    ),
    "opening_hours": Nobody(Said("mottagningens tider", "the unit's hours")),
    "catchment_row": Nobody(Said("vilka områden, åldrar och kön", "which areas, ages and sex")),
    "unit_closing": Nobody(Said("mottagningens tider", "the unit's hours")),
    "directory_unit": Nobody(
        Said("mottagningar i katalogen", "units of the directory"), "phone email street postal_code"
    ),
    "unit_ending": Nobody(
        Said("mottagningar som läggs ned", "units that close"), despite="to_unit_id"
    ),
    "ending_telling": Nobody(
        Said("hur många invånare som har fått veta", "how many residents have been told")
    ),
    "unit_former_name": Nobody(Said("mottagningars namn", "names of units"), despite="name"),
    "unit_planned_name": Nobody(Said("mottagningars namn", "names of units"), despite="name"),
    "intake_limit": Nobody(Said("antal", "numbers")),
    "region_day": Nobody(Said("regionens dagar", "the region's days")),
    "unit_recommended": Nobody(
        Said("mottagningar som regionen rekommenderar", "units that the region recommends")
    ),
    "team": Nobody(Said("gruppers namn", "names of groups")),
    "unit_notice": Nobody(
        Said("mottagningens gemensamma brevlåda", "the unit's shared mailbox"), "mailbox"
    ),
    "unit_case_type": Nobody(Said("vad mottagningen erbjuder", "what the unit offers")),
    "case_type": Nobody(Said("formulär utan svar", "forms without answers")),
    "linked_service": Nobody(
        Said("länkar till andra tjänster", "links to other services"), despite="address"
    ),
    "linked_service_unit": Nobody(Said("mottagningar som har dem", "units that have them")),
    "unit_template": Nobody(Said("mallar för mottagningar", "templates for units")),
    "template_rollout_unit": Nobody(Said("vad de ändrade", "what they changed")),
    "central_order_unit": Nobody(Said("mottagningar som fick den", "units that got it")),
    "unit_drift": Nobody(Said("antal per mottagning", "numbers by unit")),
    "operating_notice": Nobody(Said("driftinformation", "operating notices")),
    "unit_day": Nobody(Said("antal per dag", "numbers a day")),
    "unit_rollup": Nobody(Said("antal per mottagning", "numbers by unit")),
    "terms_shown": Nobody(Said("texter", "texts")),
    "mirror_policy": Nobody(Said("mottagningens val", "the unit's choice")),
    "review_rule": Nobody(Said("regler i ord", "rules in words")),
    "review_plan": Nobody(Said("mottagningens plan", "the unit's plan")),
    "review_cursor": Nobody(Said("hur långt ett jobb har kommit", "how far a job has come")),
    "worker_seen": Nobody(Said("processers livstecken", "signs of life of processes")),
    "audit_leaf": Nobody(Said("kontrollsummor", "hashes")),
    "audit_node": Nobody(Said("kontrollsummor", "hashes")),
    "audit_head": Nobody(Said("intyg som alla får se", "statements for everybody to see")),
    "audit_key": Nobody(Said("öppna nycklar", "public keys"), "signed_by"),
    "audit_alarm": Nobody(Said("larm om loggen själv", "alarms about the log itself")),
    "audit_detached": Nobody(Said("vilka månader som tagits ut", "which months were taken out")),
}
