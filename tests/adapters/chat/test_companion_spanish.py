"""The companion in Spanish takes up the mood, asks on, and says nothing twice in six turns."""

from __future__ import annotations

from itertools import islice

import pytest

from ruby_fsm.adapters.chat.companion import Companion
from ruby_fsm.adapters.chat.companion.spanish import POOLS, REST, SPANISH
from ruby_fsm.adapters.chat.companion.wording import sentences
from ruby_fsm.app.ports import ChatRequest
from ruby_fsm.app.records import Utterance
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Mood, Risk
from ruby_fsm.understanding.spanish.risk.grade import grade
from ruby_fsm.understanding.spanish.words import hear

A_LONG_TALK = (
    "hola",
    "pues aquí un poco triste porque murió mi perrito",
    "sí lo extraño mucho",
    "no sé",
    "en el trabajo mi jefe me grita todo el día y estoy muy estresada",
    "no duermo bien por las noches",
    "mis hijos viven lejos y casi no me llaman",
    "hoy vino mi vecina y nos reímos mucho",
    "hicimos tamales",
    "gracias",
    "me preocupa el dinero de la renta",
    "sí",
    "no",
    "me siento sola en las tardes",
    "antes iba a la iglesia los domingos",
    "me duele la rodilla cuando llueve",
    "mi nieta se graduó y estoy muy contenta",
    "extraño a mi esposo que en paz descanse",
    "y usted cómo está",
    "pues eso es lo que pasa",
)


async def talk(*said: str, call_id: str = "CL1", max_words: int = 45) -> list[str]:
    companion = Companion()
    history: list[Utterance] = []
    replies = []
    for turn, text in enumerate(said, 1):
        history.append(Utterance(True, text, turn, assess(text, SPANISH)))
        request = ChatRequest(
            call_id, turn, tuple(history), Mood.NEUTRAL, "", language="es", max_words=max_words
        )
        reply = "".join([piece async for piece in companion.stream(request)])
        history.append(Utterance(False, reply, turn))
        replies.append(reply)
    return replies


@pytest.mark.parametrize("call_id", [f"CL{n}" for n in range(12)])
async def test_no_sentence_comes_again_within_six_turns(call_id: str) -> None:
    replies = [sentences(one) for one in await talk(*A_LONG_TALK, call_id=call_id)]

    for at, reply in enumerate(replies):
        recent = {one.strip() for told in replies[max(at - REST, 0) : at] for one in told}
        assert not recent & {one.strip() for one in reply}


async def test_it_speaks_spanish_and_asks_no_third_question_in_a_row() -> None:
    replies = await talk(*A_LONG_TALK)

    known = {one.strip() for pool in POOLS.values() for line in pool for one in sentences(line)}
    asks = [one.endswith("?") for one in replies]
    assert all(one.strip() in known for reply in replies for one in sentences(reply))
    assert not any(all(three) for three in zip(asks, asks[1:], asks[2:], strict=False))
    assert sum(asks) >= len(asks) // 2


@pytest.mark.parametrize(
    ("said", "pool"),
    [
        ("estoy muy triste", "mood.sad"),
        ("estoy agobiada con todo", "mood.stressed"),
        ("estoy muy contenta hoy", "mood.happy"),
        ("fui al mercado por la mañana", "mood.neutral"),
        ("eres una persona o un robot", "identity"),
        ("siento que no valgo nada", "care"),
        ("qué pastilla puedo tomar para dormir", "no_advice"),
    ],
)
async def test_it_takes_up_what_was_said(said: str, pool: str) -> None:
    (reply,) = await talk(said)

    assert any(reply.startswith(line) for line in POOLS[pool])


async def test_it_says_again_what_it_said() -> None:
    first, again, once_more = await talk("mi jefe me grita", "me lo repite por favor", "mande")

    assert again.endswith(first)
    assert once_more.endswith(first)
    assert len({first, again, once_more}) == 3


async def test_the_same_talk_gets_the_same_words_and_another_call_others() -> None:
    once, twice = await talk(*A_LONG_TALK), await talk(*A_LONG_TALK)

    assert once == twice
    assert once != await talk(*A_LONG_TALK, call_id="CL2")


async def test_before_anything_was_heard_it_greets() -> None:
    request = ChatRequest("CL1", 1, (), Mood.NEUTRAL, "", language="es-MX")

    (greeting,) = ["".join([piece async for piece in Companion().stream(request)])]

    assert greeting in POOLS["greet"]


async def test_a_reply_keeps_to_its_words() -> None:
    replies = await talk(*islice(A_LONG_TALK, 8), max_words=8)

    assert all(len(one.split()) <= 8 for one in replies)


@pytest.mark.parametrize("line", [line for pool in POOLS.values() for line in pool])
def test_lines_are_short_and_hold_no_danger(line: str) -> None:
    assert len(line.split()) <= 30
    assert line.endswith((".", "?", ":"))
    assert grade(hear(line).words) == Risk()
