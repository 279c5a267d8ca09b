"""Evidence people hand in: who may, what is kept, and where it goes."""

import json

import pytest

from aacabot.domain.cases import CaseState, DismissReason
from aacabot.domain.errors import CaseNotFound, EvidenceRefused, FieldProblem, IllegalMove, NotAllowed
from aacabot.domain.evidence import HandedIn, Outcome
from aacabot.domain.evidence_files import FileProblem
from aacabot.domain.evidence_kinds import EvidenceKind
from aacabot.services import enforcement, evidence
from aacabot.services.hub import Hub
from aacabot.store.models import Evidence, SlackMessageRow
from tests.domain.evidence_samples import EICAR, PDF, PNG
from tests.journeys.alliance import ANN, BEA, BEN, VIC
from tests.services.casework import EVE, REX, Casework
from tests.services.confirmed import confirmed
from tests.store.fake_clamd import fake_clamd

TELL = HandedIn(kind=EvidenceKind.TELL, sentence="The box has no hologram.")
BUY = HandedIn(kind=EvidenceKind.TEST_BUY, sentence="Bought on 3 November, order 4711.")


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


async def test_files_are_kept_under_their_hash_and_written_into_the_case(work: Casework) -> None:
    case_id = await work.suspect()
    files = [
        await evidence.check_file(work.hub, name, content)
        for name, content in (("box.png", PNG), ("r.pdf", PDF))
    ]
    assert await evidence.add(work.hub, await work.person(ANN), case_id, BUY, files) == 2
    rows = {row.name: row for row in await work.rows(Evidence, case_id=case_id)}
    assert (rows["box.png"].content_type, rows["r.pdf"].content_type) == ("image/png", "application/pdf")
    assert await work.hub.evidence.read(rows["box.png"].path) == PNG
    assert rows["r.pdf"].note == BUY.sentence
    added = (await work.events(case_id))[-1]
    assert added.kind == "evidence_added"
    assert {one["sha256"] for one in added.data["evidence"]} == {row.sha256 for row in rows.values()}
    assert (await work.alert(case_id)).evidence_count == 2


async def test_a_sentence_alone_is_enough_for_what_gives_it_away(work: Casework) -> None:
    case_id = await work.suspect()
    assert await evidence.add(work.hub, await work.person(ANN), case_id, TELL, []) == 1
    (row,) = await work.rows(Evidence, case_id=case_id)
    assert await work.hub.evidence.read(row.path) == b"The box has no hologram."
    number, (piece,) = await evidence.pieces_of(work.hub, await work.person(REX), case_id)
    assert number == (await work.case(case_id)).number
    assert (piece.person, piece.note, piece.name) == ("Ann", TELL.sentence, None)


async def test_the_same_again_is_one_piece_and_one_event(work: Casework) -> None:
    case_id = await work.suspect()
    file = await evidence.check_file(work.hub, "box.png", PNG)
    assert await evidence.add(work.hub, await work.person(ANN), case_id, BUY, [file, file]) == 1
    assert await evidence.add(work.hub, await work.person(BEN), case_id, BUY, [file]) == 0
    assert [event.kind for event in await work.events(case_id)] == ["opened", "evidence_added"]


async def test_the_notice_lists_it_and_says_the_sentences(work: Casework) -> None:
    case_id = await work.suspect()
    file = await evidence.check_file(work.hub, "box.png", PNG)
    await evidence.add(work.hub, await work.person(ANN), case_id, BUY, [file])
    await enforcement.confirm(work.hub, await work.person(ANN), case_id)
    await work.send(case_id)
    notice = json.loads(await notice_of(work, case_id))
    assert [item["kind"] for item in notice["evidence"]] == ["test_buy"]
    assert notice["evidence"][0]["sha256"] == file.kept.sha256
    assert notice["explanation"] == "A test purchase shows: Bought on 3 November, order 4711."
    assert "span" not in notice


async def notice_of(work: Casework, case_id: str) -> bytes:
    takedown = await work.takedown(case_id)
    assert takedown is not None
    assert takedown.notice is not None
    return takedown.notice


async def test_a_notice_without_evidence_is_as_it_was(work: Casework) -> None:
    case_id = await confirmed(work)
    await work.send(case_id)
    notice = json.loads(await notice_of(work, case_id))
    assert not {"explanation", "span"} & set(notice)


@pytest.mark.parametrize(
    ("given", "field", "problem"),
    [
        (BUY, "evidence_files", "required"),
        (HandedIn(kind=EvidenceKind.TELL), "evidence_sentence", "required"),
        (HandedIn(kind=EvidenceKind.TELL, sentence="x" * 1_001), "evidence_sentence", "too_long"),
    ],
)
async def test_what_is_missing_is_named(work: Casework, given: HandedIn, field: str, problem: str) -> None:
    case_id = await work.suspect()
    with pytest.raises(FieldProblem) as refused:
        await evidence.add(work.hub, await work.person(ANN), case_id, given, [])
    assert (refused.value.field, refused.value.problem) == (field, problem)
    assert await work.rows(Evidence) == []


async def test_only_who_decides_and_the_desk_add_evidence(work: Casework) -> None:
    case_id = await work.suspect()
    for user, refusal in ((VIC, NotAllowed), (EVE, NotAllowed), (BEA, CaseNotFound)):
        with pytest.raises(refusal):
            await evidence.add(work.hub, await work.person(user), case_id, TELL, [])
    assert await evidence.add(work.hub, await work.person(REX), case_id, TELL, []) == 1
    with pytest.raises(CaseNotFound):
        await evidence.pieces_of(work.hub, await work.person(BEA), case_id)


async def test_a_case_that_is_closed_takes_none(work: Casework) -> None:
    case_id = await work.suspect()
    await enforcement.dismiss(work.hub, await work.person(ANN), case_id, DismissReason.GENUINE)
    with pytest.raises(IllegalMove) as refused:
        await evidence.add(work.hub, await work.person(ANN), case_id, TELL, [])
    assert refused.value.state == CaseState.DISMISSED


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"not a picture", FileProblem.NOT_A_PICTURE),
        (EICAR, FileProblem.VIRUS),
        (PNG + b"PK\x03\x04", FileProblem.TWO_IN_ONE),
    ],
)
async def test_a_file_that_is_not_what_it_says_is_refused_and_not_kept(
    work: Casework, content: bytes, problem: FileProblem
) -> None:
    with pytest.raises(EvidenceRefused) as refused:
        await evidence.check_file(work.hub, "box.png", content)
    assert (refused.value.name, refused.value.problem) == ("box.png", problem)


async def test_a_scanner_is_asked_and_its_word_counts(hub: Hub) -> None:
    async with fake_clamd() as clamd:
        work = await Casework.begun(hub, clamd=clamd.address)
        await evidence.check_file(work.hub, "box.png", PNG)
        assert clamd.received == [PNG]
        clamd.finds = True
        with pytest.raises(EvidenceRefused) as refused:
            await evidence.check_file(work.hub, "box.png", PNG)
        assert refused.value.problem == FileProblem.VIRUS


async def test_a_scanner_that_is_silent_refuses_and_the_desk_hears_once_a_day(hub: Hub) -> None:
    async with fake_clamd() as clamd:
        address = clamd.address
    work = await Casework.begun(hub, clamd=address)
    for _ in range(2):
        with pytest.raises(EvidenceRefused) as refused:
            await evidence.check_file(work.hub, "box.png", PNG)
        assert refused.value.problem == FileProblem.NOT_SCANNED
    assert len(await work.rows(SlackMessageRow, channel="T0OPS:C0OPS", kind="notice")) == 1


async def test_who_closed_the_form_is_told_in_a_direct_message(work: Casework) -> None:
    case_id = await work.suspect()
    ann = await work.person(ANN)
    outcome = Outcome(number="AC-1", kept=1, refused=(("a.exe", "runs"),))
    await evidence.tell_outcome(work.hub, ann, case_id, outcome)
    (told,) = await work.rows(SlackMessageRow, channel=f"T0OPS:{ANN}", kind="notice")
    assert told.values["values"]["refused"] == [["a.exe", "runs"]]
