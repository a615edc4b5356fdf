"""What the repositories keep and give back, on both kinds of database."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.privacy import LastSign
from bot.storage import ConversationRepository, Database, DatabaseFile, OfficeRepository, TrackerEvents
from tests.storage.conftest import HAMM, UNNA

NOON = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)

RASA_TABLE = (
    "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id VARCHAR(255) NOT NULL, type_name VARCHAR(255) NOT NULL, "
    "timestamp FLOAT, intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT)"
)


@pytest.fixture
def conversations(database: Database) -> ConversationRepository:
    return ConversationRepository(database)


def add_events(database: Database, *events: tuple[str, datetime]) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql(RASA_TABLE)
        for number, (sender, at) in enumerate(events):
            connection.exec_driver_sql(
                f"INSERT INTO events (id, sender_id, type_name, timestamp) "
                f"VALUES ({number}, '{sender}', 'user', {at.timestamp()})"
            )


def test_offices_come_back_as_they_were_given(database: Database) -> None:
    assert OfficeRepository(database).all() == [HAMM, UNNA]


def test_offices_are_not_seeded_twice(database: Database) -> None:
    offices = OfficeRepository(database)

    assert offices.seed([{"id": "third"}]) == 0
    assert offices.all() == [HAMM, UNNA]


def test_an_office_is_replaced_under_its_id_and_a_new_one_added(database: Database) -> None:
    offices = OfficeRepository(database)
    moved = {**HAMM, "street": "Neuer Weg 2"}

    offices.replace(moved, NOON)
    offices.replace({"id": "werl"}, NOON)

    assert offices.all() == [moved, UNNA, {"id": "werl"}]


def test_an_edited_office_outlives_the_next_start(database: Database) -> None:
    moved = {**HAMM, "street": "Neuer Weg 2"}
    OfficeRepository(database).replace(moved, NOON)

    database.prepare(lambda: [HAMM, UNNA])

    assert OfficeRepository(database).all() == [moved, UNNA]


def test_a_message_is_noted_and_moved_on(conversations: ConversationRepository) -> None:
    conversations.touch("a", NOON)
    conversations.touch("a", NOON + HOUR)

    assert conversations.last_sign("a") == LastSign(NOON + HOUR)


def test_a_moment_in_another_time_zone_is_the_same_moment(conversations: ConversationRepository) -> None:
    conversations.touch("a", NOON.astimezone(timezone(timedelta(hours=5, minutes=30))))

    sign = conversations.last_sign("a")
    assert sign is not None
    assert (sign.at, sign.at.utcoffset()) == (NOON, timedelta(0))


def test_a_moment_without_time_zone_is_refused(conversations: ConversationRepository) -> None:
    with pytest.raises(Exception, match="without a time zone"):
        conversations.touch("a", NOON.replace(tzinfo=None))


@pytest.mark.parametrize("state", ["offered", "waiting", "active", "closed", None])
def test_a_handoff_is_kept(conversations: ConversationRepository, state: str | None) -> None:
    conversations.touch("a", NOON)
    conversations.set_handoff("a", "offered", NOON)
    conversations.set_handoff("a", state, NOON + HOUR)

    assert conversations.handoff("a") == state
    assert conversations.last_sign("a") == LastSign(NOON, state, None if state is None else NOON + HOUR)


def test_a_message_does_not_change_who_is_in_charge(conversations: ConversationRepository) -> None:
    conversations.set_handoff("a", "active", NOON)
    conversations.touch("a", NOON + HOUR)

    assert conversations.last_sign("a") == LastSign(NOON + HOUR, "active", NOON)


def test_a_state_that_does_not_exist_is_refused(conversations: ConversationRepository) -> None:
    with pytest.raises(ValueError, match="'paused' is no state of a hand-off"):
        conversations.set_handoff("a", "paused", NOON)
    assert conversations.last_sign("a") is None


def test_nobody_is_in_charge_of_an_unknown_conversation(conversations: ConversationRepository) -> None:
    assert conversations.handoff("unknown") is None
    assert conversations.last_sign("unknown") is None
    assert conversations.erase("unknown") == 0


def test_silent_conversations_are_found_longest_silent_first(conversations: ConversationRepository) -> None:
    conversations.touch("second", NOON - HOUR)
    conversations.touch("first", NOON - 2 * HOUR)
    conversations.touch("at the cutoff", NOON)
    conversations.touch("alive", NOON + HOUR)

    assert conversations.silent_since(NOON) == ["first", "second", "at the cutoff"]


def test_erasing_takes_one_conversation_and_no_other(conversations: ConversationRepository) -> None:
    conversations.touch("a", NOON)
    conversations.touch("b", NOON)

    assert conversations.erase("a") == 1
    assert conversations.last_sign("a") is None
    assert conversations.last_sign("b") == LastSign(NOON)


def test_before_rasa_ever_started_there_are_no_events(database: Database) -> None:
    events = TrackerEvents(database)

    assert (events.erase("a"), events.silent_since(NOON), events.last_sign("a")) == (0, [], None)


def test_events_are_erased_by_sender_and_tell_the_last_sign(database: Database) -> None:
    add_events(database, ("a", NOON - HOUR), ("a", NOON), ("b", NOON - HOUR))
    events = TrackerEvents(database)

    assert events.last_sign("a") == LastSign(NOON)
    assert events.silent_since(NOON - HOUR) == ["b"]
    assert events.erase("a") == 2
    assert events.last_sign("a") is None
    assert events.last_sign("b") == LastSign(NOON - HOUR)


def test_an_id_is_never_read_as_part_of_a_statement(database: Database) -> None:
    add_events(database, ("a", NOON))

    assert TrackerEvents(database).erase("x' OR '1'='1") == 0
    assert TrackerEvents(database).last_sign("a") == LastSign(NOON)


def test_many_may_write_at_once(database: Database) -> None:
    failures: list[BaseException] = []

    def write(name: int) -> None:
        conversations = ConversationRepository(database)
        try:
            for turn in range(10):
                conversations.touch(f"{name}", NOON + turn * HOUR)
                conversations.touch("shared", NOON + turn * HOUR)
                conversations.handoff("shared")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failures == []
    assert len(ConversationRepository(database).silent_since(NOON + 9 * HOUR)) == 7


def test_a_transaction_that_reads_first_may_still_write_when_others_wrote_meanwhile(database: Database) -> None:
    failures: list[BaseException] = []
    both_have_begun = threading.Barrier(2, timeout=1)

    def read_then_write(name: str) -> None:
        try:
            with database.writing() as connection:
                connection.exec_driver_sql("SELECT count(*) FROM conversations").scalar_one()
                # On SQLite the second one cannot begin before the first has ended: the barrier breaks, as it should.
                with contextlib.suppress(threading.BrokenBarrierError):
                    both_have_begun.wait()
                connection.exec_driver_sql(
                    f"INSERT INTO conversations (id, last_message_at) VALUES ('{name}', '2026-03-01 12:00:00.000000')"
                )
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=read_then_write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert failures == []
    assert len(ConversationRepository(database).silent_since(NOON + 24 * HOUR)) == 2


def test_of_many_conversations_an_erased_one_leaves_no_trace_in_the_file(tmp_path: Path) -> None:
    """Pages are balanced as rows come and go; what they leave behind is not overwritten by `secure_delete`."""
    path = tmp_path / "wegweiser.db"
    database = Database(f"sqlite:///{path}")
    database.prepare(list)
    with sqlite3.connect(path) as rasa:
        rasa.execute("create table events (id integer primary key, sender_id text, data text)")
        rasa.execute("create index ix_events_sender_id on events (sender_id)")
    found = []
    for number in range(100, 400):
        with sqlite3.connect(path) as rasa:
            for event in range(8):
                rasa.execute(
                    "insert into events (sender_id, data) values (?, ?)",
                    (f"person-{number}", "x" * (100 * event + number)),
                )
        rasa.close()
        if number % 7 == 0:
            for store in (TrackerEvents(database), DatabaseFile(database)):
                store.erase(f"person-{number}")
            if f"person-{number}".encode() in path.read_bytes():
                found.append(number)
    database.close()
    assert found == []
