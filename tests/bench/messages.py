"""What the persons of the benchmark write: one short conversation per language, and English ones for Rasa's starter bot."""

from __future__ import annotations

from bot.languages import Catalogue

Script = tuple[str, ...]
"""What one person writes, one message after another."""

SCRIPTS: dict[str, Script] = {
    "de": (
        "wir haben heute nacht keinen schlafplatz",
        "Bochum",
        "ich bin 31",
        "ich habe einen brief vom jobcenter und verstehe ihn nicht",
        "kostet die beratung etwas?",
        "danke, tschüss",
    ),
    "en": (
        "hello",
        "I need help to find a job",
        "I am 24 years old",
        "Dortmund",
        "I'd rather not say",
        "where is the office?",
    ),
    "ar": (
        "مرحبا",
        "أبحث عن تدريب مهني",
        "عمري ١٩ سنة",
        "أسكن في Hamm",
        "عندي Duldung",
        "هل تخبرون دائرة الأجانب؟",
    ),
    "fa": (
        "سلام",
        "می‌خواهم آلمانی یاد بگیرم",
        "۳۴ سال دارم",
        "دورتموند",
        "پناهجو هستم",
        "خیلی ممنون",
    ),
    "uk": (
        "Добрий день",
        "шукаю житло для себе і дітей",
        "мені 38 років",
        "Гельзенкірхен",
        "в мене параграф 24",
        "коли вони працюють?",
    ),
    "ru": (
        "здравствуйте, мне пришло письмо, я его не понимаю",
        "мне 45 лет",
        "живу в Хагене",
        "зачем вы спрашиваете?",
        "вид на жительство",
        "спасибо, до свидания",
    ),
    "tr": (
        "merhaba",
        "kızım 15 yaşında, okulda sorun var",
        "Bottrop",
        "söylemek istemiyorum",
        "hangi belgeleri getirmeliyim?",
        "bir insanla konuşmak istiyorum",
    ),
    "fr": (
        "je suis à Hamm, 19 ans, j'ai une Duldung, je cherche une formation",
        "c'est où ?",
        "est-ce que c'est gratuit ?",
        "non, j'habite à Bochum",
        "est-ce que vous le dites à la police ?",
        "merci, au revoir",
    ),
}

STARTER_SCRIPTS: dict[str, Script] = {
    "happy": ("hello there!", "amazing", "are you a bot?", "hi", "I am feeling very good", "bye-bye!"),
    "sad": ("hello", "not good", "yes", "hey there", "so sad", "not really"),
    "asking": ("are you a human?", "good evening", "my day was horrible", "no", "hello", "see you later"),
    "great": ("moin", "feeling like a king", "have a nice day", "good morning", "super stoked", "bye"),
}


def apologies(catalogue: Catalogue) -> frozenset[str]:
    """What our bot says when a turn failed, in every language: quick to say, but not an answer."""
    return frozenset(
        catalogue.text(key, code, informal=informal)
        for key in ("turn_failed", "not_stored")
        for code in catalogue.languages
        for informal in (False, True)
    )
