"""Whether a document is TwiML that Twilio takes: every element, attribute, value and length."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).parent / "data" / "twiml_schema.json").read_text()
)["elements"]
MOST_BYTES = 64_000
SSML = {"break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"}
# The one piece of SSML that Ruby writes: how fast the resources are said.
NOT_OURS = SSML - {"prosody"}
WRITTEN = {"method": "GET|POST", "rate": r"[2-9]\d%|1\d\d%|200%"}
URLS = {"action", "url", "statusCallback"}


def parsed(document: str) -> ET.Element:
    """The root of a legal document; AssertionError names every fault of another."""
    faults = list(_document_faults(document))
    assert not faults, "\n".join(faults)
    root = ET.fromstring(document)
    faults = [] if root.tag == "Response" else [f"the root is {root.tag}"]
    faults += _faults(root)
    assert not faults, "\n".join(faults)
    return root


def spoken(root: ET.Element) -> list[str]:
    """The words of a document, in order."""
    return ["".join(say.itertext()) for say in root.iter("Say")]


def _document_faults(document: str) -> Iterator[str]:
    if not document.startswith("<"):
        yield "something stands before the first element (error 12100)"
    if len(document.encode()) > MOST_BYTES:
        yield "more than 64 kB (error 11750)"


def _faults(element: ET.Element) -> Iterator[str]:
    known = SCHEMA.get(element.tag)
    if known is None:
        yield f"{element.tag} is no TwiML element"
        return
    yield from _attribute_faults(element, known["attributes"])
    yield from _text_faults(element, known["text"])
    if element.tag == "Gather":
        yield from _gather_faults(element)
    for child in element:
        if child.tag not in known["children"] or child.tag in NOT_OURS:
            yield f"{child.tag} may not stand in {element.tag}"
        yield from _faults(child)
        if (child.tail or "").strip():
            yield f"text after {child.tag}"


def _attribute_faults(element: ET.Element, known: dict[str, Any]) -> Iterator[str]:
    for name, value in element.attrib.items():
        place = f"{element.tag}/@{name}={value!r}"
        if name not in known:
            yield f"{place}: no such attribute"
            continue
        kind = known[name].get("type", "string")
        allowed = known[name].get("enum")
        said = value.split() if kind.startswith("list") else [value]
        if allowed and not set(said) <= set(allowed):
            yield f"{place}: not among the allowed values"
        if kind == "boolean" and value not in {"true", "false"}:
            yield f"{place}: neither true nor false"
        if kind == "number" and not re.fullmatch(r"\d+", value):
            yield f"{place}: no whole number"
        if name in WRITTEN and not re.fullmatch(WRITTEN[name], value):
            yield f"{place}: not as {WRITTEN[name]}"
        if name in URLS and not _is_absolute(value):
            yield f"{place}: no absolute address"


def _text_faults(element: ET.Element, text: str | None) -> Iterator[str]:
    said = "".join(element.itertext()) if element.tag == "Say" else element.text or ""
    if text is None and said.strip():
        yield f"{element.tag} holds text"
    if element.tag in {"Say", "Number", "Redirect"} and not said.strip():
        yield f"{element.tag} is empty"
    if element.tag == "Say" and (len(said) > 3000 or len(quote(said, safe="")) > 4500):
        yield f"a Say of {len(said)} characters (error 13521)"
    if element.tag == "Redirect" and not _is_absolute(said):
        yield "Redirect leads to no absolute address"


def _gather_faults(gather: ET.Element) -> Iterator[str]:
    if gather.get("speechModel") and not re.fullmatch(r"[1-9]\d*", gather.get("speechTimeout", "")):
        yield "speechModel needs a positive speechTimeout (error 13335)"
    hints = gather.get("hints", "").split(",")
    if len(hints) > 500 or any(len(hint) > 100 for hint in hints):
        yield "more than 500 hints, or one past 100 characters"


def _is_absolute(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not parts.fragment
