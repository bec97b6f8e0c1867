"""People on the line: what they say, signed as Twilio signs it, and where it is to be sent."""

from __future__ import annotations

import base64
import hmac
import random
import re
from collections.abc import Iterator
from html import unescape
from itertools import cycle
from urllib.parse import quote_plus, urlencode

from bench.account import ACCOUNT, FROM_NUMBER, PUBLIC_URL, TOKEN
from bench.wire import request

# A day as people tell of it: nothing here ends the talk, and nothing is a danger.
WORDS = (
    "My day was good, I was in the garden with the roses.",
    "The neighbour came over with some apple cake and we had tea.",
    "I am a little tired, I did not sleep so well last night.",
    "Work is a lot at the moment, there is a deadline on Friday.",
    "My daughter called me, she has a new flat in the city.",
    "I was a bit worried about the rent, but it worked out fine.",
    "We went for a walk by the river, and the weather was lovely.",
    "I have been reading a book about old ships, it is very long.",
    "Yes, that is right, he is my oldest friend from school.",
    "Sometimes I miss the old house, we had so much space there.",
    "I cooked soup with carrots, and it turned out rather well.",
    "The bus was late again, so I stood in the rain for half an hour.",
    "My knee is better than last week, the exercises help.",
    "I am happy that spring is coming, the evenings are longer.",
    "The dog next door barked all morning, it drove me mad.",
    "We played cards in the evening, and I won twice in a row.",
    "I do not know, I think I should call my brother some time.",
    "The television was broken, so I listened to the radio.",
)
ACTION = re.compile(r'action="([^"]+)"')
REDIRECT = re.compile(r"<Redirect[^>]*>([^<]+)</Redirect>")
FORM = "application/x-www-form-urlencoded"


class Person:
    """One call on the line. `action`: where the newest document sends what is said next."""

    def __init__(self, sid: str, to_number: str, seed: int, action: str = "") -> None:
        self.sid = sid
        self.action = action
        fields = form_of(sid, to_number)
        self._fields = sorted(fields.items())
        self._encoded = urlencode(fields)
        self._words = words_from(seed)

    def answers(self, url: str) -> bytes:
        """The telephone is picked up."""
        return self._signed(url)

    def speaks(self) -> bytes:
        """The next sentence, to where the last document asked for it."""
        return self._signed(self.action, SpeechResult=next(self._words), Confidence="0.9345213")

    def looks_again(self, url: str) -> bytes:
        return self._signed(url)

    def hears(self, twiml: str) -> str:
        """Take in a document; returns where to look again for the reply, '' where it is in it."""
        found = ACTION.search(twiml)
        assert found, f"the line went down: {twiml}"
        self.action = unescape(found[1])
        again = REDIRECT.search(twiml)
        return unescape(again[1]) if again else ""

    def _signed(self, url: str, **said: str) -> bytes:
        fields = sorted([*self._fields, *said.items()])
        text = url + "".join([name + value for name, value in fields])
        mark = base64.b64encode(hmac.digest(TOKEN.encode(), text.encode(), "sha1")).decode()
        more = "".join([f"&{name}={quote_plus(value)}" for name, value in said.items()])
        target = url.removeprefix(PUBLIC_URL)
        body = (self._encoded + more).encode()
        return request(
            "POST", target, body, FORM, X_Twilio_Signature=mark, User_Agent="TwilioProxy"
        )


def form_of(sid: str, to_number: str) -> dict[str, str]:
    """What Twilio sends with every voice webhook of a call in the United States."""
    place = {"City": "SAN FRANCISCO", "State": "CA", "Zip": "94105", "Country": "US"}
    sides = {f"{side}{name}": value for side in ("From", "To") for name, value in place.items()}
    return {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "CallSid": sid,
        "CallStatus": "in-progress",
        "Called": to_number,
        "Caller": FROM_NUMBER,
        "Direction": "outbound-api",
        "From": FROM_NUMBER,
        "To": to_number,
        "Language": "en-US",
        **sides,
    }


def words_from(seed: int) -> Iterator[str]:
    words = list(WORDS)
    random.Random(seed).shuffle(words)  # noqa: S311 - the same talk in every run
    return cycle(words)
