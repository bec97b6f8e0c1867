"""The drawn views: every row has its place, ids are stable, and the colours can be read."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from ruby_fsm.core import dot as drawing
from ruby_fsm.core.call import CallState
from ruby_fsm.core.dot import card_id, dot, wrapped
from ruby_fsm.core.machine import TABLE, TELEPHONE, Row
from ruby_fsm.core.marks import Count, Marks, Move, few, minutes, traffic, way
from ruby_fsm.core.views import TALK, View, arrow_of, arrows, staying

CARD = re.compile(r"^ +(mv_\w+) \[id=\"\1\", label=<(.+)>, color", re.MULTILINE)
BOX = re.compile(r"^ +(\w+) \[id=\"st_\1\", label=<(.+)>, color", re.MULTILINE)
QUEUED, GREETING, LISTENING, RESPONDING, CRISIS, CLOSING, ENDED = CallState
READABLE = 4.5  # WCAG AA for text of this size


def cards(view: View, marks: Marks | None = None) -> dict[str, str]:
    return {ident: plain(html) for ident, html in CARD.findall(dot(view, marks))}


def boxes(view: View, marks: Marks | None = None) -> dict[str, str]:
    return {ident: plain(html) for ident, html in BOX.findall(dot(view, marks))}


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html).replace("&amp;", "&")


def words(row: Row) -> list[str]:
    return [one.__name__.replace("_", " ") for one in (row.when, row.does) if one]


@pytest.mark.parametrize("n", [n for n, row in enumerate(TABLE) if row.dest])
def test_every_row_that_moves_stands_on_a_card_of_the_whole_view(n: int) -> None:
    row, drawn = TABLE[n], cards(View.WHOLE)
    assert row.dest is not None

    for source in row.sources:
        if source is not row.dest:
            arrow = arrow_of(source, row.dest, row.event.__name__, arrows())
            assert arrow is not None
            text = drawn[card_id(arrow)]
            assert row.event.__name__ in text or "line down" in text
            assert all(word in text for word in words(row))


def test_the_crisis_view_holds_each_row_into_within_and_out_of_the_crisis() -> None:
    inside, around = boxes(View.CRISIS)["crisis"], " ".join(cards(View.CRISIS).values())

    for row in TABLE:
        if row.dest is CRISIS or (row.dest and CRISIS in row.sources):
            assert all(word in around for word in words(row)), row
        elif CRISIS in row.sources and row.does:
            assert row.event.__name__ in inside
            assert all(word in inside for word in words(row)), row


def test_the_telephone_view_holds_what_the_telephone_does_and_nothing_else() -> None:
    text = " ".join([*cards(View.TELEPHONE).values(), *boxes(View.TELEPHONE).values()])

    for row in TELEPHONE:
        assert all(word in text for word in words(row)), row
    for other in ("SpeechHeard", "RiskRaised", "WatchdogExpired", "EndRequested"):
        assert other not in text


def test_the_whole_view_leaves_answers_in_a_state_to_the_table() -> None:
    assert staying(View.WHOLE) == {}


def test_ids_name_states_and_moves_and_none_twice() -> None:
    ids = re.findall(r'id="(\w+)"', dot(View.WHOLE))

    assert len(ids) == len(set(ids))
    assert {f"st_{state}" for state in (*CallState, TALK)} <= set(ids)
    assert {"mv_talk_crisis", "mv_crisis_closing", "mv_talk_closing"} <= set(ids)


def test_a_view_is_drawn_the_same_each_time() -> None:
    assert dot(View.WHOLE) == dot(View.WHOLE)


def test_danger_stands_out_from_every_other_arrow() -> None:
    for arrow in arrows():
        ink, width, _ = drawing.look(arrow, Marks())
        assert (ink == drawing.DANGER) == (CRISIS in arrow)
        assert width <= drawing.look((TALK, CRISIS), Marks())[1]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return sum(weight * x for weight, x in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(ink: str, paper: str) -> float:
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ink", [drawing.INK, drawing.PALE, drawing.DANGER, drawing.USUAL])
@pytest.mark.parametrize("paper", [drawing.PAPER, drawing.DANGER_FILL, drawing.USUAL_FILL])
def test_every_ink_can_be_read_on_every_paper(ink: str, paper: str) -> None:
    assert contrast(ink, paper) >= READABLE
    assert contrast(drawing.DARK[ink], drawing.DARK[paper]) >= READABLE


@pytest.mark.parametrize("view", View)
def test_a_key_says_what_colours_and_cards_mean(view: View) -> None:
    label = re.search(r"^  label=<(.+)>;$", dot(view), re.MULTILINE)
    marked = re.search(r"^  label=<(.+)>;$", dot(view, traffic("", {}, 0)), re.MULTILINE)
    assert label
    assert marked

    for ink, meaning in (
        (drawing.USUAL, "the usual way"),
        (drawing.DANGER, "danger"),
        (drawing.PALE, "other ways"),
    ):
        assert re.search(f'COLOR="{ink}"><B>-- {meaning}', label[1])
    assert "fact [only if] / then" in re.sub(" +", " ", plain(label[1]))
    assert ("dotted" in label[1], "dotted" in marked[1]) == (False, True)


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_long_labels_are_wrapped_between_words() -> None:
    assert wrapped(["WatchdogExpired", "DialRefused", "EndRequested"]) == [
        "WatchdogExpired, DialRefused,",
        "EndRequested",
    ]


# --- what is drawn over a view -------------------------------------------------------------------
TALKED = (
    (QUEUED, GREETING, "CallAnswered"),
    (GREETING, LISTENING, "GreetingEnded"),
    (LISTENING, RESPONDING, "SpeechHeard"),
    (RESPONDING, LISTENING, "ReplyReady"),
    (LISTENING, CRISIS, "SpeechHeard"),
    (CRISIS, ENDED, "CallCompleted"),
)
MOVES = [Move(n * 61_000, fact, start, dest) for n, (start, dest, fact) in enumerate(TALKED)]


def test_a_way_numbers_and_times_its_steps() -> None:
    drawn = cards(View.WHOLE, way("CL1", MOVES, arrows()))

    assert "1 at 0:00: CallAnswered" in drawn["mv_queued_greeting"]
    assert "5 at 4:04: SpeechHeard" in drawn["mv_talk_crisis"]
    assert "at" not in drawn["mv_crisis_closing"].replace("that", "").split()


def test_a_way_leaves_faint_where_the_call_never_was() -> None:
    marks = way("CL1", MOVES, arrows())
    faint = re.findall(r'^ +(\w+) \[id="st_.*dashed', dot(View.WHOLE, marks), re.MULTILINE)

    assert faint == [CLOSING]
    assert drawing.look((CRISIS, CLOSING), marks)[2] == "dotted"
    assert drawing.look((TALK, CRISIS), marks)[2] == "solid"


def test_each_step_begins_where_the_last_one_led() -> None:
    assert all(a.dest is b.start for a, b in pairwise(MOVES))


def test_a_move_that_todays_table_does_not_have_is_told() -> None:
    stray = Move(0, "SpeechHeard", ENDED, QUEUED)

    assert way("CL1", [*MOVES, stray], arrows()).strays == (stray,)


def test_a_call_that_never_moved_is_drawn_at_its_beginning() -> None:
    assert list(way("CL1", [], arrows()).visited) == [QUEUED]


def test_traffic_shows_counts_shares_and_width() -> None:
    counts = {
        (QUEUED, GREETING): Count(40, 40),
        (LISTENING, RESPONDING): Count(10, 70),
        (TALK, CRISIS): Count(0, 0),
    }
    marks = traffic("80 calls", counts, 80)
    drawn = cards(View.WHOLE, marks)

    assert "40 of 80 calls, 50%" in drawn["mv_queued_greeting"]
    assert "10 of 80 calls, 12%, 70 times" in drawn["mv_listening_responding"]
    assert "no call" in drawn["mv_talk_crisis"]
    widths = [drawing.look(arrow, marks)[1] for arrow in counts]
    assert widths[0] > widths[1] > widths[2]
    assert drawing.look((TALK, CRISIS), marks)[2] == "dotted"


def test_traffic_of_no_calls_is_drawn_too() -> None:
    marks = traffic("0 calls", dict.fromkeys(arrows(), Count(0, 0)), 0)

    assert set(cards(View.WHOLE, marks)) == {card_id(arrow) for arrow in arrows()}


def test_many_steps_are_counted_after_the_first() -> None:
    assert few(["a", "b", "c", "d"]) == ["a", "b", "c", "d"]
    assert few(["a", "b", "c", "d", "e"]) == ["a", "b", "c", "and 2 times more"]


def test_times_are_minutes_and_seconds() -> None:
    assert [minutes(ms) for ms in (0, 59_999, 60_000, 3_605_000)] == [
        "0:00",
        "0:59",
        "1:00",
        "60:05",
    ]


def test_what_could_be_markup_stays_text() -> None:
    marks = Marks(title="<b>&", notes={(QUEUED, GREETING): ["<i>"]})

    assert "&lt;b&gt;&amp;" in dot(View.WHOLE, marks)
    assert "&lt;i&gt;" in dot(View.WHOLE, marks)
