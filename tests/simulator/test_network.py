"""A call on the simulated network, from the create request to the last status callback."""

from collections.abc import Sequence

from sim_world import APP, twiml, world

from ruby_fsm.simulator import Answer, Speech

EVENTS = ("initiated", "ringing", "answered", "completed")
STATUS: dict[str, str | Sequence[str]] = {
    "StatusCallback": f"{APP}/status",
    "StatusCallbackEvent": EVENTS,
}
LISTEN = '<Gather input="speech" action="/heard" speechTimeout="2"><Say>How are you?</Say></Gather>'


async def test_a_conversation_goes_from_ringing_to_the_goodbye() -> None:
    documents = {"/answer": twiml(LISTEN), "/heard": twiml("<Say>Goodbye.</Say>", "<Hangup/>")}

    async with world(documents) as w:
        sid = await w.create(**STATUS)
        await w.sim.settle()
        w.callee.answer(Answer())
        await w.clock.advance(10)
        w.callee.answer(Speech("quite well", 0.81))
        heard = await w.finish(sid)

    assert heard == ["How are you?", "Goodbye."]
    assert [got["CallStatus"] for got in w.app.at("/status")] == [
        "initiated",
        "ringing",
        "in-progress",
        "completed",
    ]
    assert w.app.at("/heard")[0]["SpeechResult"] == "quite well"
    assert w.app.at("/heard")[0]["Confidence"] == "0.81"
    assert all(got.signed for got in w.app.got)
    assert w.sim.log == []


async def test_by_hand_words_can_arrive_after_completed() -> None:
    documents = {"/answer": twiml(LISTEN), "/heard": twiml("<Hangup/>")}

    async with world(documents, by_hand=True) as w:
        await w.create(**STATUS)
        await w.sim.settle()
        w.callee.answer(Answer(after_s=0))
        await w.clock.advance(1)
        answer = next(d for d in w.sim.desk.pending if d.kind == "answer")
        await w.sim.desk.deliver(answer)
        await w.clock.advance(2)
        w.callee.answer(Speech("i want it to end"))
        await w.clock.advance(10)
        (sid,) = w.sim.calls
        w.sim.line(sid).hang_up()
        await w.sim.settle()
        late = next(d for d in w.sim.desk.pending if d.kind == "gather")
        for delivery in [d for d in w.sim.desk.pending if d.kind == "status"]:
            await w.sim.desk.deliver(delivery)
        await w.sim.desk.deliver(late)

    assert [got.path for got in w.app.got][-2:] == ["/status", "/heard"]
    assert w.app.got[-2].params["CallStatus"] == "completed"
