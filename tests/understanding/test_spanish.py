"""Spanish words are understood: danger in its surroundings, and what is asked of the call."""

from __future__ import annotations

import pytest

from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import (
    Assessment,
    Category,
    Intent,
    Level,
    Lexicon,
    Mood,
    Risk,
)
from ruby_fsm.understanding.encoder.encoder import encoder
from ruby_fsm.understanding.normalise import normalise
from ruby_fsm.understanding.risk.judge import judge
from ruby_fsm.understanding.spanish.tables import sections
from ruby_fsm.understanding.spanish.words import hear

SPANISH = Lexicon(language="es")
OPT_OUT, GOODBYE, HUMAN = Intent.OPT_OUT, Intent.GOODBYE, Intent.WANTS_HUMAN
WHO, REPEAT = Intent.WHO_ARE_YOU, Intent.REPEAT


def heard(text: str) -> Assessment:
    found = assess(text, SPANISH)
    assert not found.failed
    return found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("¡Quiero SUICIDARME, ya!", "quiero suicidarme"),
        ("pues la verdad ya no quiero bibir", "no quiero vivir"),
        ("me quieroooo matar", "me quiero matar"),
        ("voy ha matar me", "voy a matarme"),
        ("no no quiero vivir", "no quiero vivir"),
        ("pienso en el su*cidio", "pienso en el suicidio"),
        ("no solo estoy triste", "estoy triste"),
        ("me voy a tirar del puente", "me voy a tirar de el puente"),
        ("a* b*", ""),
    ],
)
def test_what_a_recogniser_wrote_becomes_plain_words(text: str, words: str) -> None:
    assert " ".join(hear(text).words) == words


def test_accents_and_capitals_change_nothing() -> None:
    plain = heard("quiza manana ya no este aqui me quiero morir")

    assert heard("QUIZÁ MAÑANA YA NO ESTÉ AQUÍ, ME QUIERO MORIR.") == plain
    assert plain.risk.level >= Level.MODERATE


@pytest.mark.parametrize(
    ("text", "level", "category"),
    [
        ("ya no quiero vivir", Level.MODERATE, Category.PASSIVE_WISH),
        ("he pensado en quitarme la vida", Level.MODERATE, Category.IDEATION),
        ("estoy juntando pastillas", Level.MODERATE, Category.METHOD),
        ("esta noche me mato", Level.HIGH, Category.INTENT),
        ("ya escribí la carta de despedida", Level.HIGH, Category.PLAN),
        ("me acabo de cortar las venas", Level.IMMINENT, Category.BEHAVIOUR),
        ("me corto los brazos", Level.MODERATE, Category.SELF_HARM),
        ("mi esposo me golpea", Level.MODERATE, Category.ABUSE),
        ("voy a matar a mi vecino", Level.HIGH, Category.VIOLENCE),
        ("no puedo respirar", Level.IMMINENT, Category.MEDICAL),
        ("mi hija se quiere matar", Level.HIGH, Category.THIRD_PARTY),
        ("mi primo se suicidó", Level.LOW, Category.THIRD_PARTY),
        ("no pienso matarme", Level.LOW, Category.DENIAL),
        ("nunca he pensado en suicidarme", Level.LOW, Category.DENIAL),
        ("hace diez años intenté matarme", Level.LOW, Category.PAST),
        ("me quiero morir de la vergüenza jaja", Level.LOW, Category.HYPERBOLE),
        ("me quiero morir qué pena", Level.LOW, Category.HYPERBOLE),
    ],
)
def test_danger_is_graded(text: str, level: Level, category: Category) -> None:
    risk = heard(text).risk

    assert (risk.level, risk.category) == (level, category)


@pytest.mark.parametrize(
    "text",
    [
        "por qué no me mato de una vez",
        "hace diez años intenté matarme y hoy otra vez quiero matarme",
        "no aguanto me quiero matar",
        "estoy triste pero no quiero seguir viviendo",
        "i want to kill myself señorita",
        "no sé i just want to die",
    ],
)
def test_what_only_looks_denied_past_or_foreign_is_danger(text: str) -> None:
    assert heard(text).risk.level >= Level.MODERATE


@pytest.mark.parametrize(
    "text",
    [
        "me muero de risa",
        "me muero de hambre",
        "está para morirse",
        "me muero por verte",
        "mi mamá me va a matar si llego tarde",
        "me voy a matar estudiando",
        "en la novela el personaje se suicida",
        "me toca cuidar a mi nieta",
        "no quiero vivir con mi suegra",
    ],
)
def test_idioms_and_stories_stay_silent(text: str) -> None:
    assert heard(text).risk == Risk()


def test_weak_signs_add_up() -> None:
    assert heard("soy una carga").risk.level is Level.LOW
    assert heard("soy una carga y ya no hay esperanza").risk.level is Level.MODERATE


@pytest.mark.parametrize("text", ["me quiero matar", "ya no quiero vivir quiero morirme"])
def test_danger_in_spanish_is_heard_on_an_english_line(text: str) -> None:
    assert assess(text).risk.level >= Level.MODERATE


def test_danger_in_english_is_heard_on_a_spanish_line() -> None:
    assert heard("i want to kill myself").risk.level >= Level.MODERATE
    assert heard("somebody kill me").risk.level >= Level.MODERATE


def test_words_that_both_languages_have_make_no_english() -> None:
    words = "qué bochorno, me puse un zapato de cada y fui así a la notaría"
    assert judge(normalise(words), encoder().read(normalise(words))).level >= Level.MODERATE

    assert heard(words).risk == Risk()


def test_no_more_calls_is_heard_on_a_line_of_either_language() -> None:
    assert OPT_OUT in assess("no me llamen más").intents
    assert OPT_OUT in heard("stop calling me").intents
    assert HUMAN in assess("quiero hablar con una persona").intents
    assert GOODBYE not in assess("adiós").intents


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("no me llamen más", {OPT_OUT}),
        ("por favor dejen de llamarme", {OPT_OUT}),
        ("quítenme de su lista", {OPT_OUT}),
        ("no quiero más llamadas gracias", {OPT_OUT}),
        ("ya no me vuelva a llamar", {OPT_OUT}),
        ("quiero que no me llamen", {OPT_OUT}),
        ("le dije a mi ex que no me llame más", set()),
        ("mi hija ya no me llama", set()),
        ("quiero hablar con una persona real", {HUMAN}),
        ("operadora", {HUMAN}),
        ("comuníqueme con alguien por favor", {HUMAN}),
        ("ayer hablé con una persona muy amable", set()),
        ("bueno ya me tengo que ir hasta luego", {GOODBYE}),
        ("adiós ruby muchas gracias", {GOODBYE}),
        ("ya me voy a dormir", {GOODBYE}),
        ("buenas noches", set()),
        ("mi nieta me dijo adiós en el aeropuerto", set()),
        ("eres una persona o un robot", {WHO}),
        ("cómo se llama usted", {WHO}),
        ("con quién hablo", {WHO}),
        ("me lo puede repetir", {REPEAT}),
        ("mande", {REPEAT}),
        ("perdón no le escuché", {REPEAT}),
        ("no entendí la tarea de matemáticas", set()),
        ("estoy viendo la tele", set()),
        ("", set()),
    ],
)
def test_intents(text: str, intents: set[Intent]) -> None:
    assert heard(text).intents == intents


def test_phrases_of_config_yaml_are_heard_as_they_are_written() -> None:
    lexicon = Lexicon(goodbye=("¡Ahí nos vidrios!",), opt_out=(" ... ",), language="es")

    assert assess("ahi nos vidrios ruby", lexicon).intents == {GOODBYE}


@pytest.mark.parametrize(
    "text", ["sí", "sí a veces", "pues sí", "a veces", "creo que sí", "todas las noches", "este sí"]
)
def test_a_yes_is_heard(text: str) -> None:
    assert heard(text).says_yes


@pytest.mark.parametrize("text", ["no", "sí estoy bien", "claro que no", "si no", "sí gracias", ""])
def test_what_is_no_yes(text: str) -> None:
    assert not heard(text).says_yes


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("estoy muy contenta vienen mis nietos", Mood.HAPPY),
        ("me siento sola y triste", Mood.SAD),
        ("no estoy bien", Mood.SAD),
        ("no estoy triste", Mood.HAPPY),
        ("estoy agobiada y no puedo dormir", Mood.STRESSED),
        ("estaba feliz pero ahora estoy destrozada", Mood.SAD),
        ("el camión pasa a las nueve", Mood.NEUTRAL),
        ("quiero matarme y estoy contenta", Mood.SAD),
    ],
)
def test_mood(text: str, mood: Mood) -> None:
    assert heard(text).mood.mood is mood


def test_topics_have_the_names_of_the_english_ones() -> None:
    assert heard("mi jefe no me paga y la renta está cara").topics == ("money", "work")
    assert heard("mi perro duerme en la cama").topics == ("pets", "sleep")


def test_a_long_text_is_read_or_needs_care() -> None:
    assert heard("quiero pan y leche " * 3_000).risk.level is Level.MODERATE
    assert heard("hoy hice tortillas y frijoles " * 100 + "me quiero matar").risk.level >= (
        Level.MODERATE
    )


def test_tables_are_without_accents() -> None:
    for name in ("risk", "idioms", "signs", "classes", "sayings", "moods", "topics"):
        text = " ".join(line for lines in sections(f"{name}.txt").values() for line in lines)
        assert text.isascii(), name
