"""A file is what its content says, whatever its name: pictures and PDF, one thing only."""

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aacabot.domain.evidence_files import MOST_BYTES, BadFile, FileProblem, content_type_of
from tests.domain.evidence_samples import EICAR, GIF, GOOD, JPEG, PDF, PNG, WEBP


def problem_of(content: bytes) -> FileProblem:
    with pytest.raises(BadFile) as refused:
        content_type_of(content)
    return refused.value.problem


@pytest.mark.parametrize("kind", GOOD)
def test_pictures_and_documents_are_known_by_their_content(kind: str) -> None:
    assert content_type_of(GOOD[kind]) == kind


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", FileProblem.EMPTY),
        (b"hello, I am a picture", FileProblem.NOT_A_PICTURE),
        (b"PK\x03\x04 a document of an office", FileProblem.NOT_A_PICTURE),
        (b"BM a bitmap", FileProblem.NOT_A_PICTURE),
        (b"MZ\x90\0 a program", FileProblem.RUNS),
        (b"\x7fELF a program", FileProblem.RUNS),
        (b"#!/bin/sh\nrm -r /", FileProblem.RUNS),
        (b"<!DOCTYPE html><html><body>", FileProblem.RUNS),
        (b'<?xml version="1.0"?><svg onload="alert(1)">', FileProblem.RUNS),
        (EICAR, FileProblem.VIRUS),
        (PNG + EICAR, FileProblem.VIRUS),
        (PDF.replace(b"trailer", b"/OpenAction<</S/JavaScript/JS(app.alert)>> trailer"), FileProblem.RUNS),
        (PDF.replace(b"trailer", b"<</S /Launch>> trailer"), FileProblem.RUNS),
        (PDF[:-20], FileProblem.DAMAGED),
        (PNG[:-8], FileProblem.DAMAGED),
        (PNG.replace(b"IDAT", b"IDAX"), FileProblem.DAMAGED),
        (JPEG[:-4], FileProblem.DAMAGED),
        (GIF[:-1], FileProblem.DAMAGED),
        (WEBP[:-3], FileProblem.DAMAGED),
        (b"\x89PNG\r\n\x1a\n", FileProblem.DAMAGED),
        (b"\xff\xd8\xff", FileProblem.DAMAGED),
        (b"GIF89a", FileProblem.DAMAGED),
        (b"%PDF-1.7 and nothing", FileProblem.DAMAGED),
    ],
)
def test_everything_else_is_refused(content: bytes, problem: FileProblem) -> None:
    assert problem_of(content) is problem


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"])
@pytest.mark.parametrize(
    "second",
    [
        b"PK\x03\x04 an archive behind it",
        b"anything PK\x05\x06" + b"\0" * 18,
        b"<script>alert(1)</script>",
        b"\n<?php system($_GET[0]); ?>",
        b"MZ\x90\0",
    ],
    ids=["archive", "end of an archive", "script", "page", "program"],
)
def test_a_file_that_is_two_things_is_refused(kind: str, second: bytes) -> None:
    assert problem_of(GOOD[kind] + second) in {FileProblem.TWO_IN_ONE, FileProblem.RUNS}


def test_a_picture_that_is_a_page_too_is_refused() -> None:
    page = b"GIF89a/*" + GIF[8:] + b"*/=1;<script>alert(1)</script>"
    assert problem_of(page) in {FileProblem.TWO_IN_ONE, FileProblem.DAMAGED}


def test_a_document_hidden_in_a_pictures_comment_is_refused() -> None:
    comment = b"%PDF-1.7 hidden"
    chunk = b"tEXt" + comment
    hidden = struct.pack(">I", len(comment)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    assert problem_of(PNG[:33] + hidden + PNG[33:]) is FileProblem.TWO_IN_ONE


def test_what_a_camera_writes_behind_its_picture_is_fine() -> None:
    assert content_type_of(JPEG + b"SEFHe\0\0\0some camera's own data") == "image/jpeg"


def test_twenty_megabytes_are_taken_and_one_byte_more_is_not() -> None:
    filler = b"\0" * (MOST_BYTES - len(JPEG))
    assert content_type_of(JPEG + filler) == "image/jpeg"
    assert problem_of(JPEG + filler + b"\0") is FileProblem.TOO_LARGE


@settings(max_examples=300)
@given(st.sampled_from(sorted(GOOD)), st.data())
def test_no_damage_ever_breaks_the_reading(kind: str, data: st.DataObject) -> None:
    good = bytearray(GOOD[kind])
    for place in data.draw(st.lists(st.integers(0, len(good) - 1), max_size=5)):
        good[place] = data.draw(st.integers(0, 255))
    content = bytes(good[: data.draw(st.integers(0, len(good)))])
    try:
        assert content_type_of(content) in GOOD
    except BadFile as refused:
        assert refused.problem in FileProblem


@given(st.binary(max_size=200))
def test_noise_is_never_taken(noise: bytes) -> None:
    with pytest.raises(BadFile):
        content_type_of(noise)
