"""One line of a file after the other: is it there already, for whom, and may it come in?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from aacabot.domain.errors import FieldProblem, Refusal, SharingRefused
from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.intel.imports import Candidate, LineOutcome, LineProblem, LineReport
from aacabot.domain.intel.items import Draft, ItemState
from aacabot.domain.intel.keys import normalised
from aacabot.domain.intel.kinds import TRAITS
from aacabot.domain.intel.labels import Label
from aacabot.domain.people import Person
from aacabot.services.hub import Unit
from aacabot.services.intel.matching import Matcher, require_current
from aacabot.services.intel.meaning import meant
from aacabot.services.intel.readers import reader_of
from aacabot.services.intel.sharing import share_in, tie_sellers
from aacabot.store.intel import imports as store
from aacabot.store.intel.introductions import hold_member
from aacabot.store.marketplaces import all_marketplaces
from aacabot.store.models import IntelItem, IntelOrigin, Marketplace


@dataclass
class Lines:
    """What is there already for a page of lines; asked for once for all of them."""

    unit: Unit
    person: Person
    member_id: str
    matching: Matcher
    reader: IntelReader
    import_id: str | None = None
    fresh: set[str] = field(default_factory=set)
    marketplaces: dict[str, Marketplace] = field(default_factory=dict)
    drafts: dict[int, Draft] = field(default_factory=dict)
    by_id: dict[str, IntelItem] = field(default_factory=dict)
    by_stix: dict[str, IntelItem] = field(default_factory=dict)
    readable: set[str] = field(default_factory=set)
    twins: dict[str, IntelItem] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    texts: dict[tuple[str, str | None, str], str] = field(default_factory=dict)

    @classmethod
    async def around(
        cls,
        unit: Unit,
        person: Person,
        member_id: str,
        page: Sequence[Candidate],
        matching: Matcher,
        fresh: Collection[str] = (),
        import_id: str | None = None,
    ) -> "Lines":
        """`fresh` are the items that came with earlier lines of the file; `import_id` is its report.

        Raises MatchingKeyAdded where the matcher is out of date.
        """
        await require_current(unit, matching)
        await hold_member(unit.session, member_id)
        reader, session = await reader_of(unit, person), unit.session
        lines = cls(unit, person, member_id, matching, reader, import_id, set(fresh))
        lines.marketplaces = {one.key: one for one in await all_marketplaces(session)}
        lines.drafts = {one.line: await lines._meant(one) for one in page}
        lines.by_id = await store.items_by_id(session, {one.own_id for one in page if one.own_id})
        lines.by_stix = await store.items_by_stix(session, {one.stix_id for one in page if one.stix_id})
        there = {*lines.by_id, *(one.id for one in lines.by_stix.values())}
        lines.readable = await store.readable(session, reader, member_id, there)
        keys = {key for draft in lines.drafts.values() for key in lines._keys(draft)}
        lines.twins = await store.twins(session, reader, member_id, keys)
        lines.seen = await store.seen(session, reader, member_id, keys)
        lines.texts = await store.own_texts(session, reader, member_id, [one.draft.text for one in page])
        return lines

    async def take(self, candidate: Candidate) -> LineReport:
        """What becomes of one line; where it is refused, nothing of it stays."""
        draft = self.drafts[candidate.line]
        known = await self._known(candidate, draft)
        if known is not None:
            return known
        problem = _unusable(candidate, draft) or self._unplaced(candidate)
        if problem is not None:
            return _report(candidate, LineOutcome.REFUSED, problem)
        try:
            async with self.unit.session.begin_nested():
                return await self._share(candidate, draft)
        except FieldProblem as refused:
            return _report(candidate, LineOutcome.REFUSED, LineProblem.COLUMN, rule=refused.problem)
        except Refusal as refused:
            return _report(candidate, LineOutcome.REFUSED, LineProblem.GUARD, rule=rule_of(refused))

    async def _share(self, candidate: Candidate, draft: Draft) -> LineReport:
        shared = await share_in(self.unit, self.person, self.member_id, draft, self.matching)
        item = await self.unit.session.get_one(IntelItem, shared.item_id)
        if shared.merged:
            return self._told(candidate, draft, item)
        origin = await self.unit.session.get_one(IntelOrigin, shared.item_id)
        origin.import_id = self.import_id
        if candidate.stix_id and candidate.stix_id not in self.by_stix:
            item.stix_id = candidate.stix_id
            self.by_stix[candidate.stix_id] = item
        self.fresh.add(item.id)
        if item.key:
            self.twins[item.key] = item
        else:
            self.texts[item.kind, item.value, item.text] = item.id
        await self.unit.session.flush()
        waits = shared.state is ItemState.WITH_COUNSEL
        outcome = LineOutcome.WITH_COUNSEL if waits else LineOutcome.SHARED
        return _report(candidate, outcome, item_id=item.id)

    async def _meant(self, candidate: Candidate) -> Draft:
        """The line's draft, compared as cases are where this hub knows the marketplace."""
        draft = candidate.draft
        market = self.marketplaces.get(candidate.marketplace or "")
        if market is not None:
            draft = replace(draft, marketplace_id=market.id)
        return await meant(self.unit, self.member_id, draft, candidate.account, self.marketplaces.values())

    def _unplaced(self, candidate: Candidate) -> LineProblem | None:
        """A marketplace somebody named for us and that is none; another alliance's file has its own keys."""
        known = candidate.marketplace is None or candidate.marketplace in self.marketplaces
        return None if known or candidate.stix_id else LineProblem.MARKETPLACE_UNKNOWN

    def _keys(self, draft: Draft) -> list[str]:
        """The hashes under which the same may be there: of what is compared, and of what was written."""
        if not TRAITS[draft.kind].matches:
            return []
        return [self.matching.key(draft.kind, said) for said in (draft.match, draft.value) if said]

    async def _known(self, candidate: Candidate, draft: Draft) -> LineReport | None:
        """The report of a line whose item is there: by its id, by what it says, or earlier in the file."""
        own = self.by_id.get(candidate.own_id or "")
        if own is not None:
            return self._by_id(candidate, draft, own)
        came = self.by_stix.get(candidate.stix_id or "")
        if came is not None and came.id in self.readable:
            return self._told(candidate, draft, came)
        keys = self._keys(draft)
        for key in keys:
            if key in self.twins:
                return await self._again(candidate, draft, self.twins[key])
        for key in keys:
            if key in self.seen:
                return _report(candidate, LineOutcome.SEEN, item_id=self.seen[key])
        same = self.texts.get((draft.kind.value, draft.value, draft.text)) if not keys else None
        if same is None:
            return None
        return _report(candidate, self._as_known(same), item_id=same)

    def _as_known(self, item_id: str) -> LineOutcome:
        return LineOutcome.DUPLICATE if item_id in self.fresh else LineOutcome.KNOWN

    def _by_id(self, candidate: Candidate, draft: Draft, item: IntelItem) -> LineReport:
        """A line that bears the id of an item of ours: true where it says the same, and never taken."""
        says = item.kind == draft.kind.value and (
            item.value is None or normalised(draft.kind, item.value) == normalised(draft.kind, draft.value)
        )
        if item.id not in self.readable:
            return _report(candidate, LineOutcome.REFUSED, LineProblem.NOT_OPEN)
        if not says:
            return _report(candidate, LineOutcome.REFUSED, LineProblem.FORGED_ID)
        return self._told(candidate, draft, item)

    async def _again(self, candidate: Candidate, draft: Draft, twin: IntelItem) -> LineReport:
        """The member's own item once more: as fresh as the line says, and else unchanged."""
        today = self.unit.now.date()
        seen_on = min(candidate.seen_on or today, today)
        if seen_on > twin.last_seen_on:
            twin.last_seen_on, twin.rev = seen_on, twin.rev + 1
        await tie_sellers(self.unit, twin, self.member_id, draft.seller_ids)
        return self._told(candidate, draft, twin)

    def _told(self, candidate: Candidate, draft: Draft, item: IntelItem) -> LineReport:
        wider = draft.label.is_wider_than(Label(item.label))
        problem = LineProblem.LABEL_KEPT if wider else None
        return _report(candidate, self._as_known(item.id), problem, item_id=item.id)


def _unusable(candidate: Candidate, draft: Draft) -> LineProblem | None:
    """Why a line that is not there yet cannot become an item."""
    traits = TRAITS[draft.kind]
    if candidate.for_group:
        return LineProblem.GROUP
    if draft.label is Label.RED:
        return LineProblem.RED
    if not draft.value and traits.hashed:
        return LineProblem.HASHED
    if not draft.value and (traits.matches or not draft.text):
        return LineProblem.NO_VALUE
    return None


def _report(
    candidate: Candidate,
    outcome: LineOutcome,
    problem: LineProblem | None = None,
    *,
    rule: str | None = None,
    item_id: str | None = None,
) -> LineReport:
    return LineReport(
        line=candidate.line,
        about=candidate.about,
        outcome=outcome,
        problem=problem,
        rule=rule,
        item_id=item_id,
    )


def rule_of(refused: Refusal) -> str:
    """Which rules refused a line, without the words they are about."""
    if isinstance(refused, SharingRefused):
        return ",".join(sorted({rule for rule, _, _ in refused.found}))
    return type(refused).__name__
