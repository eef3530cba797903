"""Log lines: JSON on standard error, ids only.

What a person wrote, is called or has for number must never reach a log. Two things carry it there
by accident: the text of an exception (a database error quotes its parameters) and the text that a
library makes of what it was given. So an exception is told by kind, place and reference, never by
text, and of a library's line only the fixed part is kept.
"""

import logging
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any

import structlog
from structlog.types import EventDict, WrappedLogger

#: Libraries whose messages are fixed texts with the facts beside them: the text is kept.
_FIXED_TEXTS = ("django", "psycopg", "uvicorn", "granian", "whitenoise")
#: Facts of a database error that hold names of tables and rules, never a row's content.
_DATABASE_FACTS = ("constraint_name", "table_name", "column_name")
_MOST_FRAMES = 6
_MOST_CAUSES = 4

Problem = tuple[type[BaseException], BaseException, TracebackType | None]


def configure(options: dict[str, Any]) -> None:
    """Set logging up for this process. Django calls it with the setting `LOGGING`."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            _stamp,
            _problem,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    handler.addFilter(_worth_keeping)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(options.get("level", "INFO"))
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
    for name in ("procrastinate", "psycopg.pool", "httpx", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _worth_keeping(record: logging.LogRecord) -> bool:
    """Whether a record says more than a line of our own does: Django logs each 4xx and 5xx too."""
    if record.name == "django.request":
        return bool(record.exc_info)
    return record.name != "django.server"


def guard_crashes() -> None:
    """Let even an exception that nothing caught end as a line of this kind."""

    def told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        structlog.get_logger("vardpost.crash").critical("crashed", exc_info=(kind, error, trace))

    sys.excepthook = told


class Lines(structlog.stdlib.ProcessorFormatter):
    """One JSON object a line, for our own records and for those of libraries."""

    def __init__(self) -> None:
        """Say how a library's record becomes one of ours."""
        super().__init__(
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                _stamp,
                _foreign,
                _problem,
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=_unknown),
            ],
            use_get_message=False,
        )


def _unknown(value: object) -> str:
    """Return how a value that JSON has no form for is shown: a plain id, or just its kind."""
    plain = type(value).__module__ in {"uuid", "datetime"}
    return str(value) if plain else type(value).__name__


_STAMP: Callable[[WrappedLogger, str, EventDict], EventDict] = structlog.processors.TimeStamper(
    fmt="iso", utc=True, key="at"
)


def _stamp(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    return _STAMP(logger, method, event)


def _foreign(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Keep of a library's line what cannot hold anything typed: where it came from."""
    record: logging.LogRecord = event["_record"]
    fixed = record.name.split(".", 1)[0] in _FIXED_TEXTS and isinstance(record.msg, str)
    if record.name.startswith("django.security"):
        fixed = False  # quotes the header or the field that it complains of
    event["event"] = record.msg if fixed else "library"
    if record.name == "django.request":
        event["event"] = "request failed"
    event["where"] = f"{record.module}:{record.funcName}:{record.lineno}"
    status = getattr(record, "status_code", None)
    if isinstance(status, int):
        event["status"] = status
    event.pop("positional_args", None)
    return event


def _problem(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Replace an exception by its kinds and the places it passed; never its text."""
    given = event.pop("exc_info", None)
    event.pop("exception", None)
    event.pop("stack_info", None)
    record = event.get("_record")
    if record is not None:
        record.exc_info = record.exc_text = record.stack_info = None
    error = _error(given)
    if error is not None:
        event["problem"] = describe(error)
    return event


def _error(given: object) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1] if len(given) > 1 and isinstance(given[1], BaseException) else None
    return sys.exc_info()[1] if given else None


def describe(error: BaseException) -> list[dict[str, Any]]:
    """Return an exception and what caused it: kind, SQL state, places. Nothing of its text."""
    told: list[dict[str, Any]] = []
    one: BaseException | None = error
    while one is not None and len(told) < _MOST_CAUSES:
        facts: dict[str, Any] = {"kind": f"{type(one).__module__}.{type(one).__qualname__}"}
        state = getattr(one, "sqlstate", None)
        if isinstance(state, str):
            facts["sqlstate"] = state
            diagnosis = getattr(one, "diag", None)
            for name in _DATABASE_FACTS:
                if value := getattr(diagnosis, name, None):
                    facts[name] = value
        facts["places"] = _places(one.__traceback__)
        told.append(facts)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return told


def _places(trace: TracebackType | None) -> list[str]:
    """Return where it passed, innermost last: module, function, line."""
    places: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        module = trace.tb_frame.f_globals.get("__name__", "?")
        places.append(f"{module}:{code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    own = [place for place in places if place.startswith("vardpost")]
    return [*own[-_MOST_FRAMES:], *(place for place in places[-1:] if place not in own)]
