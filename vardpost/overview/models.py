"""The room's own table: what somebody at an office wants to find again."""

from django.db import models

from vardpost.kernel.ids import new_id

#: Views that one person may keep in a region.
MOST = 20


class SavedView(models.Model):
    """Choices of the overview under a name (sparad vy), of one person in one region."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()
    region_id = models.CharField(max_length=2)
    name = models.CharField(max_length=60)
    #: As it stands in an address (`wanted.Wanted.query`).
    query = models.CharField(max_length=400)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "overview_view"
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "region_id", "name"], name="overview_view_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(query=""), name="overview_view_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.name
