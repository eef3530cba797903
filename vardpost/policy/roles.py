"""The role table: which role may do what, and how far. The one place that says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType

from vardpost.policy.permissions import Permission

P = Permission


class Reach(IntEnum):
    """How far a permission goes, narrowest first; absence means no."""

    OWN = 1
    CHILD = 2
    UNIT = 3
    REGION = 4
    NATION = 5
    ALL = 6


class Role(StrEnum):
    """The kinds of person; the names are the column heads of the specification's matrix."""

    RESIDENT = "resident"
    PROXY = "proxy"
    CASE_RECEIVER = "case_receiver"
    RESPONDER = "responder"
    UNIT_ADMIN = "unit_admin"
    REVIEWER = "reviewer"
    REGION_ADMIN = "region_admin"
    NATIONAL_OFFICE = "national_office"


@dataclass(frozen=True, slots=True)
class RoleRule:
    """What kind of person holds the role, in one sentence, and what the role may do."""

    sentence: str
    may: Mapping[P, Reach]


def _role(sentence: str, **reaches: tuple[P, ...]) -> RoleRule:
    may = {permission: Reach[name.upper()] for name, held in reaches.items() for permission in held}
    return RoleRule(sentence, MappingProxyType(may))


#: What a resident may do for a person's own cases, and a guardian for a child's.
_AS_RESIDENT = (
    P.CASE_SUBMIT,
    P.CASE_READ_OWN,
    P.CASE_REPLY,
    P.CASE_WITHDRAW,
    P.CASE_FOLLOW_UP,
    P.MESSAGE_ARCHIVE,
    P.MIRROR_ASK,
    P.MIRROR_READ,
    P.NOTICE_SETTINGS_EDIT,
)

ROLES: Mapping[Role, RoleRule] = MappingProxyType(
    {
        Role.RESIDENT: _role(
            "A person who writes to care about herself.",
            all=(P.UNIT_READ, P.SUPPORT_CONTACT),
            own=_AS_RESIDENT,
        ),
        Role.PROXY: _role(
            "A guardian who writes for a child of 0 to 12 years.",
            all=(P.UNIT_READ, P.SUPPORT_CONTACT),
            child=_AS_RESIDENT,
        ),
        Role.CASE_RECEIVER: _role(
            "A member of staff who watches the unit's inbox and distributes what comes in.",
            all=(P.UNIT_READ, P.COURSE_TAKE, P.SUPPORT_CONTACT),
            own=(P.NOTICE_SETTINGS_EDIT, P.REVIEW_ANSWER, P.SIGNATURE_EDIT),
            unit=(
                P.INBOX_READ,
                P.CASE_READ_UNIT,
                P.CASE_READ,
                P.CASE_ASSIGN,
                P.CASE_REASSIGN,
                P.CASE_PARTIAL_ANSWER,
                P.CASE_ASSIGN_WITH_PARTIAL,
                P.CASE_REOPEN,
                P.CASE_FORWARD,
                P.CASE_CLOSE_WITHOUT_ANSWER,
                P.CASE_RETURN_TO_INBOX,
                P.CASE_TO_TEAM,
                P.CASE_LOWER_FLAG,
                P.CASE_MARK_URGENT,
                P.CASE_TAKE,
                P.COLLEAGUE_LIST,
            ),
        ),
        Role.RESPONDER: _role(
            "A member of staff who answers the cases given to her.",
            all=(P.UNIT_READ, P.COURSE_TAKE, P.SUPPORT_CONTACT),
            own=(
                P.NOTICE_SETTINGS_EDIT,
                P.REVIEW_ANSWER,
                P.SIGNATURE_EDIT,
                P.CASE_READ,
                P.CASE_REASSIGN,
                P.CASE_PARTIAL_ANSWER,
                P.CASE_COUNTER_QUESTION,
                P.CASE_FINAL_ANSWER,
                P.CASE_CLOSE,
                P.CASE_REOPEN,
                P.CASE_CLOSE_WITHOUT_ANSWER,
                P.CASE_LOWER_FLAG,
                P.CASE_MARK_URGENT,
                P.CASE_CHECK_POINT,
                P.CASE_MARK_JOURNALLED,
            ),
            unit=(P.OUTBOUND_START, P.CASE_TAKE, P.COLLEAGUE_LIST),
        ),
        Role.UNIT_ADMIN: _role(
            "A member of staff who runs the unit's settings and permissions, and reads no case.",
            all=(P.UNIT_READ, P.COURSE_TAKE, P.SUPPORT_CONTACT),
            own=(P.NOTICE_SETTINGS_EDIT, P.REVIEW_ANSWER, P.SIGNATURE_EDIT),
            unit=(
                P.MESSAGE_TEMPLATE_EDIT,
                P.GRANT_EDIT,
                P.UNIT_ADMIN_APPOINT,
                P.REVIEWER_GRANT,
                P.STAFF_REGISTER,
                P.STAFF_DEACTIVATE,
                P.STAFF_REACTIVATE,
                P.DIRECTORY_IMPORT,
                P.UNIT_EDIT,
                P.CASE_TYPE_ACTIVATE,
                P.CATCHMENT_EDIT,
                P.RESIDENT_APPROVE,
                P.UNIT_STATISTICS_READ,
                P.ARCHIVE_EXPORT,
                P.RED_FLAGS_EDIT,
                P.ROUTING_EDIT,
                P.SETTINGS_READ,
            ),
        ),
        Role.REVIEWER: _role(
            "A unit administrator who also reviews what colleagues have done.",
            all=(P.UNIT_READ, P.COURSE_TAKE, P.SUPPORT_CONTACT),
            own=(P.NOTICE_SETTINGS_EDIT, P.REVIEW_ANSWER, P.SIGNATURE_EDIT),
            unit=(P.ACTIVITY_REVIEW, P.LOG_EXPORT, P.MIRROR_ANSWER, P.REVIEW_RULES_EDIT),
        ),
        Role.REGION_ADMIN: _role(
            "A person at a region's office who connects and runs its units, and reads no case.",
            all=(P.FORUM_DISCUSS, P.COURSE_TAKE, P.SUPPORT_CONTACT),
            own=(P.NOTICE_SETTINGS_EDIT, P.REVIEW_ANSWER, P.SIGNATURE_EDIT),
            region=(
                P.UNIT_READ,
                P.MESSAGE_TEMPLATE_EDIT,
                P.UNIT_ADMIN_APPOINT,
                P.REVIEWER_GRANT,
                P.STAFF_REGISTER,
                P.STAFF_DEACTIVATE,
                P.STAFF_REACTIVATE,
                P.DIRECTORY_IMPORT,
                P.CENTRAL_TYPE_EDIT,
                P.CASE_TYPE_ACTIVATE,
                P.CATCHMENT_EDIT,
                P.UNIT_RECOMMEND,
                P.UNIT_STATISTICS_READ,
                P.REGION_STATISTICS_READ,
                P.OVERVIEW_READ,
                P.UNIT_ADD,
                P.UNIT_CLOSE,
                P.UNIT_RENAME,
                P.REGION_ADMIN_APPLY,
                P.LINKED_SERVICE_DISTRIBUTE,
                P.LOGIN_LOCK,
                P.PROXY_BLOCK,
                P.REGION_FOLDER_USE,
                P.RED_FLAGS_EDIT,
                P.REVIEW_ALARM_COUNT,
                P.REVIEW_ESCALATION_READ,
                P.REVIEW_RULES_EDIT,
                P.SETTINGS_READ,
                P.TEMPLATE_EDIT,
                P.TEMPLATE_ROLL_OUT,
            ),
        ),
        Role.NATIONAL_OFFICE: _role(
            "A person at the national office who supports the regions, and reads no case.",
            all=(P.FORUM_DISCUSS,),
            own=(P.NOTICE_SETTINGS_EDIT, P.REVIEW_ANSWER, P.SIGNATURE_EDIT),
            nation=(
                P.UNIT_READ,
                P.MESSAGE_TEMPLATE_EDIT,
                P.STAFF_REGISTER,
                P.STAFF_REACTIVATE,
                P.CENTRAL_TYPE_EDIT,
                P.UNIT_STATISTICS_READ,
                P.REGION_STATISTICS_READ,
                P.OVERVIEW_READ,
                P.UNIT_ADD,
                P.REGION_ADMIN_APPROVE,
                P.LINKED_SERVICE_DISTRIBUTE,
                P.LOGIN_LOCK,
                P.NEWS_POST,
                P.OPERATING_NOTICE_SEND,
                P.REGION_FOLDER_USE,
                P.RED_FLAGS_NATION_EDIT,
                P.REGION_SETTINGS_EDIT,
                P.REVIEW_ALARM_COUNT,
                P.SETTINGS_READ,
                P.TEMPLATE_EDIT,
                P.TERMS_OF_USE_EDIT,
            ),
        ),
    }
)

#: Roles held on a unit; those of an office are held in no unit.
UNIT_ROLES = frozenset({Role.CASE_RECEIVER, Role.RESPONDER, Role.UNIT_ADMIN, Role.REVIEWER})
OFFICE_ROLES = frozenset({Role.REGION_ADMIN, Role.NATIONAL_OFFICE})

#: A role that counts only together with another on the same unit, and ends with it.
ADD_ON: Mapping[Role, Role] = MappingProxyType({Role.REVIEWER: Role.UNIT_ADMIN})

#: Permissions that need several roles at once on the same unit.
TOGETHER: Mapping[P, frozenset[Role]] = MappingProxyType(
    {P.CASE_TAKE: frozenset({Role.CASE_RECEIVER, Role.RESPONDER})}
)

#: What the system itself may do in a scheduled job; region means the one region of that run.
SYSTEM = RoleRule(
    "The product itself, in a scheduled job or a command of the operator.",
    MappingProxyType(
        {
            P.CASE_CLOSE: Reach.REGION,
            P.CASE_FORWARD: Reach.REGION,
            P.CASE_REMIND: Reach.REGION,
            P.CASE_REASSIGN: Reach.REGION,
            P.CASE_RETURN_TO_INBOX: Reach.REGION,
            P.CASE_ROUTE: Reach.REGION,
            P.CASE_TYPE_ACTIVATE: Reach.REGION,
            P.CASE_TYPE_IMPORT: Reach.ALL,
            P.CASE_TYPE_SETTLE: Reach.REGION,
            P.CATCHMENT_EDIT: Reach.REGION,
            P.DIRECTORY_IMPORT: Reach.REGION,
            P.GRANT_EDIT: Reach.REGION,
            P.REVIEWER_GRANT: Reach.REGION,
            P.STAFF_DEACTIVATE: Reach.REGION,
            P.UNIT_ADMIN_APPOINT: Reach.REGION,
            P.NOTICE_SEND: Reach.REGION,
            P.OFFICE_ROLE_WATCH: Reach.REGION,
            P.RED_FLAGS_IMPORT: Reach.ALL,
            P.REGION_SETTINGS_EDIT: Reach.REGION,
            P.LOG_EXPORT: Reach.REGION,
            P.REVIEW_SCAN: Reach.REGION,
            P.STATISTICS_COUNT: Reach.REGION,
            P.UNIT_ADD: Reach.REGION,
            P.UNIT_RENAME: Reach.REGION,
            P.TEMPLATE_IMPORT: Reach.ALL,
            P.TEMPLATE_ROLL_OUT: Reach.REGION,
            P.NATIONAL_OFFICE_BOOTSTRAP: Reach.ALL,
        }
    ),
)
