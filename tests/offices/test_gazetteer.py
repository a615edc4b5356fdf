"""Places are understood the way people type them, and words are not taken for places."""

from __future__ import annotations

import time

import pytest

from bot.offices import NRW, Gazetteer, GazetteerError
from bot.offices.spelling import fold

# message, values that must be found (official names or postal codes)
SENTENCES: list[tuple[str, list[str]]] = [
    # de
    ("Ich wohne in Dortmund", ["Dortmund"]),
    ("salut ich bin in hamm 19 jahre hab duldung suche ausbildung", ["Hamm"]),
    ("wohne in der Nordstadt", ["Dortmund"]),
    ("dortmund hörde", ["Dortmund"]),
    ("wanne eickel", ["Herne"]),
    ("wattenscheid", ["Bochum"]),
    ("in Buer", ["Gelsenkirchen"]),
    ("wir sind in Brambauer", ["Lünen"]),
    ("arnsberg neheim", ["Arnsberg"]),
    ("castrop", ["Castrop-Rauxel"]),
    ("wohne in haltern", ["Haltern am See"]),
    ("lüdenscheid, 24, gestattung", ["Lüdenscheid"]),
    ("live in Luenen", ["Lünen"]),
    ("gelsenkirschen", ["Gelsenkirchen"]),
    ("in Rekkinghausen", ["Recklinghausen"]),
    ("Dortmnd", ["Dortmund"]),
    ("Bohum", ["Bochum"]),
    ("gelsen kirchen", ["Gelsenkirchen"]),
    ("44137 Dortmund", ["44137"]),
    ("plz ist 57072", ["57072"]),
    ("٥٨٠٩٥", ["58095"]),
    ("۴۴۱۳۷", ["44137"]),
    ("die Dortmunder Ausländerbehörde", ["Dortmund"]),
    ("ich wohne in Wetter", ["Wetter (Ruhr)"]),
    ("bin in essen", ["Essen"]),
    ("hab fiktion, 31 jahre, münster", ["Münster"]),
    # where they live, not where they work, were or come from
    ("ich arbeite in Essen und wohne in Bochum", ["Bochum"]),
    ("ich arbeite in Essen", []),
    ("ich wohn in ahlen und arbeit in münster", ["Ahlen"]),
    ("iserlohn, but i work in hagen", ["Iserlohn"]),
    ("früher in Köln gewohnt, jetzt Hamm", ["Hamm"]),
    ("jetzt hagen, früher gladbeck", ["Hagen"]),
    ("nicht mehr in Köln, jetzt Dortmund", ["Dortmund"]),
    ("doch nicht herne sondern gelsenkirchen", ["Gelsenkirchen"]),
    ("komme aus syrien, wohne jetzt unna", ["Unna"]),
    ("ich komme aus Köln und wohne in Hamm", ["Hamm"]),
    ("hallo aus bochum", ["Bochum"]),
    ("Hamm oder Dortmund", ["Hamm", "Dortmund"]),
    # en, fr
    ("am staying at hamm with my uncle", ["Hamm"]),
    ("not herne, i moved to marl", ["Marl"]),
    ("i live in Cologne", ["Köln"]),
    ("je suis à Hamm, 19 ans, j'ai une Duldung, je cherche une formation", ["Hamm"]),
    ("plus à dortmund maintenant c'est unna", ["Unna"]),
    ("marl pas hamm", ["Marl"]),
    ("j'habite gelsenkirchen", ["Gelsenkirchen"]),
    # ar
    ("أنا ساكن في دورتموند", ["Dortmund"]),
    ("بدورتموند", ["Dortmund"]),
    ("ساكن ببوخوم", ["Bochum"]),
    ("انا بهام", ["Hamm"]),
    ("كلزنكيرشن", ["Gelsenkirchen"]),
    ("ريكلينكهاوزن", ["Recklinghausen"]),
    ("انا من العراق عمري 40 عايش بأرنسبرغ", ["Arnsberg"]),
    ("ساكن فأونا", ["Unna"]),
    ("كنت بهيرنه هلق نقلت ع هام", ["Hamm"]),
    ("مو دورتموند انا بلونن", ["Lünen"]),
    ("فانه ايكل", ["Herne"]),
    ("sakna f bochum", ["Bochum"]),
    # fa
    ("من در گلزنکیرشن زندگی میکنم", ["Gelsenkirchen"]),
    ("من از هرات هستم و در گلزن کیرشن زندگی میکنم", ["Gelsenkirchen"]),
    ("توی هاگن", ["Hagen"]),
    ("ما در شهر هام هستیم", ["Hamm"]),
    ("دورتموندم", ["Dortmund"]),
    ("در اسن کار میکنم ولی بوتروپ زندگی میکنم", ["Bottrop"]),
    ("dar dortmund zendegi mikonam", ["Dortmund"]),
    # uk, ru
    ("у Бохумі", ["Bochum"]),
    ("м. Люденшайд", ["Lüdenscheid"]),
    ("ми в Унні", ["Unna"]),
    ("мешкаю в Гельзенкірхені вже рік", ["Gelsenkirchen"]),
    ("не Хамм, а Зост", ["Soest"]),
    ("живу в Ізерлоні, але прописка ще в Хагені, дівчина 22", ["Iserlohn"]),
    ("я живу в Дортмунде", ["Dortmund"]),
    ("сначала в Ахене был, теперь Херне", ["Herne"]),
    ("мы в лагере в Мёнезее", ["Möhnesee"]),
    ("Ванне-Айкель", ["Herne"]),
    ("zhivu v Herne", ["Herne"]),
    # tr
    ("Dortmund'da yaşıyorum", ["Dortmund"]),
    ("hammda oturuyorum", ["Hamm"]),
    ("Unna'dayım", ["Unna"]),
    ("essen değil hernede yaşıyorum", ["Herne"]),
    ("Köln'de çalışıyorum, Dortmund'da oturuyorum", ["Dortmund"]),
    ("mavi kartla çalışıyorum mühendisim münsterdeyim", ["Münster"]),
    # others that are answered too
    ("mieszkam w Dortmundzie", ["Dortmund"]),
    ("li Dortmundê dijîm", ["Dortmund"]),
    ("zivim u Dortmundu", ["Dortmund"]),
    ("живея в Дортмунд", ["Dortmund"]),
    ("په دورتمونډ کې اوسیږم", ["Dortmund"]),
    ("ኣብ ዶርትሙንድ እየ", ["Dortmund"]),
]

FALSE_ALARMS = [
    "ich brauche essen und kleidung",
    "Was kostet das Essen?",
    "kein Essen, kein Geld",
    "wie wird das Wetter morgen?",
    "ich bin in der Lage zu arbeiten",
    "wir kamen 2015",
    "Kamen Sie aus Syrien?",
    "chef hat mein pass weggenommen, schlafe in der halle",
    "ich schneide mich gerade",
    "bitte senden sie mir die Adresse",
    "ich heiße Horst",
    "how much is it in december",
    "i need help with my children",
    "ich komme aus Indien",
    "Halep'ten geldim",
    "je ne sais pas, c'est privé",
    "الحمد لله",
    "لا اعرف",
    "عايز اتعلم الماني في الفترة المسائية",
    "قدمت طعن من سنتين ولحد الان ماكو نتيجة",
    "ورنه میرم",
    "من از افغانستان هستم",
    "беременна и без страховки к кому идти",
    "чоловік уже вісім років у Норвегії",
    "мерсі",
    "Tel 0231 44137",
    "das kostet 12000 Euro",
    "",
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_the_home_is_found_in_a_sentence(gazetteer: Gazetteer, text: str, expected: list[str]) -> None:
    assert [place.value for mention in gazetteer.find_in(text) for place in mention.places] == expected


@pytest.mark.parametrize("text", FALSE_ALARMS)
def test_words_are_not_taken_for_places(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find_in(text) == ()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Dortmund", ["Dortmund (Nordrhein-Westfalen)"]),
        ("essen", ["Essen (Nordrhein-Westfalen)"]),
        ("Wetter", ["Wetter (Ruhr)"]),
        ("Kamen", ["Kamen (Kreis Unna)"]),
        ("Halle", ["Halle (Sachsen-Anhalt)", "Halle (Kreis Gütersloh)"]),
        ("Halle Westfalen", ["Halle (Kreis Gütersloh)"]),
        ("Halle (Kreis Gütersloh)", ["Halle (Kreis Gütersloh)"]),
        ("Wickede", ["Wickede (Kreis Soest)", "Dortmund (Nordrhein-Westfalen)"]),
        ("Wickede, Dortmund", ["Dortmund (Nordrhein-Westfalen)"]),
        ("Mühlheim", ["Mülheim an der Ruhr (Nordrhein-Westfalen)"]),
        ("44137", ["Dortmund (Nordrhein-Westfalen)"]),
        ("99999", []),
        ("Unnna", ["Unna (Kreis Unna)"]),
        ("Rekklinghausen", ["Recklinghausen (Kreis Recklinghausen)"]),
        ("Oer Erkenschwick", ["Oer-Erkenschwick (Kreis Recklinghausen)"]),
        ("Berlin", ["Berlin (Berlin)"]),
        ("weiß nicht", []),
        ("нет", []),
        ("I don't know", []),
    ],
)
def test_an_answer_is_resolved_or_asked_back(gazetteer: Gazetteer, answer: str, expected: list[str]) -> None:
    assert [place.label for place in gazetteer.resolve(answer).places] == expected


def test_namesakes_too_small_for_a_question_are_kept_for_a_correction(gazetteer: Gazetteer) -> None:
    found = gazetteer.resolve("Münster")
    assert found.place is not None
    assert found.place.state == NRW
    assert {"Hessen", "Bayern"} <= {p.state for p in found.namesakes}


def test_mentions_keep_their_offsets_and_roles(gazetteer: Gazetteer) -> None:
    text = "Ich arbeite in Essen und wohne in Bochum"
    found = [(text[m.start : m.end], m.role) for m in gazetteer.mentions(text)]
    assert found == [("Essen", "work"), ("Bochum", "home")]


def test_the_postal_code_wins_and_keeps_its_own_position(gazetteer: Gazetteer) -> None:
    (mention,) = gazetteer.find_in("recklinghausen süd 45661")
    place = mention.places[0]
    assert (place.value, place.name) == ("45661", "Recklinghausen")
    centre = gazetteer.official("Recklinghausen")
    assert centre is not None
    assert (centre.latitude, centre.longitude) != (place.latitude, place.longitude)


def test_every_municipality_of_nrw_is_understood_by_its_official_name(gazetteer: Gazetteer) -> None:
    missed = [
        p.name
        for p in gazetteer.municipalities
        if p.in_nrw and p.name not in [found.name for found in gazetteer.resolve(p.name).places]
    ]
    assert missed == []
    assert sum(p.in_nrw for p in gazetteer.municipalities) == 396


def test_a_shared_location_gives_the_municipality_and_nothing_abroad(gazetteer: Gazetteer) -> None:
    here = gazetteer.near(51.68, 7.81)
    assert here is not None
    assert here.name == "Hamm"
    assert gazetteer.near(35.0, 38.0) is None


@pytest.mark.parametrize(("one", "other"), [("MÜNSTER", "munster"), ("أونا", "اونا"), ("Кёльн", "кельн"), ("ß", "SS")])
def test_folding_forgets_what_keyboards_differ_in(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_finding_is_quick_enough_for_every_message(gazetteer: Gazetteer) -> None:
    text = "ich bin seit drei Jahren hier und brauche Hilfe mit einem Brief vom Jobcenter in Gelsenkirchen, " * 2
    begin = time.perf_counter()
    for _ in range(20):
        gazetteer.find_in(text)
    assert (time.perf_counter() - begin) / 20 < 0.02


def test_missing_place_data_say_which_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(GazetteerError, match=r"postcodes_de.csv is missing"):
        Gazetteer.load(tmp_path_factory.mktemp("empty"))
