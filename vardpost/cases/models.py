"""The case, its messages, its history and the drafts. Facts only; the rules live in `states`."""

from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.db.models.expressions import RawSQL

from vardpost.kernel.ids import new_id

#: Equal to `states.OPEN`, by test; written out since the database needs it in SQL.
OPEN_STATES = ("submitted", "assigned", "in_progress", "awaiting_resident", "resident_replied")
FINAL_STATES = ("answered", "closed", "withdrawn", "closed_no_answer", "forwarded")


#: What row security asks of a case, carried by the indexes of the queues: a count then reads the
#: index alone. Without it a count of a hundred visits a hundred pages of a large table.
_SCOPE = ("region_id", "resident_id", "assignee_id")


class Case(models.Model):
    """One matter from submission to closure (ärende).

    Names are copied as they were when the case was sent. `version` rises with a message, an
    assignment or a change of state, never by reading. `assignee_id` stays after the case is
    finished: it then names the last assignee.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    region_id = models.CharField(max_length=2)
    unit_id = models.UUIDField()
    resident_id = models.UUIDField()
    resident_name = models.CharField(max_length=160)
    resident_number = models.CharField(max_length=12, blank=True)
    resident_birth = models.DateField()
    resident_protected = models.BooleanField(default=False)
    sent_by_id = models.UUIDField()
    sent_by_name = models.CharField(max_length=160)
    capacity = models.CharField(max_length=8)
    case_type = models.CharField(max_length=40)
    type_version_id = models.UUIDField()
    type_name_sv = models.CharField(max_length=80)
    type_name_en = models.CharField(max_length=80)
    terms_id = models.UUIDField()
    #: The hash of the text as published, the language it was read in, and the hash of what was
    #: shown, with the unit's own values in its placeholders (ADR 0020).
    terms_hash = models.CharField(max_length=64)
    terms_lang = models.CharField(max_length=2, default="sv", db_default="sv")
    terms_shown = models.CharField(max_length=64, default="", db_default="")
    terms_accepted_at = models.DateTimeField()
    state = models.CharField(max_length=20)
    is_open = models.GeneratedField(
        expression=ExpressionWrapper(Q(state__in=OPEN_STATES), models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    version = models.PositiveIntegerField(default=1)
    assignee_id = models.UUIDField(null=True)
    assignee_name = models.CharField(max_length=120, blank=True)
    submitted_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    first_due = models.DateTimeField()
    final_due = models.DateTimeField()
    #: Weekdays of the final promise, kept for when the case comes back.
    final_days = models.PositiveSmallIntegerField()
    first_response_at = models.DateTimeField(null=True)
    #: The clock that runs now: the first response's, then the final answer's.
    due_at = models.GeneratedField(
        expression=RawSQL(
            "case when first_response_at is null then first_due else final_due end", ()
        ),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    paused_at = models.DateTimeField(null=True)
    reply_by = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    #: When the unit was told that nobody had been given it for long.
    unassigned_told_at = models.DateTimeField(null=True)
    question_due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    first_read_at = models.DateTimeField(null=True)
    #: Something new from the resident that no member of staff has opened yet.
    unread = models.BooleanField(default=True)
    #: What pins the case: 0 nothing, else the place of the advice in `redflags.lists.ADVICE`,
    #: from 1 for 112, or `guards.URGENT`; lowered by staff, and when the case is finished.
    raised = models.PositiveSmallIntegerField(default=0, db_default=0)
    #: Where an open case stands in its queues: by the clock that runs, and before every clock when
    #: it is pinned (in 1970, the most urgent first, then in the order of sending).
    queue_at = models.GeneratedField(
        expression=RawSQL(
            "case when raised = 0 then case when first_response_at is null then first_due "
            "else final_due end else to_timestamp(raised) end",
            (),
        ),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    message_count = models.PositiveIntegerField(default=1)
    last_kind = models.CharField(max_length=20)
    preview = models.CharField(max_length=160, blank=True)
    #: The team in whose queue the case waits, by a rule or a receiver; it stays when somebody has
    #: the case, which comes back there. The name is as it was then.
    team_id = models.UUIDField(null=True)
    team_name = models.CharField(max_length=60, blank=True, db_default="")
    #: The unit that the resident is asked about, while she has not answered (ADR 0029).
    move_unit_id = models.UUIDField(null=True)
    #: What that unit was called, and after a yes the case there.
    move_name = models.CharField(max_length=120, blank=True, db_default="")
    moved_to_id = models.UUIDField(null=True)
    #: Of the new case: the one it comes from, which its unit does not see, and that unit's name.
    moved_from_id = models.UUIDField(null=True, unique=True)
    moved_from_name = models.CharField(max_length=120, blank=True, db_default="")

    class Meta:
        db_table = "care_case"
        indexes = [
            models.Index(
                fields=["unit_id", "queue_at", "id"],
                include=_SCOPE,
                name="i_case_open",
                condition=Q(is_open=True),
            ),
            models.Index(
                fields=["unit_id", "queue_at", "id"],
                include=_SCOPE,
                name="i_case_unassigned",
                condition=Q(is_open=True, assignee_id__isnull=True),
            ),
            models.Index(
                fields=["unit_id", "assignee_id", "queue_at", "id"],
                include=("region_id", "resident_id", "state", "first_response_at", "first_due"),
                name="i_case_mine",
                condition=Q(is_open=True),
            ),
            models.Index(
                fields=["unit_id", "team_id", "queue_at", "id"],
                include=_SCOPE,
                name="i_case_team",
                condition=Q(is_open=True, assignee_id__isnull=True, team_id__isnull=False),
            ),
            models.Index(
                fields=["unit_id", "first_due", "id"],
                include=(*_SCOPE, "state", "first_response_at", "queue_at"),
                name="i_case_pinned",
                condition=Q(is_open=True, raised__gt=0),
            ),
            models.Index(
                fields=["move_unit_id", "id"],
                name="i_case_asked_about",
                condition=Q(move_unit_id__isnull=False),
            ),
            models.Index(
                fields=["unit_id", "queue_at", "id"],
                include=_SCOPE,
                name="i_case_waiting",
                condition=Q(state="awaiting_resident"),
            ),
            models.Index(
                fields=["unit_id", "queue_at", "id"],
                include=(*_SCOPE, "first_due"),
                name="i_case_late",
                condition=Q(is_open=True, first_response_at__isnull=True),
            ),
            models.Index(
                fields=["unit_id", "-updated_at", "-id"],
                name="i_case_done",
                condition=Q(is_open=False),
            ),
            models.Index(
                fields=["unit_id", "assignee_id", "-updated_at", "-id"],
                name="i_case_done_mine",
                condition=Q(is_open=False),
            ),
            models.Index(fields=["resident_id", "-updated_at"], name="i_case_resident"),
            models.Index(
                fields=["region_id", "first_due"],
                name="i_timer_first",
                condition=Q(is_open=True, first_response_at__isnull=True, reminded_at__isnull=True),
            ),
            models.Index(
                fields=["region_id", "submitted_at"],
                name="i_timer_unassigned",
                condition=Q(
                    is_open=True,
                    assignee_id__isnull=True,
                    state="submitted",
                    unassigned_told_at__isnull=True,
                ),
            ),
            models.Index(
                fields=["region_id", "reply_by"],
                name="i_timer_question",
                condition=Q(state="awaiting_resident", question_due_at__isnull=True),
            ),
            models.Index(
                fields=["region_id", "answered_at"],
                name="i_timer_answered",
                condition=Q(state="answered"),
            ),
            models.Index(fields=["sent_by_id", "submitted_at"], name="i_case_sender"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES + FINAL_STATES), name="case_state_known"
            ),
            models.CheckConstraint(condition=Q(raised__lte=4), name="case_raised_known"),
            models.CheckConstraint(
                condition=Q(capacity__in=["self", "guardian"]), name="case_capacity_known"
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, finished_at__isnull=True)
                | Q(is_open=False, finished_at__isnull=False),
                name="case_finished_when_final",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["assigned", "in_progress"]) | Q(assignee_id__isnull=False),
                name="case_assigned_has_assignee",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(assignee_id__isnull=True),
                name="case_submitted_has_none",
            ),
            models.CheckConstraint(
                condition=Q(move_unit_id__isnull=True) | Q(state="submitted"),
                name="case_asked_while_submitted",
            ),
            models.CheckConstraint(
                condition=Q(state="forwarded", moved_to_id__isnull=False)
                | (~Q(state="forwarded") & Q(moved_to_id__isnull=True)),
                name="case_forwarded_has_new",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Message(models.Model):
    """One message of a case; never changed, but for the time the resident first read it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=20)
    author_id = models.UUIDField(null=True)
    author_name = models.CharField(max_length=160)
    author_title = models.CharField(max_length=80, blank=True)
    #: What residents read in place of the name and title: the person's choice when it was sent.
    #: Empty for residents and for messages older than the choice: then name and title are shown.
    shown_name = models.CharField(max_length=160, blank=True, db_default="")
    shown_title = models.CharField(max_length=120, blank=True, db_default="")
    signature = models.CharField(max_length=200, blank=True, db_default="")
    author_role = models.CharField(max_length=20)
    capacity = models.CharField(max_length=8, blank=True)
    body = models.TextField(blank=True)
    answers = models.JSONField(null=True)
    reply_by = models.DateField(null=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "case_message"
        indexes = [models.Index(fields=["case", "id"], name="i_message_case")]

    def __str__(self) -> str:
        return str(self.id)


class History(models.Model):
    """What happened to the case, shown to people; `key` makes every change happen once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="history")
    key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    version = models.PositiveIntegerField()
    event = models.CharField(max_length=30)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=160)
    actor_role = models.CharField(max_length=20)
    assignee_name = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        db_table = "case_history"
        indexes = [models.Index(fields=["case", "id"], name="i_history_case")]

    def __str__(self) -> str:
        return f"{self.event} {self.version}"


class CaseFlag(models.Model):
    """A red flag that the resident's words raised: which list and version said so, no word of them.

    `label` is the sign's name as the list had it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="flags")
    list_id = models.UUIDField()
    level = models.CharField(max_length=8)
    list_version = models.PositiveIntegerField()
    key = models.CharField(max_length=40)
    label_sv = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    advice = models.CharField(max_length=4)
    at = models.DateTimeField()

    class Meta:
        db_table = "case_flag"
        indexes = [models.Index(fields=["case", "id"], name="i_flag_case")]

    def __str__(self) -> str:
        return self.key


class CaseMark(models.Model):
    """Whether a point of the checklist is done, or the case journalled: by whom and since when.

    `key` is the point's in the form that the case was sent with, or `marks.JOURNAL`. `turn` rises
    with each tick and each tick taken back; what it was before stands in the history.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="marks")
    key = models.CharField(max_length=40)
    done = models.BooleanField()
    turn = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=160)

    class Meta:
        db_table = "case_mark"
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="one_mark_a_point")]

    def __str__(self) -> str:
        return self.key


class Draft(models.Model):
    """What a person is writing: a new case, or a message in a case. Seen by its writer alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True)
    kind = models.CharField(max_length=20)
    unit_id = models.UUIDField()
    case_type = models.CharField(max_length=40, blank=True)
    type_version_id = models.UUIDField(null=True)
    resident_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    urgent_checked = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_case_id = models.UUIDField(null=True)

    class Meta:
        db_table = "case_draft"
        indexes = [models.Index(fields=["person_id", "-updated_at"], name="i_draft_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "case", "kind"],
                condition=Q(case__isnull=False),
                name="draft_one_per_message_kind",
            ),
            models.UniqueConstraint(
                fields=["person_id", "unit_id", "case_type"],
                condition=Q(case__isnull=True, sent_at__isnull=True),
                name="draft_one_per_new_case",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
