"""Whatever is changed in a record, the verifier names it."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from aacabot.domain import counsel_verifier
from aacabot.domain.counsel_verifier import verify
from aacabot.domain.signatures import SigningKeyPair, sign_bytes
from aacabot.services.chain_roots import make_roots
from aacabot.services.hub import Hub
from tests.services.recorded import Change, changed, exported, listed_anew, path_of, read, two_cases


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A record once written does not depend on the database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def record(hub: Hub, tmp_path: Path) -> tuple[Path, str]:
    """A record of two cases with a daily root, and its key's fingerprint."""
    work, _, _ = await two_cases(hub)
    work.later(days=1)
    await make_roots(work.hub)
    made = await exported(work, tmp_path / "record.zip")
    return tmp_path / "record.zip", made.fingerprint


def found(file: Path, fingerprint: str | None = None) -> str:
    verdict = verify(str(file), fingerprint)
    assert not verdict.is_sound
    return "\n".join(counsel_verifier.lines_of(verdict))


def flipped(content: bytes) -> bytes:
    return content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]


@pytest.mark.parametrize(
    "ending", ["events.json", "case.json", "listing-v1.json", "summary.html", "index.html"]
)
def test_a_byte_of_any_file(record: tuple[Path, str], tmp_path: Path, ending: str) -> None:
    path = path_of(record[0], ending)
    assert f"{path} is not as it was exported" in found(
        changed(record[0], tmp_path / "x.zip", {path: flipped})
    )


def test_a_byte_of_the_notice_names_its_case_and_leaves_the_other_alone(
    record: tuple[Path, str], tmp_path: Path
) -> None:
    with zipfile.ZipFile(record[0]) as archive:
        (notice,) = [name for name in archive.namelist() if "/notice-" in name]
    number = notice.split("/")[1]
    verdict = verify(str(changed(record[0], tmp_path / "x.zip", {notice: flipped})))
    assert [name for name, problems in verdict.cases.items() if problems] == [number]


def always(content: bytes) -> Change:
    return lambda _: content


def forged(
    record: Path, target: Path, path: str, change: Callable[[bytes], bytes]
) -> tuple[Path, SigningKeyPair]:
    """A file changed, the manifest made to agree, and signed anew by somebody else."""
    pair = SigningKeyPair.new("theirs")
    content = change(read(record, path))
    manifest = listed_anew(record, path, content)
    signature = json.dumps(sign_bytes(manifest, pair)).encode()
    parts = {path: content, "manifest.json": manifest, "manifest.sig.json": signature}
    return changed(record, target, {name: always(one) for name, one in parts.items()}), pair


def first_event(change: Callable[[dict[str, object]], None]) -> Callable[[bytes], bytes]:
    def changing(content: bytes) -> bytes:
        lines = content.decode().split("\n")
        event = json.loads(lines[1].removesuffix(","))
        change(event["event"])
        written = json.dumps(event["event"], sort_keys=True, separators=(",", ":"))
        lines[1] = f'{{"event":{written},"hash":"{event["hash"]}"}},'
        return "\n".join(lines).encode()

    return changing


def test_an_events_field_even_where_the_manifest_agrees(record: tuple[Path, str], tmp_path: Path) -> None:
    path = path_of(record[0], "events.json")
    change = first_event(lambda event: event.update(kind="dismissed"))
    file, _ = forged(record[0], tmp_path / "x.zip", path, change)
    assert "event 1 (dismissed) is not as it was recorded" in found(file)


def test_a_removed_event_even_where_the_manifest_agrees(record: tuple[Path, str], tmp_path: Path) -> None:
    def without_first(content: bytes) -> bytes:
        lines = content.split(b"\n")
        return b"\n".join([lines[0], *lines[2:]])

    path = path_of(record[0], "events.json")
    said = found(forged(record[0], tmp_path / "x.zip", path, without_first)[0])
    assert "event 1 is missing" in said and "events were exported" in said


def test_a_notice_that_was_swapped_even_where_the_manifest_agrees(
    record: tuple[Path, str], tmp_path: Path
) -> None:
    with zipfile.ZipFile(record[0]) as archive:
        (path,) = [name for name in archive.namelist() if "/notice-" in name]
    file, _ = forged(
        record[0], tmp_path / "x.zip", path, lambda old: old.replace(b"good faith", b"good hope")
    )
    assert "is not the notice that the events say was sent" in found(file)


def test_a_manifest_signed_by_another_key_where_the_fingerprint_is_given(
    record: tuple[Path, str], tmp_path: Path
) -> None:
    file, pair = forged(record[0], tmp_path / "x.zip", "index.html", lambda old: old + b" ")
    assert "signed with another key" in found(file, record[1])
    verdict = verify(str(file))
    assert verdict.fingerprint == pair.fingerprint
    assert "no fingerprint was given" in verdict.notes[0]


def test_a_manifest_edited_and_not_signed_anew(record: tuple[Path, str], tmp_path: Path) -> None:
    edits = {"manifest.json": lambda old: old.replace(b"2026-11-2", b"2025-11-2")}
    assert "changed after it was signed" in found(changed(record[0], tmp_path / "x.zip", edits))


def test_a_root_that_is_not_the_days(record: tuple[Path, str], tmp_path: Path) -> None:
    pair = SigningKeyPair.new("theirs")
    manifest = json.loads(read(record[0], "manifest.json"))
    manifest["roots"][0]["root"] = "0" * 64
    written = json.dumps(manifest).encode()
    parts = {"manifest.json": written, "manifest.sig.json": json.dumps(sign_bytes(written, pair)).encode()}
    file = changed(record[0], tmp_path / "x.zip", {name: always(one) for name, one in parts.items()})
    assert "the root of 2026-11-22 does not cover this chain" in found(file)


def test_files_added_left_out_and_of_dangerous_names(record: tuple[Path, str], tmp_path: Path) -> None:
    added = changed(record[0], tmp_path / "a.zip", {}, **{"cases/more.json": b"{}"})
    assert "cases/more.json was added" in found(added)
    path = path_of(record[0], "case.json")
    assert f"{path} is missing" in found(changed(record[0], tmp_path / "b.zip", {path: lambda _: None}))
    for name in ("../evil", "/etc/passwd", "cases/../../x", "a\\b", "cases/"):
        bad = changed(record[0], tmp_path / "c.zip", {}, **{name: b""})
        assert "a name that no export has" in found(bad)


def test_a_truncated_zip_an_empty_file_and_a_bomb(record: tuple[Path, str], tmp_path: Path) -> None:
    content = record[0].read_bytes()
    for size in (0, 10, len(content) // 2, len(content) - 10):
        (tmp_path / "t.zip").write_bytes(content[:size])
        assert "no whole zip file" in found(tmp_path / "t.zip")
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"0" * 1000)
    with bomb.open("r+b") as file:
        raw = file.read()
        file.seek(raw.rindex(b"PK\x01\x02") + 24)
        file.write((2**31).to_bytes(4, "little"))
    assert "claims to unpack" in found(bomb)


def test_the_command_prints_each_case_and_says_it_in_its_exit_code(
    record: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, fingerprint = record
    assert counsel_verifier.main([str(file), "--fingerprint", fingerprint]) == 0
    assert capsys.readouterr().out.count(": ok") == 2
    path = path_of(file, "events.json")
    assert counsel_verifier.main([str(changed(file, tmp_path / "x.zip", {path: flipped}))]) == 1
    assert "ALTERED" in capsys.readouterr().out
