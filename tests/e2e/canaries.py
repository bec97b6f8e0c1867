"""What must never be found where it does not belong, and the search for it in every spelling."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from urllib.parse import quote

from ruby_fsm.app.tokens import new_secret


def new_word() -> str:
    """Letters that stand nowhere else, and that a chat or a recogniser might well say."""
    return "Q" + "".join(secrets.choice("bdfgklmnprstvz") for _ in range(11))


def new_number() -> str:
    return f"+1415555{secrets.randbelow(9000) + 1000}"


def new_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")


@dataclass(frozen=True)
class Canaries:
    """New ones for each run: what is found is of this run."""

    number: str = field(default_factory=new_number)
    nurse: str = field(default_factory=new_number)
    user_id: str = field(default_factory=new_word)
    user_name: str = field(default_factory=new_word)
    custom_prompt: str = field(default_factory=new_word)
    transcript: str = field(default_factory=new_word)
    danger: str = field(default_factory=new_word)
    reply: str = field(default_factory=new_word)
    refused_body: str = field(default_factory=new_word)
    wrong_token: str = field(default_factory=new_secret)
    api_token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    chat_key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    twilio_token: str = field(default_factory=lambda: secrets.token_hex(16))
    encryption_key: str = field(default_factory=new_key)
    hash_key: str = field(default_factory=new_key)

    def items(self) -> Iterator[tuple[str, str]]:
        for one in fields(self):
            yield one.name, getattr(self, one.name)


def spellings(text: str) -> Mapping[str, bytes]:
    """Each way in which `text` may have been written down; case is of no account but in base64."""
    core = text.lstrip("+").encode()
    found = {
        "plain": core,
        "percent-encoded": quote(core, safe="").encode(),
        "every byte percent-encoded": "".join(f"%{byte:02x}" for byte in core).encode(),
        "hex": core.hex().encode(),
        "utf-16": core.decode().encode("utf-16-le"),
    }
    for shift in range(3):  # where in a longer text it may begin
        whole = base64.b64encode(b"\0" * shift + core)
        part = whole[2 * (shift > 0) + 2 * (shift > 1) :].rstrip(b"=")
        found[f"base64, {shift}"] = part[: len(part) - 2]
    if re.fullmatch(r"[\w-]{43}", text):  # a key may leak as the bytes it stands for
        raw = base64.urlsafe_b64decode(text + "=")
        found |= {"raw key": raw, "raw key in hex": raw.hex().encode()}
    return {how: one for how, one in found.items() if how == "plain" or one != core}


def leaks(places: Mapping[str, bytes], canaries: Canaries) -> list[str]:
    """`place: which canary, how spelled`, of all that is found; never the canary itself."""
    wanted = [
        (f"{name}, {how}", needle, "base64" in how or how == "raw key")
        for name, text in canaries.items()
        for how, needle in spellings(text).items()
    ]
    found = list[str]()
    for place, content in places.items():
        lower = content.lower()
        found += [
            f"{place}: {which}"
            for which, needle, is_exact in wanted
            if (is_in(needle, content) if is_exact else needle.lower() in lower)
        ]
    return found


def is_in(needle: bytes, content: bytes) -> bool:
    """In either alphabet of base64."""
    return needle in content or needle.replace(b"+", b"-").replace(b"/", b"_") in content
