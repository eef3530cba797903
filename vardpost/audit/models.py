"""The append-only ledger: ids and event names as text, no foreign keys, no free text."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
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
    #: The transaction that wrote the row; PostgreSQL fills it in, the application may not.
    xid = models.BigIntegerField(editable=False)

    class Meta:
        db_table = "audit_entry"  # by month of `at`; its key there is (id, at), see 0004
        indexes = [
            models.Index(fields=["unit_id", "at", "id"], name="i_audit_unit_at"),
            models.Index(fields=["unit_id", "person_id", "at", "id"], name="i_audit_person_at"),
            models.Index(fields=["xid", "id"], name="i_audit_xid"),
            GinIndex(fields=["resident_ids"], name="i_audit_residents"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class AuditLeaf(models.Model):
    """The place that the seal gave an entry in the log of its region, for ever (ADR 0022)."""

    pk = models.CompositePrimaryKey("log", "number")
    log = models.CharField(max_length=2)
    number = models.BigIntegerField()
    entry_at = models.DateTimeField()
    entry_id = models.UUIDField()
    #: Which list of fields the line was made of (`lines.FORMS`).
    form = models.PositiveSmallIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "audit_leaf"
        constraints = [
            models.UniqueConstraint(fields=["entry_id", "entry_at"], name="u_audit_leaf_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.log}/{self.number}"


class AuditNode(models.Model):
    """The hash of a whole subtree, kept at each eighth level, so that a proof reads few rows."""

    pk = models.CompositePrimaryKey("log", "level", "position")
    log = models.CharField(max_length=2)
    level = models.PositiveSmallIntegerField()
    position = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "audit_node"

    def __str__(self) -> str:
        return f"{self.log}/{self.level}/{self.position}"


class AuditHead(models.Model):
    """A signed head of a log: its size and root at a moment, bound to the head before."""

    pk = models.CompositePrimaryKey("log", "number")
    log = models.CharField(max_length=2)
    number = models.BigIntegerField()
    size = models.BigIntegerField()
    at = models.DateTimeField()
    root = models.BinaryField()
    previous = models.BinaryField()
    #: The snapshot of the database whose entries all have their leaves (`pg_current_snapshot`).
    seen = models.TextField()
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField()
    #: The cluster that counted the transactions of `seen`; another one counts anew.
    cluster = models.CharField(max_length=20)

    class Meta:
        db_table = "audit_head"

    def __str__(self) -> str:
        return f"{self.log}/{self.number}"


class AuditKey(models.Model):
    """A public key that heads are signed with, itself signed by the one before it."""

    id = models.CharField(max_length=16, primary_key=True)
    public = models.BinaryField()
    at = models.DateTimeField()
    signed_by = models.CharField(max_length=16)
    signature = models.BinaryField()

    class Meta:
        db_table = "audit_key"

    def __str__(self) -> str:
        return self.id


class AuditAlarm(models.Model):
    """What the seal found wrong, or what kept it from sealing; never about a person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    log = models.CharField(max_length=2, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_alarm"
        indexes = [models.Index(fields=["at"], name="i_audit_alarm_at")]

    def __str__(self) -> str:
        return str(self.id)


class AuditDetached(models.Model):
    """A month whose entries were exported, verified and taken out; its leaves stay."""

    name = models.CharField(max_length=40, primary_key=True)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField()
    at = models.DateTimeField()
    rows = models.BigIntegerField()
    #: Of the export's manifest, which holds the digest of each of its files.
    digest = models.BinaryField()
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField()

    class Meta:
        db_table = "audit_detached"

    def __str__(self) -> str:
        return self.name
