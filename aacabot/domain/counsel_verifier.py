"""Checks an export made for counsel: `aacabot counsel verify`, or this file alone with Python 3.11.

    python counsel_verifier.py FILE [--fingerprint "abcd 1234 ..."]

It needs the standard library and `cryptography`, no database and no network, and imports nothing else of
the hub: so it can be given to whoever doubts an export. Formats: docs/counsel.md.
"""

import argparse
import base64
import binascii
import hashlib
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "aacabot-counsel-1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig.json"
MOST_FILES = 1_000_000
MOST_BYTES = 200 * 2**30
MOST_OF_JSON = 512 * 2**20
MOST_TIMES_LARGER = 1_100
"""Deflate makes nothing more than 1,032 times smaller: what claims to be is no honest file."""
_CHUNK = 2**20
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_HASH = re.compile(r"[0-9a-f]{64}")


class Unsound(Exception):
    """The file is not what was signed; the message says what is wrong with it."""


@dataclass
class Verdict:
    """What was found: problems of the whole, and of each case by its number."""

    fingerprint: str = ""
    problems: list[str] = field(default_factory=list)
    cases: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.problems and not any(self.cases.values())


def verify(file: str | BinaryIO, fingerprint: str | None = None) -> Verdict:
    """Check an export; `fingerprint` is that of the alliance's key, as it was told by another way.

    Nothing is unpacked. What is wrong is said in the verdict, never raised.
    """
    verdict = Verdict()
    try:
        with zipfile.ZipFile(file) as archive:
            _verify(archive, fingerprint, verdict)
    except Unsound as unsound:
        verdict.problems.append(str(unsound))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, RuntimeError) as error:
        verdict.problems.append(f"this is no whole zip file: {error}")
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        verdict.problems.append(f"not written as an export is: {type(error).__name__} {error}")
    return verdict


def _verify(archive: zipfile.ZipFile, fingerprint: str | None, verdict: Verdict) -> None:
    members = _members(archive)
    for needed in (MANIFEST, SIGNATURE):
        if needed not in members:
            raise Unsound(f"{needed} is missing")
    written = _small(archive, MANIFEST)
    verdict.fingerprint = _signed_by(written, _json(_small(archive, SIGNATURE)), fingerprint)
    if fingerprint is None:
        verdict.notes.append(
            "no fingerprint was given: whoever made this file could have signed it themselves"
        )
    manifest = _json(written)
    if manifest["format"] != FORMAT:
        raise Unsound(f"this is of the kind {manifest['format']!r}, not {FORMAT}")
    folders = {str(case["folder"]): str(case["number"]) for case in manifest["cases"]}
    verdict.cases = {number: [] for number in folders.values()}
    _check_files(archive, members, manifest, folders, verdict)
    roots = {str(root["day"]): str(root["root"]) for root in manifest["roots"]}
    digests = {str(one["path"]): str(one["sha256"]) for one in manifest["files"]}
    for case in manifest["cases"]:
        problems = verdict.cases[str(case["number"])]
        try:
            _check_case(archive, case, roots, problems)
            _check_evidence(archive, str(case["folder"]), digests, problems)
        except Unsound as unsound:
            problems.append(str(unsound))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
            problems.append(f"not written as an export is: {type(error).__name__} {error}")


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The zip's entries by name. Raises Unsound for names that lead elsewhere, repeat, or swell."""
    found: dict[str, zipfile.ZipInfo] = {}
    entries = archive.infolist()
    if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > MOST_BYTES:
        raise Unsound("it claims to hold more than an export does; nothing was unpacked")
    for one in entries:
        if not _NAME.fullmatch(one.filename) or ".." in one.filename.split("/"):
            raise Unsound(f"a file has a name that no export has: {one.filename[:100]!r}")
        if one.filename in found:
            raise Unsound(f"{one.filename} is in it twice")
        if one.file_size > MOST_TIMES_LARGER * max(one.compress_size, 1):
            raise Unsound(f"{one.filename} claims to unpack to {one.file_size} bytes; nothing was unpacked")
        found[one.filename] = one
    _require_side_by_side(entries)
    if archive.comment:
        raise Unsound("there is more in the zip than its files")
    return found


def _require_side_by_side(entries: list[zipfile.ZipInfo]) -> None:
    """Files that share their bytes with others unpack to more than any limit."""
    end = 0
    for one in sorted(entries, key=lambda one: one.header_offset):
        if one.header_offset < end:
            raise Unsound(f"{one.filename} lies within another file of the zip")
        end = one.header_offset + one.compress_size


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """A file that is read whole. Raises Unsound where it is more than JSON of ours ever is."""
    with archive.open(name) as file:
        content = file.read(MOST_OF_JSON + 1)
    if len(content) > MOST_OF_JSON:
        raise Unsound(f"{name} is too large")
    return content


def _json(content: bytes) -> Any:
    """JSON that says nothing twice: readers would differ in what they take."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs):
            raise Unsound("a key stands twice in it")
        return dict(pairs)

    return json.loads(content, object_pairs_hook=once)


def _signed_by(written: bytes, signature: Any, fingerprint: str | None) -> str:
    """The fingerprint of the key that signed the manifest. Raises Unsound."""
    try:
        raw = base64.b64decode(signature["public_key"], validate=True)
        value = base64.b64decode(signature["value"], validate=True)
        if signature["algorithm"] != "Ed25519":
            raise Unsound(f"the signature is of the kind {signature['algorithm']!r}, not Ed25519")
        Ed25519PublicKey.from_public_bytes(raw).verify(value, written)
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise Unsound(f"{SIGNATURE} is no signature") from None
    except InvalidSignature:
        raise Unsound("the manifest was changed after it was signed") from None
    own = hashlib.sha256(raw).hexdigest()
    if fingerprint is not None and _compact(fingerprint) != own:
        raise Unsound("it was signed with another key than the one whose fingerprint was given")
    return " ".join(own[start : start + 4] for start in range(0, len(own), 4))


def _compact(fingerprint: str) -> str:
    return "".join(fingerprint.lower().replace(":", " ").split())


def _check_files(
    archive: zipfile.ZipFile,
    members: dict[str, zipfile.ZipInfo],
    manifest: dict[str, Any],
    folders: dict[str, str],
    verdict: Verdict,
) -> None:
    """Every file of the manifest is there as it was, and no other."""
    listed: dict[str, dict[str, Any]] = {str(one["path"]): one for one in manifest["files"]}
    if len(listed) != len(manifest["files"]):
        raise Unsound("the manifest lists a file twice")

    def wrong(path: str, what: str) -> None:
        number = folders.get(path.rpartition("/evidence/")[0] or path.rpartition("/")[0])
        (verdict.cases[number] if number else verdict.problems).append(f"{path} {what}")

    for path in sorted(members.keys() - listed.keys() - {MANIFEST, SIGNATURE}):
        wrong(path, "was added: the manifest does not know it")
    for path, one in sorted(listed.items()):
        if path not in members:
            wrong(path, "is missing")
        elif members[path].file_size != one["size"]:
            wrong(path, "is not as it was exported: it has another size")
        else:
            try:
                if _digest(archive, path) != one["sha256"]:
                    wrong(path, "is not as it was exported")
            except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
                wrong(path, f"cannot be read: {error}")


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _check_case(
    archive: zipfile.ZipFile, listed: dict[str, Any], roots: dict[str, str], problems: list[str]
) -> None:
    """The case's events form one chain to its head, and its notices are those that the chain names."""
    folder = listed["folder"]
    case = _json(_small(archive, f"{folder}/case.json"))
    if (case["number"], case["id"]) != (listed["number"], listed["id"]):
        problems.append("case.json is of another case")
    hashes: list[str | None] = []
    notices: dict[str, str] = {}
    previous: str | None = None
    for place, (raw, recorded) in enumerate(events_in(_small(archive, f"{folder}/events.json")), start=1):
        event = _json(raw)
        if event["seq"] != place or event["case_id"] != case["id"]:
            problems.append(f"event {place} is missing, or events are in another order")
        if recorded is None and previous is None:
            if event["previous"] is not None:
                problems.append(f"event {place} has lost its hash")
            hashes.append(None)
            continue
        if event["previous"] != previous:
            problems.append(
                f"event {place} does not follow the one before: one was changed, removed or added"
            )
        if hashlib.sha256(raw).hexdigest() != recorded:
            problems.append(f"event {place} ({event['kind']}) is not as it was recorded")
        previous = recorded
        hashes.append(recorded)
        sent = event["data"]
        if event["kind"] == "sent" and "notice" in sent:
            notices[sent["takedown"]] = sent["notice"]
    if len(hashes) != listed["events"] or len(hashes) != case["event_count"]:
        problems.append(f"{listed['events']} events were exported, {len(hashes)} are here")
    if previous != listed["head"] or previous != case["chain_head"]:
        problems.append("the last event is not the one that was exported: the chain has another head")
    _check_notices(archive, folder, case, notices, problems)
    _check_root(case["id"], listed.get("root"), hashes, roots, problems)


def events_in(content: bytes) -> Iterator[tuple[bytes, str | None]]:
    """Each event's own bytes, which are what was hashed, and the hash as recorded.

    Written as a JSON list with one event to a line: `{"event":<the bytes>,"hash":"<hex>"}`.
    """
    lines = content.decode("utf-8").split("\n")
    if lines[0] != "[" or lines[-2:] != ["]", ""]:
        raise Unsound("events.json is not written as an export is")
    for line in lines[1:-2]:
        found = re.fullmatch(r'\{"event":(\{.*\}),"hash":(null|"[0-9a-f]{64}")\},?', line)
        if found is None:
            raise Unsound("events.json is not written as an export is")
        yield found[1].encode(), None if found[2] == "null" else found[2][1:-1]


def _check_notices(
    archive: zipfile.ZipFile,
    folder: str,
    case: dict[str, Any],
    in_chain: dict[str, str],
    problems: list[str],
) -> None:
    """What was sent is what case.json, the kept evidence and the chain's events say was sent."""
    for takedown in case["takedowns"]:
        path = takedown.get("notice_file")
        if path is None:
            continue
        digest = _digest(archive, f"{folder}/{path}")
        kept = {one["sha256"] for one in case["evidence"] if one["takedown_id"] == takedown["id"]}
        if digest != takedown["notice_sha256"]:
            problems.append(f"{path} is not the notice that case.json tells of")
        if digest not in kept:
            problems.append(f"{path} is not the notice that was kept as evidence")
        if in_chain.get(takedown["id"], digest) != digest:
            problems.append(f"{path} is not the notice that the events say was sent")
        notice = _json(_small(archive, f"{folder}/{path}"))
        if (notice["takedown_id"], notice["case_number"]) != (takedown["id"], case["number"]):
            problems.append(f"{path} is the notice of another case")


def _check_evidence(
    archive: zipfile.ZipFile, folder: str, digests: dict[str, str], problems: list[str]
) -> None:
    """Each piece that case.json tells of is the file that the manifest lists."""
    for piece in _json(_small(archive, f"{folder}/case.json"))["evidence"]:
        if piece["file"] is not None and digests.get(f"{folder}/{piece['file']}") != piece["sha256"]:
            problems.append(f"{piece['file']} is not the evidence that case.json tells of")


def _check_root(
    case_id: str, covered: Any, hashes: list[str | None], roots: dict[str, str], problems: list[str]
) -> None:
    """The day's root, which the operator posted, is over the head that the case had at that day's end."""
    if covered is None:
        return
    head = hashes[covered["seq"] - 1]
    if head != covered["head"] or not _HASH.fullmatch(str(head)):
        problems.append(f"the root of {covered['day']} is over another head than this chain's")
        return
    node = hashlib.sha256(b"\x00" + f"{case_id}:{head}".encode()).digest()
    for side, neighbour in covered["proof"]:
        pair = (bytes.fromhex(neighbour), node) if side == "left" else (node, bytes.fromhex(neighbour))
        node = hashlib.sha256(b"\x01" + b"".join(pair)).digest()
    if node.hex() != roots.get(covered["day"]):
        problems.append(f"the root of {covered['day']} does not cover this chain")


def lines_of(verdict: Verdict) -> Iterator[str]:
    """The verdict as one prints it: a line for each case, then the whole."""
    if verdict.fingerprint:
        yield f"signed with the key {verdict.fingerprint}"
    yield from verdict.notes
    for number, problems in verdict.cases.items():
        if not problems:
            yield f"{number}: ok" if not verdict.problems else f"{number}: nothing found in its own files"
        yield from (f"{number}: ALTERED: {problem}" for problem in problems)
    yield from (f"ALTERED: {problem}" for problem in verdict.problems)
    altered = sum(map(bool, verdict.cases.values()))
    yield (
        f"{len(verdict.cases)} cases, all as they were exported"
        if verdict.is_sound
        else f"{len(verdict.cases)} cases, {altered} of them altered; do not rely on this file"
    )


def main(arguments: list[str] | None = None) -> int:
    """0 where all is as it was exported, 1 where not."""
    parser = argparse.ArgumentParser(description="Check an export of cases that was made for counsel.")
    parser.add_argument("file")
    parser.add_argument("--fingerprint", help="the alliance's key, as its operator told it by another way")
    asked = parser.parse_args(arguments)
    verdict = verify(asked.file, asked.fingerprint)
    for line in lines_of(verdict):
        print(line)
    return 0 if verdict.is_sound else 1


if __name__ == "__main__":
    sys.exit(main())
