"""Which language a person asks to go on in, whatever language they ask it in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ruby_fsm.understanding.assessment import Lexicon
from ruby_fsm.understanding.phrase import Match, PhraseBook, words_in
from ruby_fsm.understanding.spanish.words import without_marks

ENGLISH, SPANISH = "en", "es"
_TOKEN = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u00b4`]")

# Bare names of a language ask for it only if nothing else is said; the rest as a clause.
_NAMES = {ENGLISH: "english|ingles", SPANISH: "spanish|espanol|castellano|espaniol"}
_BARE = (
    "in|en? {it}",
    "{it} instead|only|mejor|solamente|solo",
    "speak|talk|habla|hable|hablame|hableme in|en? {it}",
)
_CLAUSES = (
    "can|could|may|shall we|you|i|u ~2 speak|talk|do|continue|switch|change|go|have|use ~4 {it}",
    "do|does you|u|anyone|anybody ~2 speak|talk|know|understand {it}",
    "in|en|{it} {it}? please|pls|por favor?",
    "let us|me|s|lets speak|talk|continue|go|switch|do ~3 {it}",
    "lets speak|talk|continue|go|switch|do ~3 {it}",
    "continue|switch|change|answer|go ~3 in|to|on {it}",
    "prefer|rather|want|need|like ~2 speak|talk|continue|go|do|use|hear|in|switch ~2 {it}",
    "prefer|rather {it}",
    "i ~1 only|just speak|talk|know|understand {it}",
    "podemos|puedes|puede|podria|podrias|podriamos|me ~3 hablar|hablarme|seguir|continuar ~3 {it}",
    "podemos|puedes|puede|podria|podrias|podriamos|me ~3 cambiar|decir|contestar|hacer ~3 {it}",
    "habla|hablas|hablan|sabes|sabe|entiendes|entiende ~1 usted? {it}",
    "hableme|hablame|hable|hablemos|sigamos|siga|sigue|cambia|cambie|cambiemos|continuemos ~3 {it}",
    "prefiero|quiero|quisiera|necesito|gustaria|preferiria ~2 hablar|seguir|en|platicar ~2 {it}",
    "prefiero|preferiria {it}",
    "solo|solamente|nomas hablo|entiendo|se {it}",
    "mejor en|a {it}",
)
# Who does not speak the one asks for the other.
_NOT_MINE = (
    "i ~1 dont|do|cant|can not? ~1 speak|understand|talk|know ~2 {it}",
    "no ~1 hablo|entiendo|se|hablamos|comprendo|entendi ~3 {it}",
    "my|mi {it} is|es ~2 not|bad|poor|malo|muy",
)
_OTHER = {ENGLISH: SPANISH, SPANISH: ENGLISH}
# Behind these the language is a subject, a friend's or a place's, and nothing is asked.
_GOING_ON = words_in(
    "please pls por now ahora instead mejor ruby if si because porque conmigo thanks thank"
    " gracias ok okay i it is y que and or o me my mi usted tu entonces so but pero a right"
    " for today hoy es no sorry perdon disculpe"
)
_QUOTING = words_in(
    "that he she they asked asks said says told dijo dice que pregunto ella le les who her his"
    " never"
)
_COURTESIES = words_in(
    "please pls por favor ok okay yes si hello hi hola ruby sorry perdon disculpe thanks gracias no"
    " the a well pues bueno better mejor only"
)


def _entries() -> list[tuple[str, tuple[str, bool]]]:
    found: list[tuple[str, tuple[str, bool]]] = []
    for tag, names in _NAMES.items():
        found += [(pattern.format(it=names), (tag, True)) for pattern in _BARE]
        found += [(pattern.format(it=names), (tag, False)) for pattern in _CLAUSES]
        found += [(pattern.format(it=names), (_OTHER[tag], False)) for pattern in _NOT_MINE]
    return found


_BOOK = PhraseBook(_entries(), {})
_NAMED = words_in(" ".join(_NAMES.values()).replace("|", " "))


def language_asked(text: str, lexicon: Lexicon) -> str:
    """The tag of the language that `text` asks to go on in, '' for none; the last one counts."""
    words = plain(text)
    for tag, phrase in _configured(lexicon):
        if without_courtesies(words) == phrase:
            return tag
    if _NAMED.isdisjoint(words):
        return ""
    meant = [match for match in _BOOK.find(words) if _is_meant(match, words)]
    # "no hablo ingles" holds no wish for English, though "hablo ingles" might.
    last = max(meant, key=lambda match: (match.end, match.end - match.start), default=None)
    return last.owner[0] if last else ""


def plain(text: str) -> tuple[str, ...]:
    """Lower-case words without accents and apostrophes, in any language."""
    return tuple(_TOKEN.findall(without_marks(_APOSTROPHES.sub("", text)).lower()))


def without_courtesies(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _COURTESIES)


@lru_cache(maxsize=8)
def _configured(lexicon: Lexicon) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (tag, without_courtesies(plain(phrase)))
        for tag, phrases in lexicon.languages
        for phrase in phrases
    )


def _is_meant(match: Match[tuple[str, bool]], words: Sequence[str]) -> bool:
    before, behind = words[: match.start], words[match.end :]
    if match.owner[1]:
        return _COURTESIES.issuperset(before) and _COURTESIES.issuperset(behind)
    if not _QUOTING.isdisjoint(before[-4:]):
        return False
    return not behind or behind[0] in _GOING_ON
