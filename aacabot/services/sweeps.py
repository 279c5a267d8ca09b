"""Going through what is due: what fails is raised at the end, and holds up nothing that is due beside it."""

from collections.abc import Awaitable, Callable, Iterable, Sequence

from aacabot.logs import log


async def each(idents: Iterable[str], do: Callable[[str], Awaitable[object]]) -> None:
    """Do it for one after the other. Raises ExceptionGroup with every failure, when all had their turn."""
    failures = []
    for ident in idents:
        try:
            await do(ident)
        except Exception as error:  # noqa: BLE001 - raised below, with the others
            failures.append(error)
    if failures:
        raise ExceptionGroup("not everything that was due is done", failures)


async def together(idents: Sequence[str], do: Callable[[Sequence[str]], Awaitable[int]]) -> int:
    """Do it for all in one commit; where that fails, for each in its own. Returns how many were done.

    Raises ExceptionGroup with every failure, when all had their turn.
    """
    if not idents:
        return 0
    try:
        return await do(idents)
    except Exception:  # noqa: BLE001 - logged; whose fault it is shows one by one, and is raised
        log(__name__).warning("many at once failed: trying each alone", exc_info=True)
        done = 0

        async def alone(ident: str) -> None:
            nonlocal done
            done += await do([ident])

        await each(idents, alone)
        return done
