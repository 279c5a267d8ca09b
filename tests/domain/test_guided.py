"""A guided member's first steps."""

from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.guided import FirstStep, FirstSteps


@given(st.frozensets(st.sampled_from(FirstStep)))
def test_the_next_step_is_the_first_that_is_not_done(done: frozenset[FirstStep]) -> None:
    following = FirstSteps(done).next
    if following is None:
        assert done == frozenset(FirstStep)
    else:
        assert following not in done
        assert set(list(FirstStep)[: list(FirstStep).index(following)]) <= done
