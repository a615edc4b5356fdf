"""No words of a person reach a log, whichever way and at whatever level they are logged."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MARK = "Zitronenfalter"

SETUP = """
import logging, sys, types, warnings
from bot.logs import configure_logs
configure_logs(LEVEL, FORM, salt=b'test')
# Put together at run time, as a person's words are: Python folds 'a' + 'b' into one constant.
mark = ''.join(['Zitronen', 'falter'])
"""

OURS = (
    SETUP
    + """
source = '''
import structlog
log = structlog.get_logger()
log.info("purge.done", conversations=3, rows=7, channel="telegram", text=mark, age=19, count=mark, office=mark + " a")
log.warning("case.waits", conversation=mark, waiting=2)
log.info(f"said {mark}", rows=1)
log.info("said %s", mark)
log.bind(user=mark, rows=4).info("bound")
structlog.contextvars.bind_contextvars(name=mark)
log.debug("in context")
try:
    raise ValueError(mark)
except ValueError:
    log.exception("failed")
'''
exec(compile(source, 'bot/room.py', 'exec'), {'__name__': 'bot.room', 'mark': mark})
"""
)

THEIRS = (
    SETUP
    + """
import asyncio
import structlog
log = structlog.get_logger()
log.debug("processor.slots.log", slot_values=mark, rows=5, channel=mark, conversation=mark)
log.debug(mark, text=mark)
log.error("rest.message.received.failure", text=mark, event_info=f"info {mark}")
for name in ("rasa.core.tracker_store", "rasa", "sanic.access", "sanic.error", "httpx", "telegram.ext", "root"):
    logger = logging.getLogger(name)
    for level in (logging.DEBUG, logging.INFO, logging.ERROR):
        logger.log(level, f"error: {mark}")
        logger.log(level, "message %s of %s", mark, mark)
        logger.log(level, "broken %d", mark)
        logger.log(level, mark, extra={"request": mark})
        logger.log(level, {"text": mark})
        try:
            raise KeyError(mark)
        except KeyError:
            logger.log(level, "it failed", exc_info=True, stack_info=True)
    logger.warning("started with %s", mark)
warnings.warn(f"Invalid value {mark}")

async def failing():
    raise RuntimeError(mark)

async def main():
    task = asyncio.ensure_future(failing())
    await asyncio.sleep(0)
    del task

asyncio.run(main())
import threading
thread = threading.Thread(target=lambda: int(mark)); thread.start(); thread.join()
raise RuntimeError(mark)
"""
)


def run(code: str, level: str = "DEBUG", form: str = "json") -> tuple[str, list[dict[str, object]]]:
    code = code.replace("LEVEL", repr(level)).replace("FORM", repr(form))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert "SyntaxError" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("{")]
    return done.stdout + done.stderr, [json.loads(line) for line in lines]


@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING"])
@pytest.mark.parametrize("code", [OURS, THEIRS], ids=["ours", "theirs"])
def test_marked_words_never_appear(code: str, level: str, form: str) -> None:
    output, _ = run(code, level, form)

    assert output
    assert MARK not in output


def test_our_events_keep_counts_and_trade_words_and_nothing_else() -> None:
    _, events = run(OURS)
    for event in events:
        assert event.pop("timestamp")

    assert events[0] == {
        "level": "info", "event": "purge.done", "logger": "bot.room", "conversations": 3, "rows": 7,
        "channel": "telegram",
    }  # fmt: skip
    assert events[1]["event"] == "case.waits"
    assert events[1]["waiting"] == 2
    assert len(str(events[1]["conversation"])) == 10
    assert [event["event"] for event in events[2:4]] == ["(text withheld)"] * 2
    assert events[2]["where"] == "bot.room:6"
    assert (events[4]["event"], events[4]["rows"]) == ("bound", 4)
    assert (events[-1]["event"], events[-1]["error"]) == ("failed", "builtins.ValueError")


def test_others_events_keep_their_name_and_place_only() -> None:
    _, events = run(THEIRS)

    first = events[0]
    assert set(first) == {"event", "level", "logger", "timestamp", "where"}
    assert first["event"] == "processor.slots.log"
    rasa = [event for event in events if event["logger"] == "rasa.core.tracker_store"]
    assert {event["event"] for event in rasa} == {
        "(text withheld)", "message %s of %s", "broken %d", "it failed", "started with %s",
    }  # fmt: skip
    assert any(event.get("error") == "builtins.KeyError" for event in rasa)
    assert {"python.warning", "uncaught"} <= {event["event"] for event in events}


def test_libraries_that_log_addresses_are_quiet_below_warning() -> None:
    _, events = run(THEIRS)

    assert {event["level"] for event in events if event["logger"] in {"httpx", "sanic.access"}} == {"warning", "error"}


def test_a_conversation_is_recognised_within_a_run_and_not_beyond() -> None:
    from bot.logs import Gate

    gate = Gate(b"one start")
    assert gate.hashed("web-1") == gate.hashed("web-1") != gate.hashed("web-2")
    assert gate.hashed("web-1") != Gate(b"next start").hashed("web-1")


def test_a_level_that_does_not_exist_is_said() -> None:
    from bot.logs import configure_logs

    with pytest.raises(ValueError, match="'LOUD' is not a log level"):
        configure_logs("LOUD")


RASA = (
    SETUP
    + """
import asyncio
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.core.processor import MessageProcessor
from rasa.core.channels.channel import UserMessage
import rasa.shared.utils.io

rasa.shared.utils.io.raise_warning(f"Invalid slot value {mark}")
store = SQLTrackerStore(Domain.empty(), db=sys.argv[1] if len(sys.argv) > 1 else '')
tracker = DialogueStateTracker('web-1', [TextSlot('place', mappings=[])])
tracker.update(UserUttered(mark))
tracker.update(SlotSet('place', mark))
with store.engine.begin() as connection:
    connection.exec_driver_sql('DROP TABLE events')
asyncio.run(FailSafeTrackerStore(store).save(tracker))
processor = MessageProcessor.__new__(MessageProcessor)
processor.domain = Domain.empty()
MessageProcessor._log_slots(tracker)
try:
    asyncio.run(processor.handle_message(UserMessage(mark)))
except Exception:
    logging.getLogger('rasa.core.channels').exception(f'failed on {mark}')
"""
)


def test_rasas_own_code_logs_no_words(tmp_path: Path) -> None:
    code = RASA.replace("sys.argv[1] if len(sys.argv) > 1 else ''", repr(str(tmp_path / "rasa.db")))

    output, events = run(code)

    assert MARK not in output
    logged = {event["event"] for event in events}
    assert "python.warning" in logged
    assert "processor.slots.log" in logged
    assert [event for event in events if event["logger"] == "rasa.core.tracker_store" and event["level"] == "error"]
