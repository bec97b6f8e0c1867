"""Signed as Standard Webhooks has it."""

from __future__ import annotations

from ruby_fsm.adapters.signing import headers, signature
from ruby_fsm.config.secret import webhook_key
from tests.hooks_kit import OLD, SECRET, Message

# The vector of the specification's own libraries.
KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID, TIMESTAMP, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}'
WANTED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_specification_s_vector_holds() -> None:
    assert signature(webhook_key(KEY), ID, TIMESTAMP, BODY) == WANTED


def test_a_second_reading_of_the_specification_agrees() -> None:
    made = headers([webhook_key(SECRET), webhook_key(OLD)], "EV1", 1_790_000_000_999, b"{}")

    message = Message("", made, b"{}")
    assert made["webhook-timestamp"] == "1790000000"
    assert message.is_signed(SECRET)
    assert message.is_signed(OLD)
    assert not message.is_signed(KEY)
    assert not Message("", made, b"{ }").is_signed(SECRET)
    assert not Message("", {**made, "webhook-id": "EV2"}, b"{}").is_signed(SECRET)
