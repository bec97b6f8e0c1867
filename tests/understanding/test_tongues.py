"""The wish to go on in another language is heard, and a language that is only named is none."""

from __future__ import annotations

import pytest

from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Lexicon

ASKS = {
    "es": (
        "can we speak spanish",
        "Can you speak Spanish, please?",
        "could we do this in spanish",
        "do you speak spanish",
        "¿Podemos hablar en español?",
        "en español por favor",
        "espanol",
        "spanish please",
        "i'd like to speak in spanish",
        "let's talk in spanish ruby",
        "can we switch to spanish",
        "i don't speak english",
        "sorry i only speak spanish",
        "no hablo inglés",
        "no entiendo el inglés",
        "hablas español",
        "prefiero hablar en español",
        "i prefer spanish",
        "me siento mal podemos seguir en castellano",
    ),
    "en": (
        "in English please",
        "english",
        "can we go back to english",
        "¿podemos hablar en inglés?",
        "let's continue in english",
        "no hablo español",
        "i don't understand spanish",
        "prefiero en inglés",
        "speak english please",
    ),
    "": (
        "my spanish class is hard",
        "she asked can we speak spanish",
        "can you help me with my spanish homework",
        "i speak spanish at home with my mother",
        "my daughter is learning spanish",
        "i want to learn spanish",
        "a full english breakfast please",
        "mi maestra de inglés es buena",
        "me dijo que hablemos en español",
        "my husband is english",
        "vi una película en español",
        "good morning",
        "",
    ),
}


@pytest.mark.parametrize("heard_in", ["en", "es"])
@pytest.mark.parametrize(
    ("text", "language"), [(text, tag) for tag, texts in ASKS.items() for text in texts]
)
def test_a_language_is_asked_for(text: str, language: str, heard_in: str) -> None:
    assert assess(text, Lexicon(language=heard_in)).language == language


def test_the_last_one_asked_for_counts() -> None:
    assert assess("can we speak spanish no in english please").language == "en"


def test_config_yaml_may_name_more_ways_and_more_languages() -> None:
    lexicon = Lexicon(languages=(("fr", ("en français",)), ("en", ("back to normal",))))

    assert assess("En français, s'il vous plaît", lexicon).language == ""
    assert assess("ok en francais please", lexicon).language == "fr"
    assert assess("Back to normal, please.", lexicon).language == "en"
