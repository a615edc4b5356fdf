"""What a message tells about the person beside age, status and place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.nlu.persons import find_facts
from bot.nlu.phrases import Reading

Read = Callable[[str], Reading]


@pytest.mark.parametrize(
    ("language", "message", "name", "value"),
    [
        ("de", "es geht um meinen sohn", "for_whom", "child"),
        ("de", "meine tochter braucht eine schule", "for_whom", "child"),
        ("de", "ich frage für eine freundin", "for_whom", "other"),
        ("de", "ich bin lehrerin, ein schüler von mir braucht hilfe", "for_whom", "other"),
        ("de", "es geht um mich", "for_whom", "self"),
        ("de", "nicht mein sohn, es geht um mich", "for_whom", "self"),
        ("en", "my son needs a school", "for_whom", "child"),
        ("en", "asking for a friend", "for_whom", "other"),
        ("en", "it's for me", "for_whom", "self"),
        ("de", "bin ohne meine eltern hier", "unaccompanied", True),
        ("de", "allein in deutschland", "unaccompanied", True),
        ("de", "ich bin nicht allein, meine eltern sind hier", "unaccompanied", False),
        ("en", "i live with my family", "unaccompanied", False),
        ("de", "ZUE soest, noch keine stadt zugewiesen", "in_reception_facility", True),
        ("de", "Unterkunft vom Land, noch keine Stadt", "in_reception_facility", True),
        ("en", "we are in the camp at unna massen", "in_reception_facility", True),
        ("de", "bin noch in der türkei", "outside_germany", True),
        ("en", "i want to come to germany", "outside_germany", True),
        ("de", "möchte ich nicht sagen", "refusal", True),
        ("en", "prefer not to say", "refusal", True),
        ("de", "weiß ich nicht", "not_knowing", True),
        ("de", "keine ahnung", "not_knowing", True),
        ("en", "idk", "not_knowing", True),
        ("de", "brief vom jobcenter bekommen", "letter", "any"),
        ("de", "gelber umschlag ist gekommen", "letter", "urgent"),
        ("de", "brief gekommen asyl nein. was machen. habe angst", "letter", "urgent"),
        ("de", "kann ich ein foto vom brief schicken", "letter", "photo"),
        ("en", "got a letter from the court", "letter", "urgent"),
        ("en", "can i send a picture of the letter", "letter", "photo"),
        ("de", "du bist so ein scheiß bot", "abuse", True),
        ("de", "brief gekommen asyl nein. was machen. habe angst", "feeling", "fear"),
        ("de", "mein rücken tut so weh", "feeling", "pain"),
        ("en", "i am so sad and lonely", "feeling", "sadness"),
        ("de", "stimmt nicht", "correction", True),
        ("en", "that's wrong, i meant bochum", "correction", True),
        ("ar", "ما بدي جاوب", "refusal", True),
        ("ar", "ما بعرف", "not_knowing", True),
        ("tr", "söylemek istemiyorum", "refusal", True),
        ("fr", "je préfère ne pas dire", "refusal", True),
        ("fr", "je ne sais pas", "not_knowing", True),
        ("ru", "не хочу говорить", "refusal", True),
        ("uk", "не знаю", "not_knowing", True),
    ],
)
def test_a_fact_is_told(
    language: str, message: str, name: str, value: str | bool, read: Read, need_language: Callable[[str], None]
) -> None:
    need_language(language)
    assert {fact.name: fact.value for fact in find_facts(read(message))}.get(name) == value


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("keine angst", "feeling"),
        ("ich wohne in hamm", "for_whom"),
        ("ich suche arbeit", "unaccompanied"),
        ("danke", "correction"),
        ("ich kann jetzt deutsch", "correction"),
        ("ja", "refusal"),
        ("guten tag", "abuse"),
    ],
)
def test_a_fact_is_not_made_up(message: str, name: str, read: Read) -> None:
    assert name not in {fact.name for fact in find_facts(read(message))}
