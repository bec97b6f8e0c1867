"""Bring Spanish as a recogniser wrote it down to plain words: no accents, one spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from ruby_fsm.understanding.normalise import MAX_CHARS, MAX_TOKENS, Heard
from ruby_fsm.understanding.phrase import words_in

_TOKEN = re.compile(r"[^\W_]*\*[\w*]*|[^\W_]+")
_DRAWN_OUT = re.compile(r"([aeiouys])\1{2,}")
# Letters hidden by a star are looked for among these, and among no others.
_HIDDEN = ("suicidio", "suicidarme", "matarme", "matar", "morir", "muerte", "violo", "violaron")
_SHOWN_ENOUGH = 3

# A hurried hand, a recogniser that takes one word for another, and what is said in fewer sounds.
SPELLINGS = {
    "q": "que", "k": "que", "ke": "que", "xq": "porque", "porq": "porque", "pq": "porque",
    "pa": "para", "toy": "estoy", "ta": "esta", "toi": "estoy", "kiero": "quiero",
    "bibir": "vivir", "vibir": "vivir", "bivir": "vivir", "suisidio": "suicidio",
    "suisidarme": "suicidarme", "suicidame": "suicidarme", "suicidarse": "suicidarse",
    "boy": "voy", "nadien": "nadie", "quero": "quiero", "pos": "pues", "mija": "mi hija",
    "mijo": "mi hijo", "asta": "hasta", "ay": "hay", "aser": "hacer", "aserme": "hacerme",
    "acer": "hacer", "acerme": "hacerme", "bida": "vida", "benas": "venas", "benia": "venia",
    "pastiyas": "pastillas", "pildoras": "pastillas", "tabletas": "pastillas",
    "comprimidos": "pastillas", "medicamentos": "pastillas", "tranquilizantes": "pastillas",
    "somniferos": "pastillas", "calmantes": "pastillas", "pepas": "pastillas", "papi": "papa",
    "mami": "mama", "coche": "carro", "auto": "carro", "camioneta": "carro",
    "cel": "celular", "inyecte": "inyecte", "del": "de el", "al": "a el", "conmigo": "conmigo",
}  # fmt: skip
# What a recogniser parts, and Spanish writes as one word.
_PARTED = words_in(
    "matar suicidar quitar cortar colgar ahorcar morir tirar lanzar aventar disparar lastimar hacer"
    " tomar envenenar llamar herir"
)
# Words that carry nothing for understanding; a rule then needs no gap for them.
FILLERS = words_in(
    "ya pues bueno eh ah oh uy mmm mm em hm hmm osea nomas realmente literalmente sinceramente"
    " simplemente honestamente completamente totalmente verdaderamente ruby senorita senora"
    " mire mira oiga oye fijese tambien incluso solo solamente muy tan mismo misma"
)
_NEGATIONS = words_in("no ni")
_GROUPS = frozenset((("la", "verdad"), ("de", "verdad"), ("en", "serio"), ("o", "sea")))


@lru_cache(maxsize=1)  # of words heard as English danger and wishes are asked after apart
def hear(text: str) -> Heard:
    """Lower-case words of `text` without accents, fillers and stutters; see `normalise.hear`."""
    tokens = _tokens(text[:MAX_CHARS] if len(text) > MAX_CHARS else text)
    whole = len(text) <= MAX_CHARS and len(tokens) <= MAX_TOKENS
    spelt = list(_rejoined(list(_spelt(tokens[-MAX_TOKENS:]))))
    return Heard(tuple(_unstuttered(list(_kept(spelt)))), whole)


def _tokens(text: str) -> list[str]:
    plain = without_marks(text).lower()
    return _TOKEN.findall(_DRAWN_OUT.sub(r"\1", plain))


def without_marks(text: str) -> str:
    """Without accents and what can't be seen."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if unicodedata.category(c) not in ("Mn", "Cf"))


def _spelt(tokens: list[str]) -> Iterator[str]:
    for token in tokens:
        word = _unhidden(token) if "*" in token else token
        if word:
            yield from SPELLINGS.get(word, word).split()


def _unhidden(token: str) -> str:
    head, tail = token.partition("*")[0], token.rpartition("*")[2]
    if len(head) + len(tail) < _SHOWN_ENOUGH:
        return ""
    return next((w for w in _HIDDEN if w.startswith(head) and w.endswith(tail)), "")


def _rejoined(words: list[str]) -> Iterator[str]:
    at = 0
    while at < len(words):
        if words[at] in _PARTED and words[at + 1 : at + 2] == ["me"]:
            yield f"{words[at]}me"
            at += 2
        elif words[at] == "ha" and at and words[at - 1] == "voy":
            yield "a"
            at += 1
        else:
            yield words[at]
            at += 1


def _kept(words: list[str]) -> Iterator[str]:
    """Drop fillers. `no solo` goes whole: `no solo estoy triste` denies nothing."""
    at = 0
    while at < len(words):
        pair = (words[at], *words[at + 1 : at + 2])
        if pair in _GROUPS or (pair[0] in _NEGATIONS and pair[1:] in (("solo",), ("solamente",))):
            at += 2
            continue
        if words[at] not in FILLERS:
            yield words[at]
        at += 1


def _unstuttered(words: list[str]) -> Iterator[str]:
    before = ""
    for word in words:
        if word != before:
            yield word
        before = word
