"""Promises to keep a secret, and pleas to keep one: a human may have to be told."""

from __future__ import annotations

from ruby_fsm.understanding.gate.fault import Fault
from ruby_fsm.understanding.gate.rule import rules

RULES = (
    *rules(
        Fault.SECRECY,
        "i|we will|would|shall|am|are|can not|never ~3 tell|say|share|repeat|report|mention|telling"
        "|reporting|sharing|mentioning ~3 @anyone|on",
        "i|we ~2 keep|keeping ~3 myself|ourselves",
        "stays|remains ~1 on|in this|the|our call|line|phone|room|talk",
        "@none will|would|is|has ~2 find|finds out",
        "give you my word",
        "do not|never mention|say|tell|share ~3 to|with your ~1 wife|husband|parents"
        "|mother|father|family"
        "|doctor|boss|friends|mom|dad|therapist|sister|brother|partner|kids",
        "goes|go|going no further|farther",
        (
            "not|never ~1 betray|reveal|disclose|expose|give|break ~2 secret|secrets|trust"
            "|away|confidence"
        ),
        "better|best if ~3 not|never know|find|hear|learn",
        "i|we ~1 not|never ~1 share|tell|repeat|pass ~3 @anyone",
        "you have my word",
        "for us|you and me|our ears alone|only|.",
        "i will|would|shall never|not breathe|say ~1 word",
        "i promise ~3 not|never ~2 tell|say|share|report|repeat|mention",
        "i swear ~3 not|never ~2 tell|say|share|report|repeat|mention",
        "between us|ourselves",
        "between you and me|i",
        "between the two of us",
        "our ~1 secret",
        "your|the secret|secrets is|are|will ~2 safe",
        "safe with me",
        "let us ~2 keep ~4 secret|confidential|private|quiet|hidden|between|ourselves",
        "@none ~1 will|has|needs ~2 know|hear|learn",
        "this|that|everything|anything|conversation|it|words|say|tell|talk|call ~2 stays"
        "|stay|remains"
        "|remain|staying between|private|secret|confidential",
        "this|that|everything|anything|conversation|it|say|tell stays|remains with me|here",
        "do not|never tell anyone|anybody|them|her|him|your ~3 about|this|that|what|we|.",
        "off the record",
        "lips are sealed",
        "to ~1 grave with me",
        "take ~3 to my|the grave",
        "hide it|this|that ~1 from ~1 @anyone",
        "no need to tell|mention|involve|worry @anyone",
        "keep|keeping it|this|that ~1 from ~1 your|them|him|her|everyone",
    ),
    *rules(
        Fault.SECRECY,
        "i|we ~3 keep|keeping|kept ~3 secret|secrets|confidential|private|quiet|hidden|ourselves",
        "is|are|be|stays|kept|remains ~1 confidential|secret",
        "you can trust me ~2 secret|not|with",
        "keep ~2 secret|secrets for you",
        deniable=True,
    ),
)
