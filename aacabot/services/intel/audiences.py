"""Where in the search index a reader's items can be: audiences that are all theirs, and some that may be.

This narrows down where to look. Whether an item is read is asked of `store.intel.visible` each time.
"""

from dataclasses import dataclass

from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.intel.labels import Label
from aacabot.services.hub import Unit
from aacabot.store.intel.searching import groups_ever

_OPEN = (Label.CLEAR.value, Label.GREEN.value)
_CLOSED = (Label.AMBER.value, Label.AMBER_STRICT.value)


@dataclass(frozen=True, kw_only=True)
class Audiences:
    """`sure`: every item in them is the reader's to read. `perhaps`: theirs are among others'."""

    sure: tuple[str, ...]
    perhaps: tuple[str, ...]

    @property
    def every(self) -> tuple[str, ...]:
        return (*self.sure, *self.perhaps)

    def narrowed(self, labels: frozenset[str], group_ids: frozenset[str] | None) -> "Audiences":
        """Only those of the labels, if any are named, and of the groups, unless None."""

        def fits(audience: str) -> bool:
            label, _, group_id = audience.partition(":")
            return (not labels or label in labels) and (group_ids is None or group_id in group_ids)

        return Audiences(
            sure=tuple(filter(fits, self.sure)),
            perhaps=tuple(filter(fits, self.perhaps)),
        )


async def audiences_of(unit: Unit, reader: IntelReader) -> tuple[Audiences, dict[str, str]]:
    """The reader's audiences, and the names of the groups they know by id."""
    members = {*reader.client_ids, *filter(None, [reader.member_id])}
    known = await groups_ever(unit.session, members) if members else {}
    sure = [*(_OPEN if reader.is_known else ())]
    perhaps = [Label.RED.value]
    if reader.member_id is not None:
        sure += [*_CLOSED, *(_in(label, group) for group in reader.group_ids for label in _CLOSED)]
    if reader.client_ids:
        amber = Label.AMBER.value
        sure += [amber, *(_in(amber, group) for group in reader.client_group_ids)]
        perhaps += [Label.AMBER_STRICT.value]  # what they wrote themselves
    perhaps += [_in(label, group) for group in known for label in _CLOSED]  # what was shared before they left
    return Audiences(
        sure=tuple(dict.fromkeys(sure)),
        perhaps=tuple(dict.fromkeys(one for one in perhaps if one not in sure)),
    ), known


def _in(label: str, group_id: str) -> str:
    return f"{label}:{group_id}"
