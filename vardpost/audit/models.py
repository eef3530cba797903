"""The append-only ledger: ids and event names as text, no foreign keys, no free text."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vardpost.audit.events import SCHEMA_VERSION
from vardpost.kernel.ids import new_id


class AuditEntry(models.Model):
    """One read, change, refusal, sign-in or sign-out (HSLF-FS 2016:40, 4 kap. 9 §)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    schema_version = models.PositiveSmallIntegerField(default=SCHEMA_VERSION)
    action = models.CharField(max_length=60)
    outcome = models.CharField(max_length=8)
    purpose = models.CharField(max_length=20)
    actor_kind = models.CharField(max_length=8)
    person_id = models.UUIDField(null=True)
    person_name = models.CharField(max_length=160)
    roles = models.CharField(max_length=120)
    unit_id = models.UUIDField(null=True)
    unit_hsa_id = models.CharField(max_length=31, blank=True)
    unit_name = models.CharField(max_length=120, blank=True)
    region_id = models.CharField(max_length=2, blank=True)
    resident_ids = ArrayField(models.UUIDField())
    acting_as = models.CharField(max_length=12, blank=True)
    relation = models.CharField(max_length=10, blank=True)
    object_type = models.CharField(max_length=30)
    object_id = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=20, blank=True)
    session_id = models.UUIDField(null=True)
    address = models.CharField(max_length=45, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_entry"
        indexes = [
            models.Index(fields=["unit_id", "at"], name="i_audit_unit_at"),
        ]

    def __str__(self) -> str:
        return str(self.id)
