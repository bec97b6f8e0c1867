"""Things and people are named as the person would have Ruby name them."""

from __future__ import annotations

import pytest

from ruby_fsm.adapters.chat.companion.kin import names_in
from ruby_fsm.adapters.chat.companion.nouns import phrases
from ruby_fsm.adapters.chat.companion.words import tokens


def named(said: str, *names: str) -> list[str]:
    return [p.said for p in phrases(tokens(said), frozenset(names)) if p.said]


@pytest.mark.parametrize(
    ("said", "things"),
    [
        ("my old flat was bigger", ["your old flat"]),
        ("i saw a heron by the river", ["the heron", "the river"]),
        ("he left a pair of reading glasses", ["the pair of reading glasses"]),
        ("the kettle's boiling", ["the kettle"]),
        ("my mum's stew", ["your mum's stew"]),
        ("i love chess", ["chess"]),
        ("i went to a coffee shop", ["the coffee shop"]),
        ("i've got a sister", ["your sister"]),
        ("i'm a nurse", []),
        ("it happens every day", []),
        ("all their friends came", []),
        ("the rota is out", ["the rota"]),
        ("that painting thing on thursday", ["painting"]),
        ("your voice is nice", []),
    ],
)
def test_what_is_spoken_of_is_found(said: str, things: list[str]) -> None:
    assert named(said) == things


def test_a_name_is_said_as_a_name() -> None:
    assert named("biscuit is asleep and so is tom", "biscuit", "tom") == ["Biscuit", "Tom"]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("my dog's called biscuit", {"biscuit": "dog"}),
        ("i've got a cat his name's pickle", {"pickle": "cat"}),
        ("my sister anna rings", {"anna": "sister"}),
        ("karen my daughter lives in leeds", {"karen": "daughter"}),
        ("my wife works nights", {}),
        ("my dog just barked", {}),
        ("my brother never calls", {}),
        ("my mum cried", {}),
        ("my cat smokey is old", {"smokey": "cat"}),
    ],
)
def test_names_are_told_from_other_words(said: str, names: dict[str, str]) -> None:
    assert names_in(" ".join(tokens(said)), "") == names
