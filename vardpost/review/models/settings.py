"""What units and regions decide: rules, how often a sample is drawn, whom to turn to."""

from django.db import models
from django.db.models import Q

from vardpost.kernel.ids import new_id


class ReviewRule(models.Model):
    """A rule of a unit, or of a region for all its units; or that one of the product's is off."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region_id = models.CharField(max_length=2)
    unit_id = models.UUIDField(null=True)
    #: The product's rule that it is about; empty for one of their own.
    key = models.CharField(max_length=40, blank=True, db_default="")
    name = models.CharField(max_length=80, blank=True, db_default="")
    conditions = models.JSONField(default=dict)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "review_rule"
        indexes = [models.Index(fields=["region_id", "unit_id"], name="i_review_rule_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["region_id", "unit_id", "key"],
                condition=~Q(key=""),
                nulls_distinct=False,
                name="review_rule_key_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ReviewPlan(models.Model):
    """How often a unit draws a sample, and how large; no row means the defaults of `plan.py`."""

    unit_id = models.UUIDField(primary_key=True)
    months = models.PositiveSmallIntegerField()
    #: So many entries, or so many per cent of them.
    unit_of_size = models.CharField(max_length=7)
    amount = models.PositiveIntegerField()
    due_days = models.PositiveSmallIntegerField()
    answer_days = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "review_plan"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    months__gte=1,
                    months__lte=12,
                    unit_of_size__in=["entries", "percent"],
                    amount__gte=1,
                    due_days__gte=1,
                    due_days__lte=90,
                    answer_days__gte=1,
                    answer_days__lte=60,
                ),
                name="review_plan_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit_id)


class ReviewContact(models.Model):
    """Whom a region's reviewers turn to when they suspect a breach."""

    region_id = models.CharField(primary_key=True, max_length=2)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "review_contact"

    def __str__(self) -> str:
        return self.region_id
