"""Begin a coroutine without a task; only what waits in the middle gets one."""

import types
from collections.abc import Coroutine, Generator
from functools import partial
from typing import Any


class HandsOverAtOnce:
    """For a Faust service: `wait_first(work, unless)` does the work at once where it does not wait for anything."""

    async def wait_first(self, *work: Any, timeout: Any = None) -> Any:
        following: Any = super()
        if len(work) != 2 or not isinstance(work[0], Coroutine):
            return await following.wait_first(*work, timeout=timeout)
        begun, unless = work
        try:
            waits_for = begun.send(None)
        except StopIteration:
            unless.close()
            return None
        except BaseException:
            unless.close()
            raise
        return await following.wait_first(_rest(begun, waits_for), unless, timeout=timeout)


async def _rest(begun: Coroutine[Any, Any, Any], waits_for: Any) -> Any:
    """What goes on with it, as a coroutine: a task takes no generator."""
    return await _resumed(begun, waits_for)


@types.coroutine
def _resumed(begun: Coroutine[Any, Any, Any], waits_for: Any) -> Generator[Any, Any, Any]:
    """Hands on what it waits for, and hands back what came of that, value or error."""
    while True:
        try:
            answer = yield waits_for
        except BaseException as error:
            step = partial(begun.throw, error)
        else:
            step = partial(begun.send, answer)
        try:
            waits_for = step()
        except StopIteration as ended:
            return ended.value
