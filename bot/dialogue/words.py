"""Rasa's text generator: takes keys and values from the actions, gives the words of the catalogue in the person's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.choices import title_key
from bot.languages import ANSWERED, Catalogue, language, readable

PREFIX = "utter_"
BLANK = ""
OFFER = f"{PREFIX}language_not_yet"


class CatalogueGenerator(NaturalLanguageGenerator):
    """Makes a message of a response ``utter_<key>``.

    Fields that an action may give beside the response:

    - values for the placeholders: texts, numbers, ``{"key": ...}`` for words of the catalogue, lists of these;
    - ``parts``: ``[[key, values], ...]``, lines that make up the message instead of the one key; an empty key is a blank line;
    - ``choices``: the buttons (:mod:`bot.dialogue.choices`); ``labels``: words for a choice that stand in no catalogue (a town).
    """

    def __init__(
        self, catalogue: Catalogue, default_language: str = "de", facts: Mapping[str, object] | None = None
    ) -> None:
        """*facts*: values that any sentence may name (how long things are kept)."""
        self._catalogue = catalogue
        self._default = default_language
        self._facts = dict(facts or {})

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The message: ``text``, and ``buttons`` with ``title``, ``payload`` (the words again) and ``choice``."""
        code = self.language_of(tracker)
        if utter_action == OFFER:
            code = tracker.get_slot("language") or code  # said in the language that is understood and not yet answered
        informal = tracker.get_slot("age_group") in ("under_12", "12_17") and tracker.get_slot("for_whom") in (
            None,
            "self",
        )
        parts: Sequence[Sequence[Any]] = kwargs.get("parts") or [[utter_action.removeprefix(PREFIX), kwargs]]
        lines = [self._line(part[0], part[1] if len(part) > 1 else {}, code, informal) for part in parts]
        message: dict[str, Any] = {"text": "\n".join(readable(line, code) for line in lines)}
        choices: Sequence[str] = kwargs.get("choices") or ()
        if choices:
            labels: Mapping[str, str] = kwargs.get("labels") or {}
            message["buttons"] = [self._button(choice, labels, code, informal) for choice in choices]
        return message

    def language_of(self, tracker: DialogueStateTracker) -> str:
        """The language to answer in: the person's, or English where it has no catalogue yet."""
        code = tracker.get_slot("language") or self._default
        return code if code in ANSWERED else "en"

    def _line(self, key: str, values: Mapping[str, Any], code: str, informal: bool) -> str:
        if key == BLANK:
            return ""
        known = {**self._facts, **{name: self._value(value, code, informal) for name, value in values.items()}}
        return self._catalogue.text(key, code, informal=informal, values=known)

    def _value(self, value: Any, code: str, informal: bool) -> Any:
        if isinstance(value, Mapping) and "key" in value:
            return self._line(value["key"], value.get("values") or {}, code, informal)
        if isinstance(value, (list, tuple)):
            return ", ".join(str(self._value(each, code, informal)) for each in value)
        return value

    def _button(self, choice: str, labels: Mapping[str, str], code: str, informal: bool) -> dict[str, str]:
        what, _, value = choice.partition(":")
        if choice in labels:
            title = labels[choice]
        elif what == "language":
            title = language(value).name
        else:
            title = self._catalogue.text(title_key(choice), code, informal=informal)
        title = readable(title, code)
        return {"title": title, "payload": title, "choice": choice}
