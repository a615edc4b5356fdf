"""The journeys of design.md section 5, each from the first word to the card, in the words people type."""

from __future__ import annotations

from typing import Any

import pytest

from bot.app import House
from tests.conversations.conftest import Answer, Conversation
from tests.conversations.contract import MAIN_QUESTIONS, Watch, questions, recommended
from tests.conversations.test_danger_texts import DANGER, check_alarm

FIVE = ("de", "en", "ar", "uk", "tr")
EIGHT = (*FIVE, "fr", "ru", "fa")

HELLO = {
    "de": "hallo",
    "en": "hello",
    "ar": "مرحبا",
    "uk": "привіт",
    "tr": "merhaba",
    "fr": "bonjour",
    "ru": "привет",
    "fa": "سلام خوبین",
}


async def begin(person: Conversation, code: str) -> tuple[Watch, Answer]:
    """Greet in the language; the first question is open then."""
    watch = Watch(person)
    answer = await watch.say(HELLO[code])
    assert person.slots["language"] == code
    assert person.asked == "needs"
    return watch, answer


# --- 1. All in the first message ---------------------------------------------------------------------------------------

ALL_AT_ONCE = {
    "de": "ich bin in hamm, 19 jahre, hab duldung und suche ausbildung",
    "en": "hi i live in hamm im 19, i have duldung and look for ausbildung",
    "ar": "انا ساكن ب Hamm عمري ١٩ سنة معي دولدونغ وبدور على اوسبيلدونغ",
    "uk": "я в Гаммі, мені 19, маю дульдунг, шукаю аусбільдунг",
    "tr": "hammda yaşıyorum 19 yaşındayım duldungum var ausbildung arıyorum",
    "fr": "je suis à Hamm, 19 ans, j'ai une Duldung, je cherche une formation",
    "ru": "я в Хамме мне 19 лет у меня дульдунг ищу аусбильдунг",
    "fa": "تو Hamm زندگی میکنم ۱۹ سالمه دولدونگ دارم دنبال آوسبیلدونگ میگردم",
}


@pytest.mark.parametrize("code", EIGHT)
async def test_who_says_all_at_once_is_asked_nothing(person: Conversation, house: House, code: str) -> None:
    watch = Watch(person)
    answer = await watch.say(ALL_AT_ONCE[code])

    assert person.slots["language"] == code
    assert person.slots["place"] == "Hamm"
    assert person.slots["age_group"] == "18_26"
    assert person.slots["residence_status"] == "tolerated"
    assert person.slots["needs"] == ["training_work"]
    assert questions(answer) == []
    recommendation = recommended(person, house)
    assert recommendation["primary"] == "jmd"
    assert "refugee_counselling" in recommendation["services"]
    assert recommendation["offices"]
    assert "recommend_two" in answer.keys, "both services are named"
    assert [key for key in answer.keys if key.startswith("reason_")], "with the reason"
    assert "office_for_service" in answer.keys
    assert "always_checked" in answer.keys
    assert "wrong" in answer.choices, "one tap to correct"
    assert "human" in answer.choices
    assert "german_sentence" in answer.keys or code == "de"


@pytest.mark.parametrize("code", EIGHT)
async def test_where_it_is_comes_with_one_tap_and_repeats_no_service(
    person: Conversation, house: House, code: str
) -> None:
    watch = Watch(person)
    answer = await watch.say(ALL_AT_ONCE[code])
    answer = await watch.press(answer, "keep")
    assert "card_title" in answer.keys
    assert questions(answer) == []
    recommended(person, house)


# --- 2. Says nothing but hello -----------------------------------------------------------------------------------------

TYPED = {
    "de": ("ich brauche hilfe mit der wohnung, sie ist zu klein", "31", "in bochum", "aufenthaltserlaubnis"),
    "en": ("i need help to find a flat", "im 31", "bochum", "aufenthaltserlaubnis i think its a plastic card"),
    "ar": ("بدي مساعدة لاقي بيت للايجار", "عمري ٣١", "بوخوم", "مكتوب Aufenthaltserlaubnis"),
    "uk": ("мені потрібна допомога знайти квартиру", "31 рік", "в Бохумі", "параграф 24"),
    "tr": ("kiralık ev bulmak için yardım lazım", "31 yaşındayım", "bochumda", "Aufenthaltserlaubnis yazıyor"),
    "fr": ("j'ai besoin d'aide pour trouver un logement", "31 ans", "à bochum", "c'est écrit Aufenthaltserlaubnis"),
    "ru": ("нужна помощь найти квартиру", "мне 31", "в Бохуме", "24 параграф"),
    "fa": ("برای پیدا کردن خانه کمک میخوام", "۳۱ سالمه", "بوخوم", "نوشته Aufenthaltserlaubnis"),
}
WHY = {
    "de": "warum fragen sie das?",
    "en": "why do you ask this?",
    "ar": "ليش عم تسأل هاد السؤال؟",
    "uk": "навіщо ви це питаєте?",
    "tr": "neden soruyorsunuz bunu?",
    "fr": "pourquoi vous demandez ça ?",
    "ru": "зачем вы это спрашиваете?",
    "fa": "چرا اینو میپرسی؟",
}


@pytest.mark.parametrize("code", EIGHT)
async def test_after_hello_four_questions_come_in_order_and_why_is_answered(
    person: Conversation, house: House, code: str
) -> None:
    watch, answer = await begin(person, code)
    assert answer.keys == ["hello", "notice", "ask_needs"]

    for question, typed in zip(MAIN_QUESTIONS, TYPED[code], strict=True):
        assert person.asked == question
        answer = await watch.say(WHY[code])
        assert f"why_{question}" in answer.keys, f"{question}: {person.parse['intent']}, {answer.keys}"
        assert person.asked == question, "the question comes again"
        assert questions(answer)
        answer = await watch.say(typed)

    assert watch.opened == list(MAIN_QUESTIONS)
    assert "housing" in person.slots["needs"]
    assert person.slots["age_group"] == "28_plus"
    assert person.slots["place"] == "Bochum"
    status = "temporary_protection" if code in ("uk", "ru") else "residence_permit"
    assert person.slots["residence_status"] == status
    recommendation = recommended(person, house)
    assert recommendation["primary"] == "mbe"
    assert recommendation["offices"][0]["distance_km"] == 0.0


@pytest.mark.parametrize("code", EIGHT)
async def test_everything_can_be_tapped(person: Conversation, house: House, code: str) -> None:
    watch, answer = await begin(person, code)
    answer = await watch.press(answer, "need:training_work+school+language_course")
    assert person.asked == "age_group"
    answer = await watch.press(answer, "age_group:18_26")
    assert person.asked == "place"
    answer = await watch.say(TYPED[code][2])
    assert person.asked == "residence_status"
    answer = await watch.press(answer, "residence_status:asylum_seeker")
    recommendation = recommended(person, house)
    assert recommendation["services"][:2] == ["jmd", "refugee_counselling"]


GOODBYE = {
    "de": "tschüss",
    "en": "ok bye",
    "ar": "مع السلامة",
    "uk": "до побачення",
    "tr": "hoşçakalın",
    "fr": "au revoir",
    "ru": "до свидания",
    "fa": "خداحافظ",
}


@pytest.mark.parametrize("code", EIGHT)
async def test_who_leaves_at_the_status_gets_the_answer_for_refused(
    person: Conversation, house: House, code: str
) -> None:
    watch, answer = await begin(person, code)
    answer = await watch.press(answer, "need:housing+benefits_money")
    answer = await watch.press(answer, "age_group:28_plus")
    answer = await watch.say(TYPED[code][2])
    assert person.asked == "residence_status"
    answer = await watch.say(GOODBYE[code])
    assert person.slots["residence_status"] == "refused"
    recommendation = recommended(person, house)
    assert recommendation["primary"] == "mbe"
    assert "status_open" in recommendation["reasons"]
    assert recommendation["offices"]
    assert "farewell" in answer.keys


BADLY_TREATED = {
    "de": "auf der arbeit beleidigen sie mich weil ich schwarz bin",
    "en": "they did not give me the flat because i wear hijab, this is racism",
    "ar": "ما عطوني الشغل لأني محجبة هاي عنصرية",
    "uk": "мене ображають на роботі бо я іноземка, це дискримінація",
    "tr": "yabancı olduğum için işte hakaret ediyorlar, ırkçılık bu",
}


@pytest.mark.parametrize("code", FIVE)
async def test_only_discrimination_needs_neither_age_nor_status(person: Conversation, house: House, code: str) -> None:
    watch = Watch(person)
    answer = await watch.say(BADLY_TREATED[code])
    assert person.slots["needs"] == ["discrimination"]
    assert person.asked == "place"
    answer = await watch.say(TYPED[code][2])
    assert watch.opened == ["place"]
    assert person.slots["age_group"] is None
    assert person.slots["residence_status"] is None
    recommendation = recommended(person, house)
    assert recommendation["primary"] == "anti_discrimination"
    assert "discrimination_only" in recommendation["reasons"]
    assert questions(answer) == []


MEETING_PEOPLE = {
    "de": "ich kenne hier niemand, wo kann ich leute kennenlernen",
    "en": "i am new and want to meet people and make friends",
    "ar": "ما بعرف حدا هون بدي اتعرف على ناس",
    "uk": "хочу познайомитись з людьми, тут нікого не знаю",
    "tr": "burda kimsem yok yeni insanlarla tanışmak istiyorum",
}


@pytest.mark.parametrize("code", FIVE)
async def test_only_meeting_people_needs_neither_age_nor_status(person: Conversation, house: House, code: str) -> None:
    watch = Watch(person)
    await watch.say(MEETING_PEOPLE[code])
    assert person.slots["needs"] == ["community_leisure"]
    assert person.asked == "place"
    await watch.say(TYPED[code][2])
    assert watch.opened == ["place"]
    assert recommended(person, house)["primary"] == "intercultural_centre"


@pytest.mark.parametrize("code", FIVE)
async def test_being_treated_badly_is_asked_once_where(person: Conversation, house: House, code: str) -> None:
    watch, answer = await begin(person, code)
    answer = await watch.press(answer, "badly")
    assert person.asked == "badly_treated"
    answer = await watch.press(answer, "need:discrimination")
    assert person.slots["needs"] == ["discrimination"]
    assert person.asked == "place"


# --- 3. Who the help is for --------------------------------------------------------------------------------------------

MOTHER = {
    "de": "hallo ich bin mutter, mein sohn ist 15 und braucht hilfe in der schule",
    "en": "hi im a mother, my son is 15 and he needs help in school",
    "ar": "انا ام وابني عمره ١٥ سنة وبدو مساعدة بالمدرسة",
    "uk": "я мама, моєму сину 15 років, йому потрібна допомога в школі",
    "tr": "ben anneyim, oğlum 15 yaşında okulda yardıma ihtiyacı var",
}


@pytest.mark.parametrize("code", FIVE)
async def test_a_mother_asks_for_her_son_of_fifteen(person: Conversation, house: House, code: str) -> None:
    watch = Watch(person)
    await watch.say(MOTHER[code])
    assert person.slots["for_whom"] == "child"
    assert person.slots["age_group"] == "12_17", "the age is the child's"
    assert "school" in person.slots["needs"]
    assert person.asked == "place"
    answer = await watch.say(TYPED[code][2])
    assert person.asked == "residence_status"
    answer = await watch.press(answer, "residence_status:temporary_protection")
    assert "unaccompanied" not in watch.opened, "a child whose mother writes is not alone"
    recommendation = recommended(person, house)
    assert recommendation["primary"] == "jmd"
    assert "recommend_child" in answer.keys


FATHER = {
    "de": "bin 24 und hab zwei kinder, wir suchen eine größere wohnung",
    "en": "i am 24 with two kids, we look for a bigger flat",
    "ar": "عمري ٢٤ سنة وعندي ولدين وبدنا بيت اكبر",
    "uk": "мені 24, маю двох дітей, шукаємо більшу квартиру",
    "tr": "24 yaşındayım iki çocuğum var daha büyük ev arıyoruz",
}


@pytest.mark.parametrize("code", FIVE)
async def test_a_father_under_27_gets_the_youth_service_first(person: Conversation, house: House, code: str) -> None:
    watch = Watch(person)
    await watch.say(FATHER[code])
    assert person.slots["for_whom"] in (None, "self"), "the father asks for himself"
    assert person.slots["age_group"] == "18_26"
    assert "housing" in person.slots["needs"]
    assert person.asked == "place"
    answer = await watch.say(TYPED[code][2])
    answer = await watch.press(answer, "residence_status:residence_permit")
    recommendation = recommended(person, house)
    assert recommendation["services"][:2] == ["jmd", "mbe"]


YOUNG_CHILD = {
    "de": "ich bin 11 und brauche hilfe in der schule",
    "en": "im 11 years old and need help in school",
    "ar": "عمري ١١ سنة وبدي مساعدة بالمدرسة",
    "uk": "мені 11 років, потрібна допомога в школі",
    "tr": "11 yaşındayım okulda yardım istiyorum",
}


@pytest.mark.parametrize("code", FIVE)
async def test_a_child_of_eleven_that_writes_itself_gets_the_line_for_children(
    person: Conversation, house: House, code: str
) -> None:
    watch = Watch(person)
    answer = await watch.say(YOUNG_CHILD[code])
    assert person.slots["age_group"] == "under_12"
    assert person.slots["for_whom"] in (None, "self")
    assert person.asked == "adult_age_group", "for a child the parents are the way"
    answer = await watch.press(answer, "adult_age_group:28_plus")
    assert person.asked == "place"
    answer = await watch.say(TYPED[code][2])
    while person.asked is not None:
        answer = await watch.press(answer, "refuse")
    recommended(person, house)
    assert "contact_child_line" in answer.keys


CHILD_ALONE = {
    "de": "ich bin 11 und bin ganz allein in deutschland ohne eltern",
    "en": "i am 11 and alone in germany without my parents",
    "ar": "عمري ١١ سنة وانا لحالي بالمانيا بدون اهلي",
    "uk": "мені 11 років я один у німеччині без батьків",
    "tr": "11 yaşındayım almanyada tek başımayım ailem yok",
}


@pytest.mark.parametrize("code", FIVE)
async def test_a_child_of_eleven_alone_in_germany_gets_no_service_that_begins_at_twelve(
    person: Conversation, house: House, code: str
) -> None:
    check_alarm(person, await person.say(CHILD_ALONE[code]), "minor_alone")
    assert person.slots["age_group"] == "under_12"
    answer = await person.say(TYPED[code][2])
    recommendation = recommended(person, house)
    assert recommendation["rule"] == "R1.under_12"
    assert "jmd" not in recommendation["services"]
    assert "contact_youth_office" in answer.keys


SIXTEEN = {
    "de": "bin 16 und will einen deutschkurs machen",
    "en": "im 16 and want to learn german in a course",
    "ar": "عمري ١٦ وبدي كورس الماني",
    "uk": "мені 16 хочу на курси німецької",
    "tr": "16 yaşındayım almanca kursu istiyorum",
}
NO = {"de": "nein", "en": "no", "ar": "لا", "uk": "ні", "tr": "hayır"}
YES = {"de": "ja", "en": "yes", "ar": "نعم", "uk": "так", "tr": "evet"}


@pytest.mark.parametrize("alone", [True, False], ids=["alone", "with family"])
@pytest.mark.parametrize("code", FIVE)
async def test_a_sixteen_year_old_is_asked_once_whether_the_family_is_here(
    person: Conversation, house: House, code: str, alone: bool
) -> None:
    watch = Watch(person)
    await watch.say(SIXTEEN[code])
    assert person.slots["age_group"] == "12_17"
    answer = await watch.say(TYPED[code][2])
    assert person.asked == "residence_status"
    answer = await watch.press(answer, "residence_status:tolerated")
    assert person.asked == "unaccompanied"
    answer = await watch.say((NO if alone else YES)[code])
    assert watch.opened.count("unaccompanied") == 1
    assert person.slots["unaccompanied"] is alone
    recommendation = recommended(person, house)
    assert (recommendation["rule"] == "R1") is alone
    assert recommendation["primary"] == ("refugee_counselling" if alone else "jmd")
    assert ("contact_youth_office" in answer.keys) is alone


@pytest.mark.parametrize("status", ["residence_permit", "eu_citizen", "temporary_protection"])
async def test_a_sixteen_year_old_with_a_settled_stay_is_not_asked_for_the_family(
    person: Conversation, house: House, status: str
) -> None:
    watch = Watch(person)
    await watch.say(SIXTEEN["de"])
    answer = await watch.say("bochum")
    await watch.press(answer, f"residence_status:{status}")
    assert recommended(person, house)["primary"] == "jmd"
    assert "unaccompanied" not in watch.opened


@pytest.mark.parametrize("code", FIVE)
async def test_in_a_state_facility_one_tap_instead_of_the_town(person: Conversation, house: House, code: str) -> None:
    watch, answer = await begin(person, code)
    answer = await watch.press(answer, "need:residence_asylum")
    answer = await watch.press(answer, "age_group:28_plus")
    assert person.asked == "place"
    assert "facility" in answer.choices
    answer = await watch.press(answer, "facility")
    recommendation = recommended(person, house)
    assert person.slots["in_reception_facility"] is True
    assert recommendation["rule"] == "R2"
    assert recommendation["primary"] == "refugee_counselling"
    assert "contact_facility_counselling" in answer.keys


FACILITY_SAID = {
    "de": "wir sind in der ZUE in unna und verstehen den asylbescheid nicht",
    "en": "i stay in the camp zue and have a question about my asylum interview",
    "ar": "انا ساكن بالكمب ZUE وعندي سؤال عن مقابلة اللجوء",
    "uk": "я живу в таборі ZUE, питання про притулок і інтерв'ю",
    "tr": "ZUE kampında kalıyorum iltica mülakatı hakkında sorum var",
}


@pytest.mark.parametrize("code", FIVE)
async def test_who_says_that_they_live_in_a_facility_is_not_asked_for_the_town(
    person: Conversation, house: House, code: str
) -> None:
    watch = Watch(person)
    answer = await watch.say(FACILITY_SAID[code])
    assert person.slots["in_reception_facility"] is True
    while person.asked is not None:
        assert person.asked != "place"
        answer = await watch.press(answer, "unsure" if person.asked == "needs" else "refuse")
    assert recommended(person, house)["rule"] == "R2"


TEACHER = {
    "de": "ich bin lehrerin, ein schüler von mir ist 17 und sucht eine ausbildung",
    "en": "im a teacher, one of my students is 17 and looks for an apprenticeship",
    "ar": "انا معلمة وعندي طالب عمره ١٧ سنة بدو تدريب مهني",
    "uk": "я вчителька, моєму учню 17 років, він шукає аусбільдунг",
    "tr": "öğretmenim, bir öğrencim 17 yaşında meslek eğitimi arıyor",
}


@pytest.mark.parametrize("code", FIVE)
async def test_a_teacher_asks_for_someone(person: Conversation, house: House, code: str) -> None:
    watch = Watch(person)
    await watch.say(TEACHER[code])
    assert person.slots["for_whom"] == "other"
    assert person.slots["age_group"] == "12_17"
    assert "training_work" in person.slots["needs"]
    assert person.asked == "place"
    answer = await watch.say(TYPED[code][2])
    answer = await watch.press(answer, "residence_status:residence_permit")
    assert recommended(person, house)["primary"] == "jmd"
    assert "recommend_other" in answer.keys


VOLUNTEER = {
    "de": "ich helfe ehrenamtlich einer frau aus syrien, sie ist 40 und braucht eine wohnung",
    "en": "i am a volunteer, i help a woman from syria, she is 40 and needs a flat",
    "ar": "انا متطوع وعم ساعد ست عمرها ٤٠ سنة بدها بيت",
    "uk": "я волонтерка, допомагаю жінці, їй 40 років, їй потрібна квартира",
    "tr": "gönüllüyüm, bir kadına yardım ediyorum, 40 yaşında ev arıyor",
}


@pytest.mark.parametrize("code", FIVE)
async def test_a_volunteer_asks_for_a_woman(person: Conversation, house: House, code: str) -> None:
    watch = Watch(person)
    await watch.say(VOLUNTEER[code])
    assert person.slots["for_whom"] == "other"
    assert person.slots["age_group"] == "28_plus"
    assert "housing" in person.slots["needs"]
    assert person.asked == "place"


# --- 4. Refuses everything ---------------------------------------------------------------------------------------------

REFUSALS = {
    "de": ("sag ich nicht", "das möchte ich nicht sagen", "privat", "geht sie nichts an"),
    "en": ("i dont want to say", "prefer not to say", "thats private", "i wont tell you"),
    "ar": ("ما بدي قول", "ما بدي جاوب", "هاد شي خاص", "لا اريد ان اجيب"),
    "uk": ("не хочу казати", "не скажу", "це особисте", "не хочу відповідати"),
    "tr": ("söylemek istemiyorum", "cevap vermek istemiyorum", "bu özel", "söylemem"),
}


@pytest.mark.parametrize("way", ["typed", "tapped"])
@pytest.mark.parametrize("code", FIVE)
async def test_who_refuses_everything_gets_three_cards_and_a_human(
    person: Conversation, house: House, code: str, way: str
) -> None:
    watch, answer = await begin(person, code)
    for number in range(4):
        assert person.asked == MAIN_QUESTIONS[number]
        if way == "typed":
            answer = await watch.say(REFUSALS[code][number])
        else:
            answer = await watch.press(answer, "unsure" if number == 0 else "refuse")
    recommendation = recommended(person, house)
    assert recommendation["rule"] == "R6"
    assert recommendation["services"] == ["mbe", "jmd", "refugee_counselling"]
    assert recommendation["offices"] == []
    assert "recommend_cards" in answer.keys
    assert answer.keys.count("card_line") == 3
    assert "human" in answer.choices
    if way == "typed":
        assert person.slots["age_group"] == "refused"
        assert person.slots["residence_status"] == "refused"


# --- 5. Danger ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", EIGHT)
async def test_before_a_deportation_the_town_alone_is_asked_and_leads_to_refugee_counselling(
    person: Conversation, house: House, code: str
) -> None:
    answer = await person.say(DANGER["deportation"][code])
    check_alarm(person, answer, "deportation")
    assert "ask_place_urgent" in answer.keys
    answer = await person.say(TYPED[code][2])
    assert person.slots["place"] == "Bochum"
    recommendation = recommended(person, house)
    assert recommendation["rule"] == "R0c"
    assert recommendation["primary"] == "refugee_counselling"
    assert recommendation["offices"]
    assert questions(answer) == []
    assert "contact_lawyer" in answer.keys
    assert person.slots["age_group"] is None
    assert person.slots["residence_status"] is None


@pytest.mark.parametrize("kind", ["homeless", "deportation", "minor_alone"])
@pytest.mark.parametrize("code", EIGHT)
async def test_the_town_after_danger_may_be_refused(person: Conversation, house: House, code: str, kind: str) -> None:
    answer = await person.say(DANGER[kind][code])
    answer = await person.press(answer, "refuse")
    recommendation = recommended(person, house)
    assert recommendation["rule"] == {"homeless": "R0b", "deportation": "R0c", "minor_alone": "R1"}[kind]
    assert recommendation["offices"] == []
    assert questions(answer) == []


LATER_NEED = {code: texts[0] for code, texts in TYPED.items()}


@pytest.mark.parametrize("code", EIGHT)
async def test_who_asks_for_something_else_after_danger_is_helped_with_it(person: Conversation, code: str) -> None:
    await person.say(DANGER["violence"][code])
    answer = await person.say(LATER_NEED[code])
    assert "housing" in person.slots["needs"]
    assert person.asked == "age_group"
    assert len(questions(answer)) == 1


# --- 6. Languages ------------------------------------------------------------------------------------------------------

IN_GERMAN = "entschuldigung ich kann auch deutsch, ich suche hilfe für eine ausbildung in dortmund"


@pytest.mark.parametrize("code", ["en", "ar", "uk", "tr"])
async def test_the_language_changes_with_a_whole_sentence(person: Conversation, code: str) -> None:
    watch, _ = await begin(person, code)
    await watch.say(IN_GERMAN)
    assert person.slots["language"] == "de"
    assert person.slots["place"] == "Dortmund"
    assert "training_work" in person.slots["needs"]


@pytest.mark.parametrize("code", FIVE)
async def test_the_language_does_not_change_with_a_name_or_a_german_word(person: Conversation, code: str) -> None:
    watch, answer = await begin(person, code)
    answer = await watch.press(answer, "need:letters_authorities")
    answer = await watch.say("28")
    assert person.slots["language"] == code
    answer = await watch.say("Gelsenkirchen")
    assert person.slots["language"] == code
    assert person.slots["place"] == "Gelsenkirchen"
    await watch.say("Niederlassungserlaubnis")
    assert person.slots["language"] == code
    assert person.slots["residence_status"] == "settlement_permit"


WISHED = {
    "de": ("können wir arabisch sprechen bitte", "ar"),
    "en": ("can you write in turkish please", "tr"),
    "ar": ("ممكن تحكي معي بالانكليزي", "en"),
    "uk": ("можна російською мовою будь ласка", "ru"),
    "tr": ("almanca konuşabilir miyiz lütfen", "de"),
}


@pytest.mark.parametrize("code", FIVE)
async def test_a_wish_for_another_language_is_met_and_the_question_comes_again(person: Conversation, code: str) -> None:
    watch, _ = await begin(person, code)
    text, wanted = WISHED[code]
    answer = await watch.say(text)
    assert person.slots["language"] == wanted
    assert "language_set" in answer.keys
    assert person.asked == "needs"


LATIN_ARABIC: tuple[tuple[str, dict[str, str]], ...] = (
    ("salam ana 3omri 23 w sakn b dortmund badi esht8el", {"place": "Dortmund", "age_group": "18_26"}),
    ("marhaba bdi se3id jobcenter ba3atli maktoub w ma fhemt chi", {}),
)


@pytest.mark.parametrize(("text", "slots"), LATIN_ARABIC)
async def test_arabic_in_latin_letters_is_arabic(person: Conversation, text: str, slots: dict[str, str]) -> None:
    await Watch(person).say(text)
    assert person.slots["language"] == "ar"
    for slot, value in slots.items():
        assert person.slots[slot] == value


BY_LETTER = {"letters_authorities", "residence_asylum"}
MIXED = {
    "en": ("hi i have termin at ausländerbehörde tomorrow and dont understand the brief", BY_LETTER),
    "ar": ("عندي Termin بال Ausländerbehörde وما فهمت ال Brief", BY_LETTER),
    "uk": ("прийшов Brief від Jobcenter, не розумію що за Bescheid", BY_LETTER),
    "tr": ("jobcenterden brief geldi bescheid ne demek anlamadım", BY_LETTER),
}


@pytest.mark.parametrize("code", list(MIXED))
async def test_german_words_mixed_in_do_not_change_the_language(person: Conversation, code: str) -> None:
    text, needs = MIXED[code]
    answer = await Watch(person).say(text)
    assert person.slots["language"] == code
    assert set(person.slots["needs"]) & needs
    assert "not_understood" not in answer.keys


@pytest.mark.parametrize(
    ("hello", "sentence", "code"),
    [
        ("سلام", "برای پیدا کردن خانه کمک میخوام لطفا", "fa"),
        ("سلام", "بدي مساعدة لاقي بيت للايجار", "ar"),
        ("привіт", "нужна помощь найти квартиру пожалуйста", "ru"),
        ("hi", "ich suche hilfe bei der wohnungssuche", "de"),
    ],
)
async def test_after_a_greeting_that_several_languages_share_the_first_sentence_decides(
    person: Conversation, hello: str, sentence: str, code: str
) -> None:
    watch = Watch(person)
    await watch.say(hello)
    await watch.say(sentence)
    assert person.slots["language"] == code


# --- 7. Corrections ----------------------------------------------------------------------------------------------------

NINETEEN = {
    "de": ALL_AT_ONCE["de"],
    "en": ALL_AT_ONCE["en"],
    "ar": "انا ساكن ب Hamm عمري ١٩ سنة معي دولدونغ وبدور على شغل",
    "uk": "я в Гаммі, мені 19, маю дульдунг, шукаю роботу",
    "tr": ALL_AT_ONCE["tr"],
}
NOT_NINETEEN = {
    "de": "nein ich bin nicht 19 ich bin 31",
    "en": "sorry im not 19 im 31",
    "ar": "لا انا مو ١٩ عمري ٣١ سنة",
    "uk": "ні, мені не 19, мені 31",
    "tr": "yanlış yazdım 19 değil 31 yaşındayım",
}


@pytest.mark.parametrize("code", FIVE)
async def test_a_corrected_age_gives_a_new_recommendation(person: Conversation, house: House, code: str) -> None:
    watch = Watch(person)
    await watch.say(NINETEEN[code])
    before = recommended(person, house)
    answer = await watch.say(NOT_NINETEEN[code])
    assert person.slots["age_group"] == "28_plus"
    after = recommended(person, house)
    assert after != before
    assert after["primary"] == "refugee_counselling"
    assert "jmd" not in after["services"]
    assert "heard_correction" in answer.keys
    assert questions(answer) == []


OTHER_TOWN = {
    "de": "ich wohne jetzt in herne nicht mehr in hamm",
    "en": "actually i live in herne now",
    "ar": "لا انا هلق ساكن ب Herne",
    "uk": "вибачте, я тепер живу в Herne",
    "tr": "pardon artık hernede oturuyorum",
}


@pytest.mark.parametrize("code", FIVE)
async def test_a_corrected_town_gives_other_offices(person: Conversation, house: House, code: str) -> None:
    watch = Watch(person)
    await watch.say(NINETEEN[code])
    before = recommended(person, house)
    await watch.say(OTHER_TOWN[code])
    assert person.slots["place"] == "Herne"
    after = recommended(person, house)
    assert after["offices"] != before["offices"]
    assert after["services"] == before["services"]


@pytest.mark.parametrize(
    ("reopened", "choice", "primary"),
    [
        ("age_group", "age_group:28_plus", "refugee_counselling"),
        ("residence_status", "residence_status:residence_permit", "jmd"),
        ("needs", "need:residence_asylum", "refugee_counselling"),
    ],
)
@pytest.mark.parametrize("code", FIVE)
async def test_what_is_not_right_can_be_tapped_and_said_anew(
    person: Conversation, house: House, code: str, reopened: str, choice: str, primary: str
) -> None:
    watch = Watch(person)
    answer = await watch.say(NINETEEN[code])
    before = recommended(person, house)
    answer = await watch.press(answer, "wrong")
    assert "what_is_wrong" in answer.keys
    answer = await watch.press(answer, f"reopen:{reopened}")
    assert person.asked == reopened
    answer = await watch.press(answer, choice)
    after = recommended(person, house)
    assert after != before
    assert after["primary"] == primary


# --- 8. Outside the district -------------------------------------------------------------------------------------------

FAR_AWAY = {
    "de": ("ich wohne in berlin, bin 35, hab aufenthaltserlaubnis und suche arbeit", "Berlin"),
    "en": ("i live in munich im 35 with aufenthaltserlaubnis and look for work", "München"),
    "ar": ("انا ساكن ببرلين عمري ٣٥ معي Aufenthaltserlaubnis وبدور على شغل", "Berlin"),
    "uk": ("живу в Гамбурзі, мені 35, параграф 24, шукаю роботу", "Hamburg"),
    "tr": ("berlinde oturuyorum 35 yaşındayım Aufenthaltserlaubnis var iş arıyorum", "Berlin"),
}


@pytest.mark.parametrize("code", FIVE)
async def test_outside_the_district_it_is_said_and_no_office_is_named(
    person: Conversation, house: House, code: str
) -> None:
    watch = Watch(person)
    text, town = FAR_AWAY[code]
    answer = await watch.say(text)
    assert person.slots["place"] == town
    recommendation = recommended(person, house)
    assert recommendation["primary"] == "mbe"
    assert recommendation["offices"] == []
    assert "outside_district" in recommendation["reasons"]
    assert "outside_district" in answer.keys
    assert "online_mbe" in answer.keys
    assert not [key for key in answer.keys if key.startswith("office_")]
    assert "human" in answer.choices


ABROAD = {
    "de": "ich bin noch in der türkei und will nach deutschland kommen zum arbeiten",
    "en": "i am still in nigeria, not in germany yet, i want to come for work",
    "ar": "انا لسا بسوريا مو بالمانيا وبدي اجي اشتغل",
    "uk": "я ще в україні, не в німеччині, хочу приїхати працювати",
    "tr": "ben hala türkiyedeyim almanyaya gelip çalışmak istiyorum",
}


@pytest.mark.parametrize("code", FIVE)
async def test_who_is_not_in_germany_yet_gets_online_counselling(person: Conversation, code: str) -> None:
    answer = await Watch(person).say(ABROAD[code])
    assert "outside_germany" in answer.keys
    assert "online_mbe" in answer.keys
    assert person.asked is None
    assert not [key for key in answer.keys if key.startswith("office_")]


# --- 9. Letters --------------------------------------------------------------------------------------------------------

A_LETTER = {
    "de": "habe brief vom jobcenter bekommen und verstehe nix",
    "en": "i got a letter from jobcenter and dont understand it",
    "ar": "اجتني رسالة من الجوب سنتر وما فهمت شي",
    "uk": "прийшов лист з джобцентру, нічого не розумію",
    "tr": "jobcenterdan mektup geldi anlamıyorum",
}


@pytest.mark.parametrize("code", FIVE)
async def test_an_ordinary_letter_leads_on(person: Conversation, code: str) -> None:
    answer = await Watch(person).say(A_LETTER[code])
    assert person.slots["needs"][0] == "letters_authorities"
    assert "heard_letters_authorities" in answer.keys
    assert person.slots["letter"] != "urgent"
    assert person.slots["emergency"] is None
    assert person.asked == "age_group"


URGENT_LETTER = {
    "de": "brief gekommen asyl nein. was machen. habe angst",
    "en": "got letter from bamf, asylum rejected, what to do",
    "ar": "اجتني رسالة من البامف رفض اللجوء شو اعمل",
    "uk": "прийшов лист з bamf, відмовили в притулку, що робити",
    "tr": "bamf'tan mektup geldi iltica reddedildi ne yapayım",
}


@pytest.mark.parametrize("code", FIVE)
async def test_a_rejection_is_urgent_and_only_the_town_is_asked(person: Conversation, house: House, code: str) -> None:
    watch = Watch(person)
    answer = await watch.say(URGENT_LETTER[code])
    assert person.slots["letter"] == "urgent" or person.slots["emergency"] == "deportation"
    assert answer.keys[0] in ("heard_letter_urgent", "danger_deportation"), "what was said is answered first"
    assert questions(answer) in (["ask_place"], ["ask_place_urgent"])
    await watch.say("arnsberg")
    assert person.slots["place"] == "Arnsberg"
    assert set(watch.opened) <= {"place"}, "neither age nor status was asked"
    recommendation = recommended(person, house)
    assert recommendation["primary"] == "refugee_counselling"
    assert recommendation["rule"] == "R0c"


YELLOW_ENVELOPE = {
    "de": "gelber umschlag ist gekommen von gericht",
    "en": "yellow envelope came from the court",
    "ar": "اجاني ظرف اصفر من المحكمة",
    "uk": "прийшов жовтий конверт із суду",
    "tr": "mahkemeden sarı zarf geldi",
}


@pytest.mark.parametrize("code", FIVE)
async def test_a_yellow_envelope_is_urgent(person: Conversation, code: str) -> None:
    answer = await Watch(person).say(YELLOW_ENVELOPE[code])
    assert person.slots["letter"] == "urgent" or person.slots["emergency"] == "deportation"
    assert answer.keys[0] in ("heard_letter_urgent", "danger_deportation")


PHOTO = {
    "de": "kann ich ein foto von dem brief schicken",
    "en": "can i send you a photo of the letter",
    "ar": "ممكن ابعتلك صورة الرسالة",
    "uk": "можна надіслати фото листа",
    "tr": "mektubun fotoğrafını gönderebilir miyim",
}


@pytest.mark.parametrize("code", FIVE)
async def test_a_photo_cannot_be_read_and_it_says_who_reads_it(person: Conversation, code: str) -> None:
    answer = await Watch(person).say(PHOTO[code])
    assert "heard_letter_photo" in answer.keys
    assert "letters_authorities" in person.slots["needs"]


# --- 12. Deletion ------------------------------------------------------------------------------------------------------

DELETE = {
    "de": "lösch bitte alle meine daten",
    "en": "delete my data please",
    "ar": "امسح كل بياناتي لو سمحت",
    "uk": "видаліть усі мої дані",
    "tr": "bütün verilerimi sil lütfen",
    "fr": "effacez toutes mes données",
    "ru": "удалите все мои данные",
    "fa": "همه اطلاعات منو پاک کن",
}


@pytest.mark.parametrize("code", EIGHT)
async def test_all_is_deleted_at_once_and_confirmed(person: Conversation, house: House, code: str) -> None:
    watch, answer = await begin(person, code)
    answer = await watch.press(answer, "need:housing+benefits_money")
    await watch.press(answer, "age_group:28_plus")
    answer = await person.say(DELETE[code])
    assert answer.text == house.catalogue.text("deleted", code, informal=False, values={}), answer.text
    assert person.slots == {}
    assert house.events.last_sign(person.id) is None
    assert house.conversations.last_sign(person.id) is None


# --- 13. Frightened or in pain, without danger -------------------------------------------------------------------------

AFRAID = {
    "de": "ich hab so angst, ich kann nachts nicht schlafen",
    "en": "i am so scared and cant sleep at night",
    "ar": "انا كتير خايفة ومو عم نام بالليل",
    "uk": "мені дуже страшно, не можу спати ночами",
    "tr": "çok korkuyorum geceleri uyuyamıyorum",
}
SAD = {
    "de": "ich bin so traurig, weine jeden tag, vermisse meine familie",
    "en": "i am so sad, i cry every day and miss my family",
    "ar": "انا كتير حزينة عم ابكي كل يوم ومشتاقة لاهلي",
    "uk": "мені так сумно, плачу щодня, сумую за родиною",
    "tr": "çok üzgünüm her gün ağlıyorum ailemi özledim",
}
IN_PAIN = {
    "de": "ich habe seit wochen schmerzen im rücken",
    "en": "i have pain in my back since weeks",
    "ar": "عندي وجع بضهري من كم اسبوع",
    "uk": "у мене вже кілька тижнів болить спина",
    "tr": "haftalardır sırtım ağrıyor",
}


@pytest.mark.parametrize("code", FIVE)
@pytest.mark.parametrize(("feeling", "texts"), [("fear", AFRAID), ("sadness", SAD), ("pain", IN_PAIN)])
async def test_who_is_frightened_or_in_pain_is_comforted_first_and_offered_a_human(
    person: Conversation, code: str, feeling: str, texts: dict[str, Any]
) -> None:
    answer = await Watch(person).say(texts[code])
    assert person.slots["emergency"] is None
    assert answer.keys[0] == f"comfort_{feeling}"
    assert "human" in answer.messages[0].choices, "a human before any question"
    assert len(questions(answer)) <= 1


@pytest.mark.parametrize(("code", "yes"), [("de", "ja bitte"), ("en", "yes please"), ("tr", "evet")])
async def test_a_yes_after_comfort_leads_to_a_human(person: Conversation, code: str, yes: str) -> None:
    watch = Watch(person)
    await watch.say(SAD[code])
    answer = await watch.say(yes)
    assert person.slots["handoff"] == "offered", answer.keys


WILL_THEY = {
    "de": "muss ich raus aus deutschland?",
    "en": "do i have to leave germany?",
    "ar": "هل لازم اترك المانيا؟",
    "uk": "мене вишлють з німеччини?",
    "tr": "almanyadan gitmek zorunda mıyım?",
}


@pytest.mark.parametrize("code", FIVE)
async def test_whether_one_must_leave_is_never_answered_with_yes_or_no(person: Conversation, code: str) -> None:
    answer = await Watch(person).say(WILL_THEY[code])
    assert "residence_asylum" in (person.slots["needs"] or [])
    assert not {"affirm", "deny"} & {str(person.parse["intent"]["name"])}
    assert "not_understood" not in answer.keys
