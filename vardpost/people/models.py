"""People, their children, staff accounts, grants, sessions and notice settings."""

from django.db import models
from django.db.models import Q

from vardpost.kernel.ids import new_id


class Person(models.Model):
    """A natural person as the population register knows them; row security hides it from others.

    Staff are persons too, so that own and children's cases can be kept from them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    #: Twelve characters: personnummer, coordination number or national reserve number (domain 8).
    number = models.CharField(max_length=12, unique=True, null=True, blank=True)
    number_kind = models.CharField(max_length=16, default="personnummer")
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    birth_date = models.DateField()
    sex = models.CharField(max_length=5, choices=[("man", "Man"), ("woman", "Kvinna")])
    street = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    place = models.CharField(max_length=60, blank=True)
    municipality_code = models.CharField(max_length=4, blank=True)
    region_code = models.CharField(max_length=2, blank=True)
    protected = models.BooleanField(default=False)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    deceased_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "person"

    def __str__(self) -> str:
        return str(self.id)


class Guardianship(models.Model):
    """A guardian (vårdnadshavare) and a child, as registered."""

    guardian = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="guardians")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    blocked = models.BooleanField(default=False)

    class Meta:
        db_table = "guardianship"
        constraints = [
            models.UniqueConstraint(fields=["guardian", "child"], name="guardianship_unique"),
            models.CheckConstraint(
                condition=~Q(guardian=models.F("child")), name="guardianship_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id}-{self.child_id}"


class StaffAccount(models.Model):
    """A staff member's account (vårdaktörskonto): what colleagues and residents may see."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True)
    hsa_id = models.CharField(max_length=31, unique=True)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    active = models.BooleanField(default=True)
    #: The person's name is never shown to residents: title and unit stand in its place.
    protected = models.BooleanField(default=False)
    #: The unit whose administrator made the account, who may give it its first permission.
    registered_unit_id = models.UUIDField(null=True, blank=True)
    inactive_since = models.DateField(null=True, blank=True)
    inactive_reason = models.CharField(max_length=200, blank=True, db_default="")
    signed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "staff_account"

    def __str__(self) -> str:
        return self.hsa_id


class StaffSignature(models.Model):
    """How residents see a member of staff; no row means name and title."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True)
    #: `name`, or `unit`: the unit's name stands in place of the person's.
    show_as = models.CharField(max_length=8, db_default="name", default="name")
    #: Put under what the person writes from now on.
    signature = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        db_table = "staff_signature"
        constraints = [
            models.CheckConstraint(
                condition=Q(show_as__in=["name", "unit"]), name="staff_signature_shown"
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class DirectoryPerson(models.Model):
    """Somebody in the staff directory as it was last read in; an account is made of it."""

    #: The HSA-id in capitals: ids are compared without regard to case.
    key = models.CharField(max_length=31, primary_key=True)
    hsa_id = models.CharField(max_length=31)
    region_code = models.CharField(max_length=2)
    #: Links the account to the person as a resident, whose cases staff never open themselves.
    number = models.CharField(max_length=12)
    number_kind = models.CharField(max_length=16)
    birth_date = models.DateField()
    sex = models.CharField(max_length=5)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    title = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    protected = models.BooleanField(default=False)
    seen_at = models.DateTimeField()
    #: When the directory no longer had the person on any unit.
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "directory_person"
        indexes = [
            models.Index(
                fields=["region_code", "family_name", "given_name", "key"], name="i_directory_name"
            )
        ]

    def __str__(self) -> str:
        return self.hsa_id


class DirectoryAssignment(models.Model):
    """That the directory has a person on a unit (uppdrag); kept when it has ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        DirectoryPerson, on_delete=models.PROTECT, related_name="assignments"
    )
    unit_id = models.UUIDField()
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "directory_assignment"
        indexes = [models.Index(fields=["unit_id"], name="i_assignment_unit")]
        constraints = [
            models.UniqueConstraint(fields=["person", "unit_id"], name="assignment_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.unit_id}"


class RoleGrant(models.Model):
    """A permission (behörighet): person, role and where, with start, end and who gave it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20)
    unit_id = models.UUIDField(null=True, blank=True)
    region_code = models.CharField(max_length=2, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    granted_by_id = models.UUIDField(null=True, blank=True)
    granted_by_name = models.CharField(max_length=120)
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    #: When what follows from its end was done: open cases returned, history written.
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "role_grant"
        indexes = [
            models.Index(
                fields=["ends_on"],
                name="i_grant_unsettled",
                condition=Q(ends_on__isnull=False, settled_at__isnull=True),
            ),
            models.Index(fields=["unit_id", "role"], name="i_grant_unit_role"),
            models.Index(fields=["person", "unit_id"], name="i_grant_person_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    role__in=["case_receiver", "responder", "unit_admin", "reviewer"],
                    unit_id__isnull=False,
                )
                | Q(role="region_admin", unit_id__isnull=True, region_code__gt="")
                | Q(role="national_office", unit_id__isnull=True, region_code=""),
                name="role_grant_place_fits_role",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="role_grant_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class LoginSession(models.Model):
    """A signed-in session; the cookie holds a secret of which only the hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_hash = models.BinaryField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    kind = models.CharField(max_length=8, choices=[("resident", "Invånare"), ("staff", "Personal")])
    method = models.CharField(max_length=16)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=16, blank=True)
    address = models.CharField(max_length=45, blank=True)

    class Meta:
        db_table = "login_session"
        indexes = [models.Index(fields=["person"], name="i_session_person")]

    def __str__(self) -> str:
        return str(self.id)


class NoticeSetting(models.Model):
    """What a person wants to be told by e-mail; no row means the defaults (all on)."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True)
    waiting = models.BooleanField(default=True)
    new_case = models.BooleanField(default=True)
    assigned = models.BooleanField(default=True)
    language = models.CharField(max_length=2, default="sv")

    class Meta:
        db_table = "notice_setting"

    def __str__(self) -> str:
        return str(self.person_id)


class DemoPersona(models.Model):
    """Someone one can be in the demo; empty everywhere else."""

    key = models.CharField(max_length=40, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=8)
    place = models.PositiveSmallIntegerField(default=0)
    sentence_sv = models.CharField(max_length=200)
    sentence_en = models.CharField(max_length=200)
    #: [{role, unit, region}], as `GET /demo/personas.json` tells it.
    roles = models.JSONField(default=list)

    class Meta:
        db_table = "demo_persona"

    def __str__(self) -> str:
        return self.key
