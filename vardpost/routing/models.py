"""The rules and teams of units. Facts only; which rule matches is `rules`."""

from django.db import models
from django.db.models import Q

from vardpost.kernel.ids import new_id
from vardpost.units.models import CareUnit


class Team(models.Model):
    """Some of the people of a unit, under a name that cases can be marked with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=60)

    class Meta:
        db_table = "team"
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="team_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """Who is in a team; the unit stands here too, so that row security needs no other table."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()

    class Meta:
        db_table = "team_member"
        constraints = [
            models.UniqueConstraint(fields=["team", "person_id"], name="team_member_once"),
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class RoutingRule(models.Model):
    """One rule of a unit's list. `asked` holds the conditions (`rules.Asked`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="routing_rules")
    number = models.PositiveSmallIntegerField()
    case_type = models.CharField(max_length=40, blank=True)
    type_name = models.CharField(max_length=80, blank=True)
    asked = models.JSONField(default=list)
    target = models.CharField(max_length=8)
    person_id = models.UUIDField(null=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="rules")
    target_name = models.CharField(max_length=160, blank=True)

    class Meta:
        db_table = "routing_rule"
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="routing_rule_place"),
            models.CheckConstraint(
                condition=Q(target="person", person_id__isnull=False, team__isnull=True)
                | Q(target="team", person_id__isnull=True, team__isnull=False)
                | Q(target="queue", person_id__isnull=True, team__isnull=True),
                name="routing_rule_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
