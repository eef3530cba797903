"""Every permission there is, by name; who holds it stands in `roles`.

A value is `room:thing:verb`, the room being the one whose action asks for it. Kept in alphabetical
order of the value, so that a missing or doubled one is seen at once.
"""

from enum import StrEnum
from types import MappingProxyType


class Permission(StrEnum):
    """One capability, as `room:thing:verb`."""

    ARCHIVE_EXPORT = "archive:package:export"
    CASE_ASSIGN = "cases:case:assign"
    CASE_ASSIGN_WITH_PARTIAL = "cases:case:assign-with-partial"
    CASE_CHECK_POINT = "cases:case:check-point"
    CASE_CLOSE = "cases:case:close"
    CASE_CLOSE_WITHOUT_ANSWER = "cases:case:close-without-answer"
    CASE_COUNTER_QUESTION = "cases:case:counter-question"
    CASE_FINAL_ANSWER = "cases:case:final-answer"
    CASE_FOLLOW_UP = "cases:case:follow-up"
    CASE_FORWARD = "cases:case:forward"
    CASE_LOWER_FLAG = "cases:case:lower-flag"
    CASE_MARK_JOURNALLED = "cases:case:mark-journalled"
    CASE_MARK_URGENT = "cases:case:mark-urgent"
    CASE_PARTIAL_ANSWER = "cases:case:partial-answer"
    CASE_READ = "cases:case:read"
    CASE_READ_ELSEWHERE = "cases:case:read-elsewhere"
    CASE_READ_OWN = "cases:case:read-own"
    CASE_READ_UNIT = "cases:case:read-unit"
    CASE_REASSIGN = "cases:case:reassign"
    CASE_REMIND = "cases:case:remind"
    CASE_REOPEN = "cases:case:reopen"
    CASE_REPLY = "cases:case:reply"
    CASE_RETURN_TO_INBOX = "cases:case:return-to-inbox"
    CASE_ROUTE = "cases:case:route"
    CASE_SUBMIT = "cases:case:submit"
    CASE_TAKE = "cases:case:take"
    CASE_TO_TEAM = "cases:case:to-team"
    CASE_WITHDRAW = "cases:case:withdraw"
    COLLEAGUE_LIST = "cases:colleague:list"
    INBOX_READ = "cases:inbox:read"
    MESSAGE_ARCHIVE = "cases:message:archive"
    OUTBOUND_START = "cases:outbound:start"
    CENTRAL_TYPE_EDIT = "casetypes:central-type:edit"
    MESSAGE_TEMPLATE_EDIT = "casetypes:message-template:edit"
    CASE_TYPE_ACTIVATE = "casetypes:type:activate"
    CASE_TYPE_IMPORT = "casetypes:type:import"
    CASE_TYPE_SETTLE = "casetypes:type:settle"
    COURSE_TAKE = "courses:course:take"
    REGION_FOLDER_USE = "files:region-folder:use"
    NEWS_POST = "forum:news:post"
    FORUM_DISCUSS = "forum:topic:discuss"
    NOTICE_SEND = "notices:notice:send"
    NOTICE_SETTINGS_EDIT = "notices:settings:edit"
    OFFICE_ROLE_WATCH = "offices:role:watch"
    OPERATING_NOTICE_SEND = "operating:notice:send"
    LINKED_SERVICE_DISTRIBUTE = "overview:linked-service:distribute"
    OVERVIEW_READ = "overview:unit:read"
    DIRECTORY_IMPORT = "people:directory:import"
    GRANT_EDIT = "people:grant:edit"
    LOGIN_LOCK = "people:login:lock"
    NATIONAL_OFFICE_BOOTSTRAP = "people:national-office:bootstrap"
    PROXY_BLOCK = "people:proxy:block"
    REGION_ADMIN_APPLY = "people:region-admin:apply"
    REGION_ADMIN_APPROVE = "people:region-admin:approve"
    REVIEWER_GRANT = "people:reviewer:grant"
    SIGNATURE_EDIT = "people:signature:edit"
    STAFF_DEACTIVATE = "people:staff:deactivate"
    STAFF_REACTIVATE = "people:staff:reactivate"
    STAFF_REGISTER = "people:staff:register"
    UNIT_ADMIN_APPOINT = "people:unit-admin:appoint"
    RED_FLAGS_EDIT = "redflags:list:edit"
    RED_FLAGS_IMPORT = "redflags:list:import"
    RED_FLAGS_NATION_EDIT = "redflags:nation:edit"
    ACTIVITY_REVIEW = "review:activity:read"
    REVIEW_ALARM_COUNT = "review:alarm:count"
    REVIEW_ESCALATION_READ = "review:escalation:read"
    LOG_EXPORT = "review:log:export"
    REVIEW_SCAN = "review:log:scan"
    MIRROR_ANSWER = "review:mirror:answer"
    MIRROR_ASK = "review:mirror:ask"
    MIRROR_READ = "review:mirror:read"
    REVIEW_ANSWER = "review:question:answer"
    REVIEW_RULES_EDIT = "review:rules:edit"
    ROUTING_EDIT = "routing:rules:edit"
    STATISTICS_COUNT = "statistics:region:count"
    REGION_STATISTICS_READ = "statistics:region:read"
    UNIT_STATISTICS_READ = "statistics:unit:read"
    SUPPORT_CONTACT = "support:support:contact"
    TEMPLATE_EDIT = "unit_templates:template:edit"
    TEMPLATE_IMPORT = "unit_templates:template:import"
    TEMPLATE_ROLL_OUT = "unit_templates:unit:roll-out"
    CATCHMENT_EDIT = "units:catchment:edit"
    REGION_SETTINGS_EDIT = "units:region:edit"
    RESIDENT_APPROVE = "units:resident:approve"
    SETTINGS_READ = "units:settings:read"
    UNIT_ADD = "units:unit:add"
    UNIT_CLOSE = "units:unit:close"
    UNIT_EDIT = "units:unit:edit"
    UNIT_READ = "units:unit:read"
    UNIT_RECOMMEND = "units:unit:recommend"
    UNIT_RENAME = "units:unit:rename"
    TERMS_OF_USE_EDIT = "useterms:version:edit"


_P = Permission

#: The row of the specification's matrix that each permission stands for. The rows without a
#: number are ours; `tests/policy/` compares the numbered ones with the matrix cell by cell.
MATRIX: MappingProxyType[int, Permission] = MappingProxyType(
    dict(
        enumerate(
            (
                _P.UNIT_READ,
                _P.CASE_SUBMIT,
                _P.CASE_READ_OWN,
                _P.CASE_REPLY,
                _P.CASE_WITHDRAW,
                _P.MESSAGE_ARCHIVE,
                _P.NOTICE_SETTINGS_EDIT,
                _P.INBOX_READ,
                _P.CASE_READ_UNIT,
                _P.CASE_READ,
                _P.CASE_ASSIGN,
                _P.CASE_REASSIGN,
                _P.CASE_PARTIAL_ANSWER,
                _P.CASE_ASSIGN_WITH_PARTIAL,
                _P.CASE_COUNTER_QUESTION,
                _P.CASE_FINAL_ANSWER,
                _P.CASE_CLOSE,
                _P.CASE_REOPEN,
                _P.CASE_FORWARD,
                _P.OUTBOUND_START,
                _P.MESSAGE_TEMPLATE_EDIT,
                _P.GRANT_EDIT,
                _P.UNIT_ADMIN_APPOINT,
                _P.REVIEWER_GRANT,
                _P.STAFF_REGISTER,
                _P.STAFF_REACTIVATE,
                _P.UNIT_EDIT,
                _P.CENTRAL_TYPE_EDIT,
                _P.CASE_TYPE_ACTIVATE,
                _P.CATCHMENT_EDIT,
                _P.UNIT_RECOMMEND,
                _P.RESIDENT_APPROVE,
                _P.UNIT_STATISTICS_READ,
                _P.REGION_STATISTICS_READ,
                _P.ARCHIVE_EXPORT,
                _P.ACTIVITY_REVIEW,
                _P.OVERVIEW_READ,
                _P.UNIT_ADD,
                _P.UNIT_RENAME,
                _P.REGION_ADMIN_APPLY,
                _P.REGION_ADMIN_APPROVE,
                _P.LINKED_SERVICE_DISTRIBUTE,
                _P.LOGIN_LOCK,
                _P.PROXY_BLOCK,
                _P.NEWS_POST,
                _P.FORUM_DISCUSS,
                _P.REGION_FOLDER_USE,
                _P.COURSE_TAKE,
                _P.SUPPORT_CONTACT,
                _P.CASE_READ_ELSEWHERE,
            ),
            start=1,
        )
    )
)

#: Capabilities of ours that the matrix does not name.
OURS = frozenset(Permission) - frozenset(MATRIX.values())

#: Permissions that nobody holds, written down so that their absence is a decision.
HELD_BY_NOBODY = frozenset({_P.CASE_READ_ELSEWHERE})

#: Permissions over what belongs to a person and no case: for staff, *own* means oneself here.
#: Every role of staff holds them.
PERSONAL = frozenset({_P.NOTICE_SETTINGS_EDIT, _P.REVIEW_ANSWER, _P.SIGNATURE_EDIT})

#: Permissions over what is nobody's, with reach *all* in every role of a unit: such a role on some
#: unit is enough on pages of no unit.
COMMON = frozenset({_P.UNIT_READ})
