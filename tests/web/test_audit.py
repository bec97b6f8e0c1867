"""The audit trail holds what it must, nothing personal, and shows every way of tampering."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ruby_fsm.adapters.db.by_hand import transaction
from ruby_fsm.app.access import Scope
from ruby_fsm.app.tokens import hash_of
from ruby_fsm.app.trail import (
    AGAIN_MS,
    TOLD,
    Act,
    Chain,
    Entry,
    Head,
    Kept,
    faults,
    head_of,
    next_row,
    page,
)
from ruby_fsm.cli.main import run
from ruby_fsm.errors import Unavailable
from tests.conftest import Golden
from tests.docs.blocks import ROOT
from tests.looking import place_in
from tests.web.kit import BEARER, OTHER, end, in_crisis, refused, ruby
from tests.web.test_tokens import beside
from tests.web.trust_kit import acts, asked, bearer, new_token, trail
from tests.world import TO_NUMBER, Ruby, settings_for

AUDIT = "/ai-calling/audit"


def test_every_act_is_told_and_the_page_is_fresh(golden: Golden) -> None:
    assert set(TOLD) == set(Act)
    golden(ROOT / "docs" / "reference" / "audit.md", page())


# --- what is kept --------------------------------------------------------------------------------


async def test_looks_at_what_others_own_are_kept_and_looks_at_ones_own_are_not(
    tmp_path: Path,
) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        mine, _ = await new_token(it, Scope.CALLER)
        auditor, watching = await new_token(it, Scope.AUDITOR)
        it.api.headers.update(bearer(mine))
        call_id = (await it.initiate())["call_id"]
        told, status = f"/ai-calling/call/{call_id}/analytics", f"/phone/call/{call_id}/status"
        for secret in (mine, auditor, auditor, BEARER):
            for path in (told, status, "/ai-calling/analytics/summary", "/ai-calling/calls/active"):
                assert (await asked(it, secret, "GET", path)).status_code == 200

        read, numbers = Act.ANALYTICS_READ.value, Act.NUMBERS_READ.value
        assert await acts(it) == [
            (read, watching.token_id, call_id),
            (read, watching.token_id, "summary"),
            (read, "bootstrap", call_id),
            (numbers, "bootstrap", call_id),
            (read, "bootstrap", "summary"),
            (numbers, "bootstrap", "calls/active"),
        ]
        await it.pass_time(AGAIN_MS / 1000)
        await asked(it, auditor, "GET", told)
        assert len(await trail(it)) == 7


async def test_nothing_is_shown_that_could_not_be_kept(tmp_path: Path) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        mine, _ = await new_token(it, Scope.CALLER)
        it.api.headers.update(bearer(mine))
        call_id = (await it.initiate())["call_id"]

        async def away(_: object) -> None:
            raise Unavailable("away")

        it.parts.store.units.run = away  # type: ignore[method-assign]
        answer = await asked(it, BEARER, "GET", f"/ai-calling/call/{call_id}/analytics")
        refused(answer, 503, "unavailable")


async def test_acts_are_kept_with_what_they_did_and_without_a_word_of_the_reason(
    tmp_path: Path,
) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        operator, on_duty = await new_token(it, Scope.OPERATOR)
        who = on_duty.token_id
        it.api.headers.update(bearer(BEARER))
        first = await in_crisis(it)
        found = await it.api.get(f"/ai-calling/call/{first}/escalations")
        escalation = found.json()[0]["escalation_id"]
        call = f"/ai-calling/call/{first}"
        for path, body in (
            (f"/ai-calling/escalations/{escalation}/acknowledge", {"by": "Rosalind"}),
            (f"/ai-calling/escalations/{escalation}/acknowledge", {"by": "another"}),
            (f"{call}/crisis/join", {"reason": "the xylophone"}),
            (f"{call}/crisis/resolve", {"reason": "the xylophone"}),
            (f"{call}/crisis/resolve", {"reason": "too late"}),
        ):
            await asked(it, operator, "POST", path, json=body)
        second = await in_crisis(it, OTHER)
        await end(it, second, force=True, reason="the xylophone")

        assert await acts(it) == [
            (Act.ESCALATION_ACKNOWLEDGED, who, escalation),
            (Act.CRISIS_JOINED, who, first),
            (Act.CRISIS_RESOLVED, who, first),
            (Act.CALL_ENDED_BY_FORCE, "bootstrap", second),
        ]
        told = str(await trail(it))
        assert not any(word in told for word in ("xylophone", "Rosalind", TO_NUMBER[2:]))


async def test_an_auditor_reads_the_trail_page_by_page(tmp_path: Path) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        auditor, _ = await new_token(it, Scope.AUDITOR)
        await written(it, 5)
        seen: list[int] = []
        path = f"{AUDIT}?limit=2"
        while path:
            answer = await asked(it, auditor, "GET", path)
            told = answer.json()
            assert told["count"] == 5
            seen += [one["n"] for one in told["entries"]]
            path = f"{AUDIT}?limit=2&after={told['next']}" if told["next"] else ""
            assert ("Link" in answer.headers) is bool(path)

        assert seen == [5, 4, 3, 2, 1]
        for after in ("x", "-1", "٣", "9" * 30):
            answer = await asked(it, auditor, "GET", f"{AUDIT}?after={after}")
            refused(answer, 400, "invalid-request")


async def test_rows_written_at_once_stand_in_one_chain(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await asyncio.gather(*(written(it, 1) for _ in range(20)))

        reader = it.parts.store.reader
        assert [row.n for row in await trail(it)] == list(range(1, 21))
        assert (await faults(reader, reader.hash))[0] == []


async def written(it: Ruby, count: int) -> None:
    for n in range(count):
        entry = Entry(it.clock.now_ms(), "somebody", Act.ANALYTICS_READ, f"CL{n}", {"n": n})
        await it.parts.store.units.run(lambda unit, entry=entry: unit.audit(entry))


# --- tampering -----------------------------------------------------------------------------------
CHANGED = "UPDATE ruby_audit SET who = 'nobody' WHERE n = 3"
DETAIL = """UPDATE ruby_audit SET detail = '{"n":9}' WHERE n = 3"""
REMOVED = "DELETE FROM ruby_audit WHERE n = 3"
ALL_GONE = "DELETE FROM ruby_audit"
SWAPPED = "UPDATE ruby_audit SET n = CASE n WHEN 2 THEN -3 ELSE -2 END WHERE n IN (2, 3)"
POSITIVE = "UPDATE ruby_audit SET n = -n WHERE n < 0"
CUT = "DELETE FROM ruby_audit WHERE n > 3"
HEAD_BACK = "UPDATE ruby_audit_head SET n = 3, hash = (SELECT hash FROM ruby_audit WHERE n = 3)"
NO_HEAD = "DELETE FROM ruby_audit_head"
TAMPERED = {
    "changed": ([CHANGED], "row 3 was changed"),
    "detail": ([DETAIL], "row 3 was changed"),
    "removed": ([REMOVED], "row 3 is missing or moved: row 4 stands in its place"),
    "reordered": ([SWAPPED, POSITIVE], "row 2 was changed, or does not follow"),
    "cut": ([CUT], "the trail ends with row 3, but 5 were written"),
    "cut and marked": ([CUT, HEAD_BACK], "the mark of the last row was changed"),
    "emptied": ([ALL_GONE], "the trail ends with row 0, but 5 were written"),
    "mark removed": ([NO_HEAD], "the trail ends with row 5, but 0 were written"),
}
FREE = {
    "sqlite": ("DROP TRIGGER ruby_audit_no_update", "DROP TRIGGER ruby_audit_no_delete"),
    "postgresql": ("DROP TRIGGER ruby_audit_append_only ON ruby_audit",),
}


def altered(data: Path, *statements: str) -> None:
    place = place_in(data)
    with transaction(place) as cursor:
        for statement in statements:
            cursor.execute(statement, ())


def freed(data: Path) -> tuple[str, ...]:
    return FREE["sqlite" if isinstance(place_in(data), Path) else "postgresql"]


@pytest.fixture
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUBY_DATA", str(tmp_path))
    monkeypatch.setenv("RUBY_DATABASE_URL", settings_for(tmp_path).ruby_database_url)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("way", TAMPERED)
async def test_tampering_is_named_by_verify(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    statements, says = TAMPERED[way]
    async with ruby(tmp_path) as it:
        await written(it, 5)
    assert beside(["audit", "verify"]) == 0
    assert "5 rows, whole and unchanged" in capsys.readouterr().out

    altered(tmp_path, *freed(tmp_path), *statements)

    with pytest.raises(SystemExit, match="1"):
        beside(["audit", "verify"])
    assert says in capsys.readouterr().err


def test_a_row_of_another_history_does_not_fit_though_its_own_values_are_whole() -> None:
    """As from a backup that was restored, written on, and put away again."""

    def history(*whos: str) -> list[Kept]:
        rows, head = list[Kept](), Head()
        for who in whos:
            rows.append(next_row(head, Entry(0, who, Act.ANALYTICS_READ), hash_of))
            head = head_of(rows[-1], hash_of)
        return rows

    one, other = history("a", "b", "c"), history("a", "x", "c")
    chain = Chain(hash_of)
    told = [fault for row in (*one[:2], other[2]) for fault in chain.walk(row)]

    assert told == ["row 3 was changed, or does not follow the row before it"]


@pytest.mark.usefixtures("_here")
async def test_a_database_put_back_is_shown_by_the_mark_that_was_kept_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with ruby(tmp_path) as it:
        await written(it, 3)
        older = await it.parts.store.reader.audit_head()
        await written(it, 2)
    beside(["audit", "verify"])
    mark = capsys.readouterr().out.split("mark: ")[1].strip()
    assert beside(["audit", "verify", "--seen", mark]) == 0
    assert beside(["audit", "verify", "--seen", f"{older.n}:{older.hash}"]) == 0
    head = f"UPDATE ruby_audit_head SET n = 3, hash = '{older.hash}', seal = '{older.seal}'"
    altered(tmp_path, *freed(tmp_path), CUT, head)

    assert beside(["audit", "verify"]) == 0
    with pytest.raises(SystemExit, match="1"):
        beside(["audit", "verify", "--seen", mark])
    assert run(["audit", "verify", "--seen", "nonsense"]) == 2


@pytest.mark.parametrize("statement", [CHANGED, REMOVED, ALL_GONE], ids=str)
async def test_the_database_itself_refuses_to_change_or_delete_a_row(
    tmp_path: Path, statement: str
) -> None:
    async with ruby(tmp_path) as it:
        await written(it, 3)

    with pytest.raises(Exception, match="append-only"):
        altered(tmp_path, statement)


@pytest.mark.usefixtures("_here")
async def test_the_list_is_for_people_or_for_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with ruby(tmp_path) as it:
        await written(it, 3)

    beside(["audit", "list", "--last", "2"])
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 2
    assert "somebody              analytics read            CL1" in told[0]
    beside(["audit", "list", "--json"])
    assert capsys.readouterr().out.count('"act": "analytics read"') == 3
