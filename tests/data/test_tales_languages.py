"""Spot checks of the grammar of each language, by rules written down a second time, as an editor would."""

import re
import unicodedata

import pytest

from openhearth.data import tales

CODES = list(tales.LANGUAGES)
SCRIPTS = {
    "Latin": "LATIN",
    "Devanagari": "DEVANAGARI",
    "Bengali": "BENGALI",
    "Arabic": "ARABIC",
    "Han": "CJK",
    "Ethiopic": "ETHIOPIC",
}
ENDS = {"hi": "।”", "bn": "।”", "am": "።”", "zh": "。”", "ar": ".»", "es": ".»"}


def texts(code: str, stories: int = 400) -> list[str]:
    return tales.corpus(stories, [code], seed=7).texts()


@pytest.mark.parametrize("code", CODES)
def test_every_letter_is_of_the_languages_script_and_in_normal_form(code: str) -> None:
    script = SCRIPTS[tales._TONGUES[code].script]
    for text in texts(code):
        assert unicodedata.is_normalized("NFC", text)
        foreign = {letter for letter in text if letter.isalpha() and script not in unicodedata.name(letter)}
        assert not foreign, foreign


@pytest.mark.parametrize("code", CODES)
def test_sentences_are_spaced_and_ended_as_the_language_does(code: str) -> None:
    for text in texts(code):
        pages = text.split("\n")
        assert len(pages) == 4
        assert all(page[-1] in ENDS.get(code, ".”") for page in pages), text
        assert "  " not in text
        assert not re.search(r"\s[.,;:!?।、。，،።]|[.,।]{2}|[{}|]", text), text
        if code in ("hi", "bn", "zh", "am"):
            assert "." not in text
        if code == "ar":
            assert "," not in text
        if tales._TONGUES[code].script == "Latin":
            assert not re.search(r"(^|[.] )[a-záéíóú]", text), text
        if code == "zh":
            assert " " not in text


def test_english_says_an_before_a_vowel_and_only_there() -> None:
    for text in texts("en"):
        assert not re.search(r"\b[Aa] (?!one\b)[aeio]\w|\b[Aa] (umbrella|honest)", text), text
        assert not re.search(r"\b[Aa]n (?!honest\b)[^aeiou]", text), text


def test_spanish_articles_and_adjectives_agree() -> None:
    feminine = "cabra tortuga oveja cometa lámpara pelota cesta campana flauta bolsa manta ciudad niña"
    masculine = (
        "gato perro burro loro conejo caballo pato mono camello tambor libro sombrero paraguas pueblo niño"
    )
    everything = "\n".join(texts("es"))
    for noun in feminine.split():
        assert not re.search(
            rf"\b(un|el|del|al) {noun}\b|\b{noun} (blanco|negro|rojo|amarillo|pequeño|listo|manso|tranquilo|hermoso)\b",
            everything,
        ), noun
    for noun in masculine.split():
        assert not re.search(
            rf"\b(una|la) {noun}\b|\b{noun} (blanca|negra|roja|pequeña|tranquila|hermosa)\b", everything
        ), noun


def test_swahili_concords_follow_the_nouns_class() -> None:
    colours = {
        "7": "chekundu cheupe cheusi cha",
        "9": "nyekundu nyeupe nyeusi ya",
        "3": "mwekundu mweupe mweusi wa",
        "5": "jekundu jeupe jeusi la",
    }
    classes = {
        "7": "kishada kitabu kikapu",
        "9": "ngoma taa kengele kofia filimbi",
        "3": "mpira mwavuli mfuko",
        "5": "blanketi",
    }
    yours = {"7": "chake", "9": "yake", "3": "wake", "5": "lake"}
    text = "\n".join(texts("sw"))
    seen = set()
    for number, nouns in classes.items():
        for noun in nouns.split():
            for mine, colour, second in re.findall(
                rf"(?:alipoteza|kwamba) {noun} (\w+) (\w+)(?: \w+)?? na (\w+)", text
            ):
                assert mine == yours[number]
                assert colour in colours[number].split()
                assert second in colours[number].split()
                seen.add(noun)
    assert len(seen) == 12


def test_hindi_verbs_follow_the_heros_gender() -> None:
    names = [entry["name"] for entry in tales._TONGUES["hi"].words["hero"]]
    girls = names[:16]
    for story in tales.corpus(300, ["hi"]).stories:
        hero = next(name for name in names if re.search(rf"(^|में |यह ){name} ", story.pages[0]))
        assert ("रहती थी" in story.pages[0]) == (hero in girls)
        assert ("रहता था" in story.pages[0]) == (hero not in girls)


def test_hindi_nouns_are_oblique_before_a_postposition() -> None:
    for text in texts("hi"):
        assert not re.search(r"(कुत्ता|गधा|तोता|घोड़ा|कछुआ|छोटा|काला) (के|को|में|से)", text), text
        assert not re.search(r"(छोटा|बड़ा|पुराना|हरा-भरा) (गाँव|शहर|राज्य|मोहल्ले|घाटी) में", text), text


def test_arabic_adjectives_and_verbs_agree() -> None:
    text = "\n".join(texts("ar"))
    for noun in [
        "قرية",
        "بلدة",
        "مملكة",
        "عنزة",
        "قطة",
        "سلحفاة",
        "بطة",
        "كرة",
        "سلة",
        "قبعة",
        "مظلة",
        "حقيبة",
        "بطانية",
    ]:
        assert not re.search(
            rf"(?<!\w){noun} (صغير|كبير|قديم|جميل|أحمر|أبيض|أسود|أخضر|ذكي|قوي)(?!\w)", text
        ), noun
    for noun in [
        "وادٍ",
        "حي",
        "كلب",
        "حمار",
        "ببغاء",
        "أرنب",
        "حصان",
        "قرد",
        "جمل",
        "خروف",
        "طبلًا",
        "كتابًا",
        "مصباحًا",
    ]:
        assert not re.search(
            rf"(?<!\w){noun} (صغيرة|كبيرة|قديمة|جميلة|حمراء|بيضاء|سوداء|ذكية)(?!\w)", text
        ), noun
    assert not re.search(r"كان (ليلى|سلمى|مريم|هدى|سارة)|كانت (عمر|كريم|سامي|حسن)", text)


def test_chinese_nouns_have_their_measure_words() -> None:
    measures = {
        "风筝": "只",
        "鼓": "面",
        "书": "本",
        "灯": "盏",
        "帽子": "顶",
        "笛子": "支",
        "雨伞": "把",
        "毯子": "条",
    }
    text = "\n".join(texts("zh"))
    for noun, measure in measures.items():
        found = set(re.findall(rf"[一那](\w)[红蓝绿黄白黑]{{2}}相间的{noun}", text))
        assert found == {measure}


def test_amharic_verbs_and_suffixes_follow_gender() -> None:
    tongue = tales._TONGUES["am"]
    girls = {entry["name"] for entry in tongue.words["hero"][:16]}
    for story in tales.corpus(300, ["am"]).stories:
        hero = next(name["name"] for name in tongue.words["hero"] if f"{name['name']} " in story.pages[0])
        she, he = r"ትኖር|ነበራት|ትጫወት|የምትባል", r"ይኖር|ነበረው|ይጫወት|የሚባል"
        assert not re.search(he if hero in girls else she, story.pages[0]), story.text
        assert not re.search(r"ረሳም|ይላል|ተሰማው" if hero in girls else r"ረሳችም|ትላለች|ተሰማት", story.text), story.text


def test_bengali_genitives_follow_the_last_sound() -> None:
    tongue = tales._TONGUES["bn"]
    for name in ("hero", "thing", "animal"):
        for entry in tongue.words[name]:
            bare, genitive = entry[""], entry["of"]
            ending = genitive.removeprefix(bare)
            assert ending == ("র" if bare[-1] in "ািীুূেো" else "য়ের" if bare[-1] in "ইউ" else "ের"), genitive


FEMININE = {
    "es": "cabra tortuga oveja cometa lámpara pelota cesta campana flauta bolsa manta ciudad",
    "hi": "बकरी बिल्ली बतख भेड़ पतंग किताब गेंद टोकरी घंटी टोपी बाँसुरी घाटी चाय शिकंजी",
    "ar": "عنزة قطة سلحفاة بطة طائرة كرة سلة قبعة مظلة حقيبة بطانية قرية بلدة مملكة",
}


@pytest.mark.parametrize("code", FEMININE)
def test_these_nouns_are_feminine_and_all_others_masculine(code: str) -> None:
    words = tales._TONGUES[code].words
    nouns = {
        entry[""]: entry["class"]
        for name in ("place", "animal", "thing", "drink")
        for entry in words[name]
        if "class" in entry
    }
    found = {
        next(word for word in noun.split() if word not in ("una", "में"))
        for noun, gender in nouns.items()
        if gender == "f"
    }
    assert found == set(FEMININE[code].split())
