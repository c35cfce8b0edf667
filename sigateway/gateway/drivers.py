"""The two drivers. They differ only in who waits: one calls, the other awaits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from functools import lru_cache
from typing import Any, TypeVar

import httpx
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    retry_if_result,
    stop_after_attempt,
    wait_exponential_jitter,
)

from sigateway.errors import HallUnavailable

from .clock import Clock, at_work, stopwatch
from .manners import Manners
from .work import AskPerson, Exchange, Sleep, Step, Work

T = TypeVar("T")


def run(work: Work[T], transport: httpx.BaseTransport, clock: Clock) -> T:
    """Do the work in this thread."""

    def once(request: httpx.Request) -> httpx.Response:
        manners = _manners(request)
        if manners is not None and (wait := manners.wait(clock.now())) > 0:
            clock.sleep(wait)
        _check_in_time(request, clock)
        latest = _latest(request)
        try:
            response = transport.handle_request(request)
        except httpx.TransportError:
            if manners is not None:
                manners.failed(clock.now())
            raise
        if manners is not None:
            manners.answered(response, clock.now())
        response.request = request
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = _Timely(response.stream, latest)
        try:
            response.read()
        finally:
            response.close()
        return response

    def do(step: Step) -> Any:
        if isinstance(step, Exchange):
            request = _prepared(step)
            if step.attempts == 1:
                return once(request)
            return Retrying(sleep=clock.sleep, **_policy(step.again, step.good, step.attempts))(once, request)
        if isinstance(step, Sleep):
            return clock.sleep(step.seconds)
        if isinstance(step, AskPerson):
            return step.port(step.challenge)
        return step.call()

    with closing(work), at_work(clock):
        answer, error = None, None
        while True:
            try:
                step = work.send(answer) if error is None else work.throw(error)
            except StopIteration as stop:
                return stop.value  # type: ignore[no-any-return]
            answer, error = None, None
            try:
                answer = do(step)
            except Exception as failure:  # noqa: BLE001 - handed to the work, which decides
                error = failure


async def arun(work: Work[T], transport: httpx.AsyncBaseTransport, clock: Clock) -> T:
    """Do the work on the running event loop; blocking steps go to a thread."""

    async def once(request: httpx.Request) -> httpx.Response:
        manners = _manners(request)
        if manners is not None and (wait := await asyncio.to_thread(manners.wait, clock.now())) > 0:
            await clock.asleep(wait)
        _check_in_time(request, clock)
        latest = _latest(request)
        try:
            response = await transport.handle_async_request(request)
        except httpx.TransportError:
            if manners is not None:
                manners.failed(clock.now())
            raise
        if manners is not None:
            manners.answered(response, clock.now())
        response.request = request
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _AsyncTimely(response.stream, latest)
        try:
            await response.aread()
        finally:
            await response.aclose()
        return response

    async def do(step: Step) -> Any:
        if isinstance(step, Exchange):
            request = _prepared(step)
            if step.attempts == 1:
                return await once(request)
            return await AsyncRetrying(sleep=clock.asleep, **_policy(step.again, step.good, step.attempts))(
                once, request
            )
        if isinstance(step, Sleep):
            return await clock.asleep(step.seconds)
        if isinstance(step, AskPerson):
            return await step.port(step.challenge)
        return await asyncio.to_thread(step.call)

    with closing(work), at_work(clock):
        answer, error = None, None
        while True:
            try:
                step = work.send(answer) if error is None else work.throw(error)
            except StopIteration as stop:
                return stop.value  # type: ignore[no-any-return]
            answer, error = None, None
            try:
                answer = await do(step)
            except Exception as failure:  # noqa: BLE001 - handed to the work, which decides
                error = failure


def _manners(request: httpx.Request) -> Manners | None:
    """How this request's hall is treated; ``None`` at our mock halls."""
    found = request.extensions.get("sigateway.manners")
    assert found is None or isinstance(found, Manners)
    return found


def _check_in_time(request: httpx.Request, clock: Clock) -> None:
    """HallUnavailable, and nothing is sent, when it is too late for the request to leave: the disk stalled, the hall's pace or an
    observer held us up, or the machine slept."""
    leave_by = request.extensions.get("sigateway.leave_by")
    if leave_by is not None and clock.now() > leave_by:
        raise HallUnavailable("轮到发送时已过时限，已放弃发送")


def _latest(request: httpx.Request) -> float:
    """When, on the stopwatch, the whole answer must be here. A time limit for each piece alone lets a dripping hall hold us for ever."""
    return stopwatch() + sum(limit or 0.0 for limit in request.extensions["timeout"].values())


class _Timely(httpx.SyncByteStream):
    """An answer's body that must end in time."""

    def __init__(self, stream: httpx.SyncByteStream, latest: float) -> None:
        self._stream, self._latest = stream, latest

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            yield piece
            if stopwatch() > self._latest:
                raise httpx.ReadTimeout("the answer did not end in time")

    def close(self) -> None:
        self._stream.close()


class _AsyncTimely(httpx.AsyncByteStream):
    """The same, awaited."""

    def __init__(self, stream: httpx.AsyncByteStream, latest: float) -> None:
        self._stream, self._latest = stream, latest

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            yield piece
            if stopwatch() > self._latest:
                raise httpx.ReadTimeout("the answer did not end in time")

    async def aclose(self) -> None:
        await self._stream.aclose()


def _prepared(step: Exchange) -> httpx.Request:
    if step.fresh:
        step.request.extensions["sigateway.fresh"] = True
    if step.leave_by is not None:
        step.request.extensions["sigateway.leave_by"] = step.leave_by
    return step.request


@lru_cache(maxsize=16)
def _policy(
    again: tuple[type[httpx.TransportError], ...],
    good: Callable[[httpx.Response], bool] | None,
    attempts: int,
) -> dict[str, Any]:
    """How an exchange may be repeated: same for both drivers. Jitter, so that many do not knock at once."""
    condition: Any = retry_if_exception_type(again)
    if good is not None:
        condition |= retry_if_result(lambda response: not good(response))
    return {
        "retry": condition,
        "stop": stop_after_attempt(attempts),
        "wait": wait_exponential_jitter(multiplier=0.2, max=5, jitter=0.2),
        "retry_error_callback": _last,
    }


def _last(state: RetryCallState) -> Any:
    assert state.outcome is not None
    return state.outcome.result()
