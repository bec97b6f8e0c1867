"""The usual durable FastAPI app: SQLAlchemy's ORM over aiosqlite, a session a request.

Written as such apps are: the caller's words are kept as soon as they are heard, the reply once it
is made, and the talk so far is read for the prompt.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from sqlalchemy import ForeignKey, event, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bench.apps.usual import REPLIES, mood_of, signed_form, twiml

ENGINE = create_async_engine(f"sqlite+aiosqlite:///{os.environ['BENCH_DATABASE']}")
SESSIONS = async_sessionmaker(ENGINE, expire_on_commit=False)


@event.listens_for(ENGINE.sync_engine, "connect")
def on_connect(connection: Any, _record: object) -> None:
    """As durable as ours: otherwise the two could not be compared."""
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


class Base(DeclarativeBase):
    pass


class Call(Base):
    __tablename__ = "calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    sid: Mapped[str] = mapped_column(unique=True)
    to_number: Mapped[str]
    status: Mapped[str] = mapped_column(default="in-progress")
    mood: Mapped[str] = mapped_column(default="neutral")
    updated_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))


class Message(Base):
    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    role: Mapped[str]
    content: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    async with ENGINE.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await ENGINE.dispose()


app = FastAPI(lifespan=lifespan)


async def session_of_request() -> AsyncIterator[AsyncSession]:
    async with SESSIONS() as session:
        yield session


Session = Annotated[AsyncSession, Depends(session_of_request)]


@app.post("/voice/webhook/answer")
async def answer(request: Request, session: Session) -> Response:
    form = await signed_form(request)
    session.add(Call(sid=form["CallSid"], to_number=form["To"]))
    await session.commit()
    return Response(twiml("Hello, this is Ruby. How are you today?"), media_type="text/xml")


@app.post("/voice/webhook/gather")
async def gather(request: Request, session: Session) -> Response:
    form = await signed_form(request)
    call = await session.scalar(select(Call).where(Call.sid == form["CallSid"]))
    if call is None:
        raise HTTPException(status_code=404)
    text = form.get("SpeechResult", "")
    session.add(Message(call_id=call.id, role="user", content=text))
    await session.commit()
    history = select(Message).where(Message.call_id == call.id).order_by(Message.id)
    assert list(await session.scalars(history))
    call.mood, call.updated_at = mood_of(text), datetime.now(UTC)
    reply = REPLIES[call.mood]
    session.add(Message(call_id=call.id, role="assistant", content=reply))
    await session.commit()
    return Response(twiml(reply), media_type="text/xml")
