"""The encoder: the files of its card, pieces of words, spans of long texts, the same bits again."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest

from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Intent, Mood, MoodReading
from ruby_fsm.understanding.encoder import encoder as module
from ruby_fsm.understanding.encoder.encoder import DOUBT, SPAN, STEP, Encoder, Reading, encoder
from ruby_fsm.understanding.encoder.told import SURE, intents_told, mood_told, topics_told
from ruby_fsm.understanding.risk.kinds import KINDS
from ruby_fsm.understanding.topics import TOPICS

DATA = Path(module.__file__).parent / "data"
CARD = json.loads((DATA / "encoder.json").read_text())
GRAPHS = [(DATA / name).read_bytes() for name in module.GRAPHS]
DANGER = ("they", "will", "find", "my", "letter", "when", "it", "is", "over")
DOUBTFUL = ("i", "gave", "the", "cat", "to", "my", "neighbour", "for", "good")
CALM = ("the", "bus", "was", "late", "again", "and", "then", "it", "rained")


def test_card_names_these_files_and_what_we_read_of_them() -> None:
    files = b"".join((DATA / name).read_bytes() for name in (*module.GRAPHS, module.PIECES))

    assert sha256(files).hexdigest() == CARD["sha256"]
    assert CARD["outputs"] == {
        "danger": ["danger", "high", "imminent"],
        "kind": [kind[0].value for kind in KINDS],
        "mood": [mood.value for mood in Mood],
        "topic": ["none", *TOPICS],
        "intent": ["none", "goodbye", "opt_out", "wants_human", "who_are_you", "repeat"],
    }


def test_other_files_than_the_card_names_are_not_started_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "sha256", lambda _: sha256(b"other"))

    with pytest.raises(ValueError, match=r"encoder\.json names"):
        encoder.__wrapped__()


def test_words_that_are_no_pieces_are_cut_to_the_longest() -> None:
    pieces = {"[CLS]": 0, "[SEP]": 1, "[UNK]": 2, "tea": 3, "te": 4, "##pot": 5, "##a": 6}
    cut = Encoder(GRAPHS, pieces, CARD["outputs"])

    assert list(cut.numbered(("tea", "teapot", "tepot", "zoo"))) == [3, 3, 5, 4, 5, 2]
    assert list(cut.numbered(("te" + "a" * 4, "te" + "a" * 6, "tea" * 9))) == [3, 6, 6, 6, 2, 2]


def test_danger_stands_above_calm() -> None:
    assert encoder().read(DANGER).danger > encoder().read(CALM).danger


@pytest.mark.parametrize("count", [0, 1, SPAN, SPAN + 1, SPAN + STEP, SPAN + STEP + 1, 160])
def test_text_of_any_length_is_read_to_its_last_word(count: int) -> None:
    calm = (CALM * 20)[:count]

    alone, with_danger = (encoder().read(words) for words in (calm, (*calm, *DANGER)))

    assert isinstance(alone, Reading)
    assert with_danger.danger > alone.danger


def looked_at_once(words: tuple[str, ...]) -> Reading:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST_AGAIN", -1)
        return encoder().read(words)


def test_short_text_that_leaves_doubt_is_looked_at_again() -> None:
    once, again = looked_at_once(DOUBTFUL), encoder().read(DOUBTFUL)

    assert DOUBT[0] < once.danger < DOUBT[1]
    assert once != again


def test_long_text_and_plain_one_are_looked_at_once() -> None:
    long, calm = DOUBTFUL + CALM * 6, CALM

    assert DOUBT[0] < looked_at_once(long).danger < DOUBT[1]
    assert looked_at_once(long) == encoder().read(long)
    assert looked_at_once(calm).danger < DOUBT[0]
    assert looked_at_once(calm) == encoder().read(calm)


def test_reading_is_the_same_again_and_in_threads() -> None:
    first = encoder().read(DANGER)
    found: list[Reading] = []
    threads = [Thread(target=lambda: found.append(encoder().read(DANGER))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [first] * 4


def intents_at(intent: Intent, share: float) -> frozenset[Intent]:
    return intents_told(CALM, {**dict.fromkeys(SURE, 0.0), intent: share})


@pytest.mark.parametrize("intent", SURE)
def test_intent_counts_from_its_share_on(intent: Intent) -> None:
    assert not intents_at(intent, SURE[intent] - 0.001)
    assert intents_at(intent, SURE[intent]) == {intent}


def test_what_is_not_english_asks_for_nothing() -> None:
    shares = {**dict.fromkeys(SURE, 0.0), Intent.GOODBYE: 1.0}

    assert intents_told(("en", "español", "por", "favor"), shares) == frozenset()
    assert assess("en español por favor").intents == frozenset()


def test_likeliest_topic_comes_first_and_a_named_one_once() -> None:
    named = ("food", "pets")

    assert topics_told(named, {"none": 0.1, "pets": 0.9, "work": 0.0}, 3) == ("pets", "food")
    assert topics_told(named, {"none": 0.6, "pets": 0.4}, 3) == named
    assert topics_told(named, {"none": 0.3, "work": 0.44, "pets": 0.26}, 3) == named
    assert topics_told(named, {"none": 0.0, "work": 1.0}, 2) == ("work", "food")


def test_mood_is_the_likelier_of_lexicon_and_encoder() -> None:
    sad = {"happy": 0.1, "neutral": 0.2, "sad": 0.6, "stressed": 0.1}
    mixed = {"happy": 0.3, "neutral": 0.2, "sad": 0.4, "stressed": 0.1}
    happy = MoodReading(Mood.HAPPY, 0.8, 0.9)

    assert mood_told(CALM, MoodReading(), sad) == MoodReading(Mood.SAD, -0.6, 0.6)
    assert mood_told(CALM, happy, mixed).mood is Mood.HAPPY
    assert mood_told(CALM[:3], happy, sad) == happy


def test_wish_in_words_that_no_saying_knows_is_heard() -> None:
    assert Intent.OPT_OUT in assess("lose this number would you and leave me in peace").intents
