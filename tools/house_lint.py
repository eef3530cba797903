"""What import contracts cannot say, said by a walk over the syntax tree (docs/architecture.md).

HR1 writes only in actions and jobs, by tables or by SQL · HR2 no managers in views · HR3 a case's
state assigned only in actions · HR4 every public action takes keyword-only `actor` · HR5 every
public action reaches `require` and `record`. Parts, which a verb borrows, are excepted by name.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "vardpost"

#: Modules and functions of `actions` that are no verbs, each with the reason.
PARTS: Mapping[str, str] = {
    "audit.actions": "the ledger itself, written inside the calling verb's transaction",
    "cases.actions.change": "the steps every verb of the room takes; the verb is their caller",
    "cases.actions.answer.again": "a step of follow_up and reopen",
    "cases.actions.assign.colleagues": "shown on the case page, whose reading is the audited act",
    "cases.actions.answer.not_journalled": "words alone",
    "cases.actions.close.care_not_journalled": "words alone",
    "cases.actions.checklist.lacks_journal": "a question of the verbs that end a case",
    "cases.actions.checklist.journalled_with": "a step of the verbs that end a case; they record",
    "cases.actions.flags": "rows of the calling verb, and what the ledger says of them",
    "closing.actions.telling.announced": "the part of announcing; the verb asks and tells",
    "closing.actions.telling.called_off": "the part of calling off; the verb asks and tells",
    "cases.actions.departures.back_if_gone": "a step of follow_up and reopen",
    "cases.actions.departures.left_behind": "ids for a job to work on; nobody's data",
    "cases.actions.read.viewer": "whom the queues are drawn for; the audited read is the caller",
    "cases.actions.assign.open_held": "numbers beside colleagues: no resident's data is read",
    "cases.actions.read.first_queue": "which queue has something in it: nobody's data is read",
    "cases.actions.read.queue_counts": "numbers without people: nobody's data is read",
    "cases.actions.read.listing": "the ledger's row of a list, recorded by the caller",
    "cases.actions.read.next_in_queue": "an id to open next; opening it is the audited read",
    "cases.actions.read.buttons": "what the rules say of a case that has just been read",
    "cases.actions.own_drafts.open_draft": "fetches what is then shown, saved or sent",
    "cases.actions.route": "who gets a case in the moment it is sent; `submit` is the verb",
    "cases.actions.submit.preview": "computes from what it is given; reads and writes nothing",
    "cases.actions.timers.due_for_reminder": "ids for a job to work on; nobody's data",
    "cases.actions.timers.due_unassigned": "ids for a job to work on; nobody's data",
    "cases.actions.timers.due_questions": "ids for a job to work on; nobody's data",
    "cases.actions.timers.answered_long_ago": "ids for a job to work on; nobody's data",
    "cases.actions.told": "notice rows of the calling verb",
    "casetypes.actions.draft.drop_draft": "inside the verb that has made a version of it",
    "casetypes.actions.draft.write_draft": "inside the verb that begins or imports a draft",
    "casetypes.actions.form_history": "the history's line of the verb that publishes",
    "casetypes.actions.hold": "the steps that the verbs of the room share",
    "casetypes.actions.local.free_key": "a key that nobody uses; reads no data of anybody",
    "casetypes.actions.local.make_type": "inside the verb that creates, copies or imports",
    "casetypes.actions.local.owner_of": "which region a unit lies in",
    "casetypes.actions.national.offer_on_units": "what a demonstration and tests begin with",
    "casetypes.actions.offer.fit": "inside the verb that gives a unit a template",
    "casetypes.actions.offer_rules": "what the verbs of an offer hold and check",
    "casetypes.actions.picture.keep": "inside the verb that adds or imports pictures",
    "casetypes.actions.settle": "which form an offer uses; the verb is the caller",
    "casetypes.actions.terms_words.propose_words": "inside an office's change of words; it tells",
    "casetypes.actions.terms_words.withdraw_words": "inside its undoing; the verb tells",
    "central.actions.texts.tell_units": "notices of a job; the change has its own row",
    "casetypes.actions.upstream.subscription": "the first step of subscribe and activate",
    "live.actions": "notifications of ids in the calling verb's transaction",
    "notices.actions.choices.own_settings": "fetches what is then shown",
    "notices.actions.queue": "notice rows of the calling verb",
    "offices.actions.change": "the steps that every verb of an application takes",
    "onboarding.actions.step": "the steps every verb of a unit's way takes; the verb is the caller",
    "onboarding.actions.turns": "locks for the verbs of the room; they ask and tell",
    "units.actions.ending": "a lock for the verbs of this room and closing; they ask and tell",
    "people.actions.accounts.account_version": "a number that a page is drawn from",
    "casetypes.actions.shown.keep_shown": "the part of sending a case; the verb asks and tells",
    "people.actions.accounts.keep_signature": "the part of two verbs that have asked",
    "people.actions.grant_ends.end_all": "the part of deactivating an account; the verb asks",
    "people.actions.grant_ends.leave_behind": "hands the work to the rooms above, which record",
    "people.actions.grant_ends.left_behind": "ids for a job to work on; nobody's data",
    "people.actions.grant_ends.run_out": "ids for a job to work on; nobody's data",
    "people.actions.grant_rules": "rules and rows that the verbs of grants and accounts share",
    "people.actions.looking.find_colleague": "fetches whom one shows or changes",
    "people.actions.residents.find_several": "fetches whom one shows or gives something",
    "people.actions.signature.own_signature": "fetches what is then shown",
    "people.actions.leaving": "what every verb that ends a right to answer does; it asks",
    "redflags.actions.drafting": "the steps that every verb of a draft takes",
    "useterms.actions.drafting": "the steps that every verb of a draft takes",
    "review.actions.mirror.entry": "the ledger's row of a look at a log, recorded by the caller",
    "units.actions.settings.unit_of": "names a unit; units are public among those who sign in",
    "units.actions.settings.begin": "the first step of every verb that changes a setting",
    "units.actions.settings.note": "the last step of every verb that changes a setting",
    "units.actions.settings.restore": "asks, and hands over to the setting's own verb",
    "review.actions.asked": "the first step of every verb of a reviewer, and its ledger's row",
    "review.actions.export_making.begin_making": "a step of the job; the order has its own row",
    "review.actions.export_making.next_rows": "the same; whoever fetches the file is told of",
    "review.actions.export_making.keep_piece": "the same: bytes that nobody here can read",
    "review.actions.notice.judge": "the part of both verbs that judge a batch; the verbs ask",
    "review.actions.mirror.have_read": "the part of every verb that shows answers",
    "review.actions.mirror.shown_to": "the same: lines of a log in words",
    "review.actions.begin.put_items": "the part of what begins a review; the verbs ask",
    "review.actions.begin.make": "the part of every verb that begins a review; the verb asks",
    "redflags.actions.publish.publish": "a version for the verbs of the room; they ask and tell",
    "central.actions.order.hold": "a lock for the verbs of the room; they ask and tell",
    "unit_templates.actions.drift.mark": "a mark on a page; reads nothing",
    "unit_templates.actions.apply": "writes inside the calling verb; `begin` asks, `note` tells",
    "units.actions.places": "facts that ship with the product, written by the owner of the tables",
}
#: Verbs that ask for no permission, since there is nobody yet, or only oneself; they do record.
ASK_NOTHING: Mapping[str, str] = {
    "people.actions.sessions.sign_in": "nobody is signed in yet; the identity has been proved",
    "offices.actions.accept.accept_role": "an approval that names her is all there is to ask",
    "useterms.actions.accept.accept_terms": "the terms are put to whoever signs in, for herself",
    "people.actions.sessions.sign_out": "anyone may end the session whose secret they hold",
}
#: Modules outside actions and jobs that write, each with the reason.
WRITERS: Mapping[str, str] = {
    "audit.alarms": "rows of the seal about itself, on the sealer's own role",
    "audit.detaching": "an old part taken out by an operator, as the owner of the tables",
    "audit.sealer": "the public keys, on the sealer's own role",
    "audit.sealing": "leaves, nodes and heads, on the sealer's own role",
    "casetypes.pictures": "draws pictures anew, in memory",
    "config.demo.accepted": "that a whole country has accepted the terms, which is a verb each",
    "config.demo.drifting": "deviations since long, and leave that has ended, which no verb gives",
    "config.demo.joining": "what a unit said before it changed its name",
    "config.demo.region": "texts of two years ago, which no verb can publish today",
    "config.demo.story": "replays what the verbs would have left, before anyone has used the demo",
    "config.worker": "the worker's sign of life, written by its own loop",
    "notices.demo": "stands where a mail server stands, and keeps the demo's letters",
}

#: Methods that write whatever they are called on, and those that do on a manager or a queryset.
_WRITES = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
_WRITES_ON_TABLE = {"create", "update", "delete"}
_SQL_WRITE = re.compile(
    r"^\s*(insert\s+into|update\s+\w+\s+(\w+\s+)?set|delete\s+from|merge\s+into|truncate)\b"
    r"|\b(insert\s+into|delete\s+from)\s+\w+",
    re.IGNORECASE,
)
_TABLE = re.compile(r"\bobjects\b|\.filter\(|\.exclude\(|\.select_for_update\(")


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule, where a reader finds it."""

    rule: str
    path: str
    line: int
    text: str

    def __str__(self) -> str:
        """Return the line an editor can jump to."""
        return f"{self.path}:{self.line}: {self.rule} {self.text}"


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the package, parsed."""

    name: str
    path: str
    tree: ast.Module

    @property
    def kinds(self) -> set[str]:
        """Return the parts of the dotted name: `cases.actions.close` is an action."""
        return set(self.name.split("."))

    @property
    def may_write(self) -> bool:
        """Whether writes belong here."""
        return bool(self.kinds & {"actions", "jobs", "migrations"}) or self.name in WRITERS


@cache
def parsed(text: str) -> ast.Module:
    """Return the syntax tree of a module's text; whoever asks again gets the same, unchanged."""
    return ast.parse(text)


def modules(root: Path) -> list[Module]:
    """Return every module of the package under `root`, migrations and tests apart."""
    found = []
    for path in sorted((root / PACKAGE).rglob("*.py")):
        name = ".".join(path.relative_to(root / PACKAGE).with_suffix("").parts)
        name = name.removesuffix(".__init__")
        if not {"migrations", "tests"} & set(name.split(".")):
            tree = parsed(path.read_text(encoding="utf-8"))
            found.append(Module(name, str(path.relative_to(root)), tree))
    return found


def _docstrings(tree: ast.Module) -> set[int]:
    """Return the ids of the nodes that are docstrings: prose may say *insert into*."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }


def writes(module: Module) -> Iterator[Fault]:
    """HR1: a write outside actions and jobs."""
    if module.may_write:
        return
    prose = _docstrings(module.tree)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            on_table = _TABLE.search(ast.unparse(node.func.value))
            if name in _WRITES or (name in _WRITES_ON_TABLE and on_table):
                yield Fault("HR1", module.path, node.lineno, f".{name}() outside actions")
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in prose
            and _SQL_WRITE.search(node.value)
        ):
            yield Fault("HR1", module.path, node.lineno, "SQL that writes outside actions")


def managers(module: Module) -> Iterator[Fault]:
    """HR2: a manager used in a view."""
    if "views" not in module.kinds:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}:
            yield Fault("HR2", module.path, node.lineno, "a view fetches rows by itself")


def states(module: Module) -> Iterator[Fault]:
    """HR3: a state assigned outside an action."""
    if module.may_write:
        return
    for node in ast.walk(module.tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr == "state":
                yield Fault("HR3", module.path, target.lineno, "a state assigned here")


def _functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def verbs(found: list[Module]) -> Iterator[tuple[Module, ast.FunctionDef]]:
    """Return every public action that is no part."""
    for module in found:
        if "actions" not in module.kinds or module.name in PARTS:
            continue
        for function in _functions(module.tree):
            named = f"{module.name}.{function.name}" in PARTS
            if not function.name.startswith("_") and not named:
                yield module, function


def actors(found: list[Module]) -> Iterator[Fault]:
    """HR4: a verb without keyword-only `actor`, or with anything positional."""
    for module, function in verbs(found):
        names = [argument.arg for argument in function.args.kwonlyargs]
        positional = function.args.posonlyargs + function.args.args
        if names[:1] != ["actor"] or positional:
            text = f"{function.name}() takes keyword-only arguments, actor first"
            yield Fault("HR4", module.path, function.lineno, text)


def _known(module: Module) -> dict[str, str]:
    """Return what each name of the module stands for, written `room.module.name`."""
    known = {
        function.name: f"{module.name}.{function.name}" for function in _functions(module.tree)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{PACKAGE}."):
            place = (node.module or "").removeprefix(f"{PACKAGE}.")
            known |= {name.asname or name.name: f"{place}.{name.name}" for name in node.names}
    return known


def _calls(function: ast.FunctionDef, known: Mapping[str, str]) -> set[str]:
    """Return what a function calls, in full where the name is known."""
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            first, *rest = ast.unparse(node.func).split(".")
            names.add(".".join([known.get(first, first), *rest]))
    return names


def checks(found: list[Module]) -> Iterator[Fault]:
    """HR5: a verb from which `require` or the ledger is never reached, however deep."""
    graph = {
        f"{module.name}.{function.name}": _calls(function, _known(module))
        for module in found
        if "actions" in module.kinds
        for function in _functions(module.tree)
    }
    for module, function in verbs(found):
        name = f"{module.name}.{function.name}"
        reached: set[str] = set()
        todo = {name}
        while todo:
            one = todo.pop()
            reached.add(one)
            todo |= graph.get(one, set()) - reached
        asks = reached & {_REQUIRE} or name in ASK_NOTHING
        leaves = reached & _LEDGER
        for what, held in (("asks no permission", asks), ("leaves no audit row", leaves)):
            if not held:
                yield Fault("HR5", module.path, function.lineno, f"{function.name}() {what}")


#: The one way to ask.
_REQUIRE = "policy.check.require"
#: The ways into the ledger: a statement of its own, or one that rides with the change.
_LEDGER = {"audit.actions.record", "audit.actions.statement"}


def faults(root: Path = ROOT) -> list[Fault]:
    """Return every broken rule under `root`."""
    found = modules(root)
    single = [fault for m in found for rule in (writes, managers, states) for fault in rule(m)]
    return [*single, *actors(found), *checks(found)]


def main() -> int:
    """Print what is broken; return 1 when something is."""
    found = faults()
    for fault in found:
        print(fault)
    print(f"house lint: {len(found)} faults" if found else "house lint: in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
