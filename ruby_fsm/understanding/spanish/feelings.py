"""The words that turn, strengthen or weaken a feeling in Spanish; the feelings are in moods.txt."""

from __future__ import annotations

from ruby_fsm.understanding.mood import Phrases, Surroundings, book_of
from ruby_fsm.understanding.phrase import words_in
from ruby_fsm.understanding.spanish.tables import sections


def _of(mood: str) -> Phrases:
    found = {head: lines for head, lines in sections("moods.txt").items() if head.startswith(mood)}
    return {int(head.split()[1]): lines for head, lines in found.items()}


SPANISH = Surroundings(
    book=book_of(_of("happy"), _of("sad"), _of("stressed")),
    negations=words_in("no nunca jamas tampoco ni sin nada"),
    bridges=words_in(
        "me siento estoy estaba soy es fue ha sido he estado muy tan nada la lo el de todo ando en"
        " encuentro sentia esta estuvo a tengo hay"
    ),
    strengtheners=words_in("muy tan super demasiado bastante sumamente re bien mas mucho mucha"),
    others=words_in(
        "el ella ellos ellas usted su sus les mama papa hija hijo esposo esposa hermana"
    ),
    speaker=words_in("me yo estoy siento"),
    contrast="pero",
)
