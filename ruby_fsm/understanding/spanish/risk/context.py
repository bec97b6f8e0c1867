"""Read around a danger in Spanish: is it denied, past, a story or in jest."""

from __future__ import annotations

from collections.abc import Sequence

from ruby_fsm.understanding.phrase import PhraseBook, words_in

REACH = 12
DENIAL_REACH = 8
LIGHT_REACH = 6

_NOT = words_in("no nunca jamas tampoco ni sin niego")
# Only these may stand between a denial and what it denies: "no (tengo ganas de) matarme".
_BRIDGES = words_in(
    "me quiero queria quisiera voy a vaya estoy este pensando pienso he haya pensado en tengo tenia"
    " tenido ganas intencion intenciones pensamientos ideas idea de la el lo haria digo dije que es"
    " creas crea piense pienses nada ningun ninguna plan planes querido yo jamas nunca vez hacerme"
    " tenga intentado intentar suicidas suicida haciendo va vas llegado siento por ahora algo asi"
    " dano estado estuve se trata deseo deseos ni no eso sido seria capaz"
)
_AGO = PhraseBook(
    (
        (pattern, None)
        for pattern in (
            "hace ~2 anos|anios|decadas|tiempo",
            "cuando era|tenia|estaba ~2 joven|nino|nina|adolescente|chico|chica|chiquita|chiquito",
            "cuando tenia|estaba ~2 anos|secundaria|prepa|escuela|universidad",
            "de ~1 joven|adolescente|nino|nina|chico|chica|chiquita|chiquito",
            "en el pasado",
            "en mi|la juventud|adolescencia|infancia|secundaria|prepa",
            "antes ~6 pero|no",
            "antes se|me|pensaba|queria",
            "en otra epoca",
        )
    ),
    {},
)
_ONGOING = words_in(
    "otra nuevo todavia aun sigo sigue ultimamente ahora hoy ahorita desde ayer anoche vive volvi"
    " cada siempre diario"
)
# Present forms: what is said with one of these goes on, whatever is dated beside it.
_PRESENT = words_in(
    "quiero voy estoy pienso tengo corto lastimo deseo planeo siento dan golpea pega toca obliga"
    " amenaza abusa viola maltrata quiere va esta necesito mato"
)
FICTION = words_in(
    "pelicula peliculas serie novela telenovela libro libros cancion capitulo personaje personajes"
    " protagonista noticias noticiero tele television periodico videojuego juego consola obra"
    " teatro sermon documental actor actriz villano malo podcast"
)
_SPEAKER = words_in("me mi yo quiero voy estoy pienso tengo matarme morirme suicidarme quisiera")
LIGHT = words_in(
    "verguenza risa aburrida aburrido junta oso jaja jajaja jajajaja broma bromeando chiste"
    " lunes examen examenes trafico hambre sueno calor gimnasio cruda resaca tarea matematicas"
)


def is_denied(words: Sequence[str], start: int) -> bool:
    """A negation reaches `start` over nothing but bridging words."""
    for at in range(start - 1, max(start - DENIAL_REACH, 0) - 1, -1):
        if words[at] in _NOT and not _asks_why(words, at):
            return True
        if words[at] not in _BRIDGES:
            return False
    return False


def _asks_why(words: Sequence[str], at: int) -> bool:
    """`por que no me mato`, `si no me mato`: neither denies."""
    before = tuple(words[max(at - 2, 0) : at])
    return before == ("por", "que") or before[-1:] == ("porque",) or before[-1:] == ("si",)


def is_past(words: Sequence[str], start: int, end: int) -> bool:
    """Told of long ago, and nothing says that it goes on."""
    said = words[start:end]
    window = (*words[max(start - REACH, 0) : start], *words[end : end + REACH])
    if not _ONGOING.isdisjoint(window) or not _PRESENT.isdisjoint(said):
        return False
    near = (*words[max(start - 6, 0) : start], *said, *words[end : end + 6])
    return bool(_AGO.find(near))


def is_story(words: Sequence[str], start: int, end: int) -> bool:
    """Told in a book, a film or the news, and not by the speaker of the speaker."""
    if FICTION.isdisjoint(words[max(start - REACH, 0) : end + REACH]):
        return False
    return _SPEAKER.isdisjoint(words[max(start - 2, 0) : end])


def is_light(words: Sequence[str], start: int, end: int) -> bool:
    # "que pena" is embarrassment, "de pena" grief.
    if tuple(words[end : end + 2]) == ("que", "pena"):
        return True
    return not LIGHT.isdisjoint(words[max(start - LIGHT_REACH, 0) : end + LIGHT_REACH])
