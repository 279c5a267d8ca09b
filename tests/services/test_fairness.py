"""How sellers fared: counts and waits of a period, marketplace by marketplace."""

from datetime import timedelta

from aacabot.domain.fairness import percentile
from aacabot.services import counter_answers, retraction
from aacabot.services.fairness import fairness
from aacabot.services.hub import Hub
from tests.journeys.alliance import ANN
from tests.services.casework import Casework
from tests.services.objected import objected, taken_down


def test_percentiles_are_values_that_were_seen() -> None:
    waits = [float(n) for n in range(1, 101)]
    assert (percentile(waits, 50), percentile(waits, 95)) == (50.0, 95.0)
    assert percentile([3.0], 95) == 3.0
    assert percentile([], 50) is None


async def test_what_was_undone_is_counted_with_how_long_it_stood(hub: Hub) -> None:
    work = await Casework.begun(hub)
    began, ann = work.now, await work.person(ANN)
    await taken_down(work)
    accepted = await objected(work)
    await counter_answers.accept(work.hub, ann, accepted)
    mistaken = await taken_down(work)
    work.later(hours=2)
    await retraction.retract(work.hub, ann, mistaken, "Our own shop.")
    (figures,) = await fairness(work.hub, began, work.now + timedelta(seconds=1))
    assert (figures.marketplace, figures.taken_down, figures.restored) == ("sandbox", 3, 2)
    assert (figures.retracted, figures.voided) == (1, 0)
    assert figures.waits == (2 * 3600.0, 24 * 3600.0)
    assert (figures.median, figures.p95) == (2 * 3600.0, 24 * 3600.0)
    (later,) = await fairness(work.hub, work.now + timedelta(days=1), work.now + timedelta(days=2))
    assert (later.taken_down, later.restored, later.median) == (0, 0, None)
