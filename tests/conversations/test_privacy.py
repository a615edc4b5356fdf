"""What was said goes at once when asked, by itself after a day of silence, and never into a log."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import House
from bot.dialogue.agent import WegweiserAgent
from bot.privacy import Erasable, KnowsLastSign, Periods, Purged, purge
from bot.settings import ROOT
from bot.storage import DatabaseFile
from tests.conversations.conftest import Conversation
from tests.conversations.contract import Watch
from tests.conversations.test_danger_texts import DANGER
from tests.trained import Clock

NAME = "Zitronenfalter"
PHONE = "0157 44319876"
STORY = f"ich heiße {NAME} meine nummer ist {PHONE}, ich bin 24 und suche eine wohnung"


def rows(house: House, conversation: str) -> int:
    """How many rows of any table hold the id of the conversation."""
    found = 0
    with house.database.reading() as connection:
        inspector = sa.inspect(connection)
        for table in inspector.get_table_names():
            for column in inspector.get_columns(table):
                if isinstance(column["type"], (sa.String, sa.Text)):
                    where = sa.column(column["name"]) == conversation
                    statement = sa.select(sa.func.count()).select_from(sa.table(table)).where(where)
                    found += int(connection.execute(statement).scalar_one())
    return found


def on_disk(house: House) -> bytes:
    """Everything in the files of the database."""
    path = Path(house.settings.database_url.removeprefix("sqlite:///"))
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))


@pytest.fixture(autouse=True)
def clock_put_back(clock: Clock) -> Iterator[None]:
    """The clock is shared by the whole session."""
    before = clock.now
    yield
    clock.now = before


WHERE = {
    "as the first message": [],
    "in the middle of the questions": [STORY],
    "after the recommendation": [STORY, "bochum", "aufenthaltserlaubnis"],
    "after danger": [DANGER["violence"]["de"]],
    "when asked whether to restart": [STORY, "ich möchte nochmal von vorne anfangen"],
}


@pytest.mark.parametrize("said", WHERE.values(), ids=list(WHERE))
async def test_delete_erases_everything_at_once_and_confirms(
    person: Conversation, house: House, agent: WegweiserAgent, said: list[str]
) -> None:
    for text in said:
        await person.say(text)
    assert bool(said) == (rows(house, person.id) > 0)

    answer = await person.say("bitte alle meine daten löschen")

    assert answer.text == house.catalogue.text("deleted", "de", informal=False)
    assert await agent.tracker_store.retrieve(person.id) is None
    assert rows(house, person.id) == 0


async def test_deleted_words_are_not_left_in_the_files_of_the_database(person: Conversation, house: House) -> None:
    person.id = "conversation-to-be-erased"
    await person.say(STORY.replace(NAME, "Nachtpfauenauge").replace(PHONE, "0157 55512345"))
    assert b"Nachtpfauenauge" in on_disk(house)
    await person.say("lösch meine daten")
    left = on_disk(house)
    for word in (b"Nachtpfauenauge", b"0157 55512345", person.id.encode()):
        assert left.count(word) == 0


async def test_deleting_one_conversation_leaves_the_others(person: Conversation, people: Any, house: House) -> None:
    other = people()
    await other.say("ich suche eine wohnung")
    await person.say(STORY)
    await person.say("lösch meine daten")
    await other.say("31")
    assert other.slots["needs"] == ["housing"]
    assert other.slots["age_group"] == "28_plus"


async def test_after_deletion_the_person_is_new(person: Conversation) -> None:
    await person.say(STORY)
    await person.say("lösch meine daten")
    answer = await Watch(person).say("hallo")
    assert person.slots["needs"] is None
    assert person.slots["age_group"] is None
    assert "notice" in answer.keys
    assert person.asked == "needs"


async def test_the_button_in_the_apology_deletes_too(person: Conversation, house: House) -> None:
    await person.say(STORY)
    await person.say("löschen")
    assert rows(house, person.id) == 0


async def purged(house: House, agent: WegweiserAgent, now: datetime) -> Purged:
    """One purge, as the service does it."""
    known: list[KnowsLastSign] = [house.conversations, house.events]
    stores: list[Erasable] = [house.events, house.conversations, DatabaseFile(house.database)]
    periods = Periods(without_case=timedelta(hours=house.settings.keep_hours))
    return await purge(now, periods, known, stores, agent.lock_store.lock)


async def test_a_day_of_silence_erases_a_conversation(
    person: Conversation, house: House, agent: WegweiserAgent, clock: Clock
) -> None:
    # Rasa dates its events by the real time.
    clock.now = datetime.now(timezone.utc)
    begun = clock.now
    await person.say(STORY.replace(NAME, "Schwalbenschwanz"))

    clock.now = begun + timedelta(hours=23)
    await purged(house, agent, clock())
    assert rows(house, person.id) > 0, "not before the day is over"

    clock.now = begun + timedelta(hours=24, minutes=10)
    done = await purged(house, agent, clock())
    assert done.failed == 0
    assert rows(house, person.id) == 0
    assert await agent.tracker_store.retrieve(person.id) is None
    assert on_disk(house).count(b"Schwalbenschwanz") == 0


async def test_whoever_writes_again_within_the_day_is_kept(
    person: Conversation, house: House, agent: WegweiserAgent, clock: Clock
) -> None:
    begun = datetime.now(timezone.utc)
    clock.now = begun
    await person.say(STORY)
    clock.now = begun + timedelta(hours=23)
    await person.say("bochum")
    clock.now = begun + timedelta(hours=46)
    await purged(house, agent, clock())
    assert rows(house, person.id) > 0
    await person.say("aufenthaltserlaubnis")
    assert person.slots["recommendation"]["primary"] == "jmd", "nothing was lost"


async def test_whoever_waits_for_a_counsellor_is_kept(
    person: Conversation, house: House, agent: WegweiserAgent, clock: Clock
) -> None:
    begun = datetime.now(timezone.utc)
    clock.now = begun
    await person.say(STORY)
    house.conversations.set_handoff(person.id, "waiting", begun)
    clock.now = begun + timedelta(hours=30)
    await purged(house, agent, clock())
    assert rows(house, person.id) > 0


async def test_whoever_was_erased_by_silence_begins_anew(
    person: Conversation, house: House, agent: WegweiserAgent, clock: Clock
) -> None:
    begun = datetime.now(timezone.utc)
    clock.now = begun
    await person.say(STORY)
    clock.now = begun + timedelta(hours=25)
    await purged(house, agent, clock())
    answer = await person.say("bochum")
    assert "notice" in answer.keys
    assert person.slots["needs"] is None


# --- logs --------------------------------------------------------------------------------------------------------------

MARKS = (NAME, "falter", "44319876", "Duldung", "duldung", "tolerated", "Gelsenkirchen", "gelsenkirchen", "schlägt")

LOGGED = """
import asyncio, logging, os, sys, warnings
from bot.logs import configure_logs
configure_logs("DEBUG", sys.argv[2])
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from bot.app import build, build_agent
from bot.settings import Settings

house = build(Settings.from_environ({"WEGWEISER_DATABASE_URL": f"sqlite:///{sys.argv[1]}"}))
agent = build_agent(house)
texts = sys.stdin.read().split("|")
answers = []

async def say(text):
    channel = CollectingOutputChannel()
    await agent.handle_message(UserMessage(text, channel, "secret-conversation", input_channel="rest"))
    answers.append(bool(channel.messages))

async def main():
    for text in texts:
        await say(text)
    await agent.parse_message(texts[0])
    # What breaks is logged, too: the table goes, then an action fails.
    with house.database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE events RENAME TO gone")
    await say(texts[0])
    with house.database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS events")
        connection.exec_driver_sql("ALTER TABLE gone RENAME TO events")
    house.guide.__dict__["_table"] = None
    await say(texts[0])
    house.database.writing = None
    await say("loesche meine daten " + texts[0])

asyncio.run(main())
print("answered", sum(answers), "of", len(answers))
"""


@pytest.mark.parametrize("form", ["json", "console"])
def test_no_word_of_a_conversation_reaches_a_log_at_any_level(tmp_path: Path, model: Path, form: str) -> None:
    texts = [
        f"ich heiße {NAME} meine nummer ist {PHONE}, ich bin 19 und suche ausbildung",
        "ich wohne in Gelsenkirchen",
        "ich habe eine Duldung",
        f"warum {NAME}?",
        f"{NAME}falter qwertz",
        f"kann ich einen menschen sprechen, tel {PHONE}",
        "nein ich bin 31",
        f"mein mann {NAME} schlägt mich",
        "\ud83d halbes zeichen".encode("utf-8", "ignore").decode(),
    ]
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", LOGGED, str(tmp_path / "logged.db"), form],
        cwd=ROOT, input="|".join(texts), capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    output = done.stdout + done.stderr
    assert done.returncode == 0, done.stderr[-2000:]
    assert f"answered {len(texts) + 3} of {len(texts) + 3}" in done.stdout, (
        "whatever breaks, the person hears something"
    )
    assert "processor.slots.log" in output, "Rasa did log at the level DEBUG"
    assert "turn_failed" in output or "turn_not_stored" in output or "action_failed" in output
    for mark in (*MARKS, "secret-conversation"):
        assert mark not in output, [line[:300] for line in output.splitlines() if mark in line][:3]
