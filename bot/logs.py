"""Logs in which nobody can be recognised.

`configure_logs` takes over every way to the log: structlog (ours and Rasa's), the standard library's loggers, Python
warnings and uncaught exceptions. What comes through is decided by what it *is*, not by what it is called:

- The event must stand literally in the source line that logs it. A text put together at run time is withheld; the line
  then still names module and line number.
- Further values pass only from our own rooms, under the keys in `COUNTS` (numbers) and `WORDS` (short trade words).
- A conversation's id is replaced by a short hash that changes with every start.
- Of an exception only its type and the places it passed remain: its message may quote a person.

This holds at every level, DEBUG included.
"""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping, MutableMapping
from types import CodeType, FrameType, TracebackType
from typing import Any, Literal, TextIO

import structlog

OUR_ROOMS = ("bot", "actions")
COUNTS = frozenset({"attempt", "conversations", "count", "failed", "port", "rows", "seconds", "status", "waiting"})
WORDS = frozenset(
    {"carrier", "channel", "kind", "model", "office", "revision", "room", "rule", "service", "state", "where"}
)
WITHHELD = "(text withheld)"
_OWN_EVENTS = ("python.warning", "uncaught")

_WORD = re.compile(r"[A-Za-z0-9_.:+-]{1,64}")
_TRACE_LENGTH = 8
# Chatty at INFO, and some name addresses that carry a token.
_QUIET = ("alembic", "apscheduler", "asyncio", "httpcore", "httpx", "matplotlib", "sanic.access", "telegram", "urllib3")

Event = MutableMapping[str, Any]


def configure_logs(
    level: str = "INFO",
    form: Literal["console", "json"] = "console",
    *,
    stream: TextIO | None = None,
    salt: bytes | None = None,
) -> None:
    """Sends everything that is logged, through one gate, to `stream` (standard error if not given).

    Call once, first thing in `serve`, `desk` and each command. `salt` keys the hash of conversation ids; a new one is
    drawn if not given. Start uvicorn with `log_config=None`, or it puts its own handlers beside this one.
    """
    stream = sys.stderr if stream is None else stream
    number = _number(level)
    gate = Gate(secrets.token_bytes(16) if salt is None else salt)
    renderer = _renderer(form, stream)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            gate,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="timestamp"),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(stream),
        context_class=dict,
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    root.addHandler(_RecordHandler(gate, renderer, stream))
    root.setLevel(number)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))
    # Else a line that cannot be written is printed in full, arguments and all.
    logging.raiseExceptions = False
    _take_over_warnings()
    _take_over_uncaught()


def _number(level: str) -> int:
    number = logging.getLevelName(level)
    if not isinstance(number, int):
        raise ValueError(f"{level!r} is not a log level; use DEBUG, INFO, WARNING or ERROR.")
    return number


class Gate:
    """Structlog processor that lets through only what identifies nobody (the module's docstring says what)."""

    def __init__(self, salt: bytes) -> None:
        self._salt = salt

    def __call__(self, _logger: Any, _method: str, event: Event) -> Event:
        return self.passed(event, _calling_frame())

    def passed(self, event: Mapping[str, Any], frame: FrameType | None) -> dict[str, Any]:
        """What may be written of an event that `frame` logs."""
        module = frame.f_globals.get("__name__", "?") if frame else "?"
        line = frame.f_lineno if frame else 0
        name = event.get("event")
        own = name in _OWN_EVENTS
        if own:
            module = __name__
        passed: dict[str, Any] = {"level": event.get("level", "info")}
        literal = own or (frame is not None and _stands_in(frame.f_code, name))
        passed["event"] = name if literal else WITHHELD
        passed["logger"] = module
        ours = module.split(".")[0] in OUR_ROOMS
        if not (literal and ours):
            passed["where"] = f"{module}:{line}"
        if ours:
            passed.update(self._our_values(event))
        passed.update(_outline(event.get("exc_info")))
        return passed

    def _our_values(self, event: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        for key, value in event.items():
            if key == "conversation":
                yield key, self.hashed(str(value))
            elif (key in COUNTS and isinstance(value, (bool, int, float))) or (
                key in WORDS and isinstance(value, str) and _WORD.fullmatch(value)
            ):
                yield key, value

    def hashed(self, conversation_id: str) -> str:
        """Ten hex digits that stand for a conversation until the next start."""
        return hashlib.blake2b(conversation_id.encode(), key=self._salt[:64], digest_size=5).hexdigest()


class _RecordHandler(logging.Handler):
    """Writes the standard library's records the same way, through the same gate."""

    def __init__(self, gate: Gate, renderer: structlog.typing.Processor, stream: TextIO) -> None:
        super().__init__()
        self._gate = gate
        self._renderer = renderer
        self._stream = stream
        self._stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="timestamp")

    def emit(self, record: logging.LogRecord) -> None:
        frame = _calling_frame()
        if frame is None or frame.f_code.co_filename != record.pathname or frame.f_code.co_name != record.funcName:
            frame = None
        # The template without its arguments: "%s failed" says enough, the argument could be a person's words.
        event = {"event": record.msg, "level": record.levelname.lower(), "exc_info": record.exc_info}
        passed = self._gate.passed(event, frame)
        passed["logger"] = record.name
        passed["where"] = f"{record.module}:{record.lineno}"
        line = self._renderer(None, "", self._stamp(None, "", passed))
        self._stream.write(f"{line!s}\n")
        self._stream.flush()

    def handleError(self, record: logging.LogRecord) -> None:
        """A log that cannot be written must neither stop the conversation nor print the record."""


def _renderer(form: str, stream: TextIO) -> structlog.typing.Processor:
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=stream.isatty(), pad_event=0)


def _calling_frame() -> FrameType | None:
    frame: FrameType | None = sys._getframe(1)
    while frame and _is_logging(frame.f_globals.get("__name__", "")):
        frame = frame.f_back
    return frame


def _is_logging(module: str) -> bool:
    return module == __name__ or module.split(".")[0] in {"structlog", "logging"}


def _stands_in(code: CodeType, text: object) -> bool:
    if not isinstance(text, str):
        return False
    return any(text == const or (isinstance(const, tuple) and text in const) for const in code.co_consts)


def _outline(exc_info: Any) -> dict[str, Any]:
    """Type and path of an exception, without its message."""
    if not exc_info:
        return {}
    if isinstance(exc_info, BaseException):
        error: BaseException | None = exc_info
    elif isinstance(exc_info, tuple):
        error = exc_info[1]
    else:
        error = sys.exc_info()[1]
    if error is None:
        return {}
    return {"error": f"{type(error).__module__}.{type(error).__qualname__}", "trace": _trace(error.__traceback__)}


def _trace(traceback: TracebackType | None) -> list[str]:
    places = []
    while traceback:
        frame = traceback.tb_frame
        places.append(f"{frame.f_globals.get('__name__', '?')}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return places[-_TRACE_LENGTH:]


def _take_over_warnings() -> None:
    log = structlog.get_logger()

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        # Rasa warns with whole messages in the text, so only kind and place remain.
        log.warning("python.warning", kind=category.__name__, where=f"{filename.rsplit('/', 1)[-1]}:{lineno}")

    warnings.showwarning = show


def _take_over_uncaught() -> None:
    log = structlog.get_logger()

    def uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, traceback)
            return
        log.critical("uncaught", exc_info=error)

    sys.excepthook = uncaught
    threading.excepthook = lambda args: uncaught(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)
