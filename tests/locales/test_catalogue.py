"""The catalogues hold exactly what the source says, translated."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from aacabot.locales.catalogues import po_file, translated_locales
from aacabot.locales.extraction import messages_in, source_messages, update
from aacabot.locales.review import faults_of_catalogue, faults_of_source


def stored(locale: str, path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=locale, abort_invalid=True)


def catalogue_of(**translations: str) -> Catalog:
    catalogue = Catalog(locale="zh_CN")
    for message, translation in translations.items():
        catalogue.add(message, translation)
    return catalogue


def faults(catalogue: Catalog, source: str) -> str:
    return "\n".join(faults_of_catalogue(catalogue, messages_in(source, "a.py")))


def test_every_message_of_the_source_can_be_filled() -> None:
    messages = source_messages()
    assert len(messages) >= 5
    assert list(faults_of_source(messages)) == []


@pytest.mark.parametrize("locale", translated_locales())
def test_a_catalogue_translates_what_the_source_says_and_no_more(locale: str) -> None:
    assert list(faults_of_catalogue(stored(locale, po_file(locale)), source_messages())) == []


def test_simplified_chinese_is_spoken() -> None:
    assert "zh_CN" in translated_locales()


def test_calls_markers_plurals_attributes_and_choices_are_found() -> None:
    source = """
A = N_("marked")
words("said", who=1)
reader.words("said to a reader")
words.plural("one", "many", 3, who=1)
self.words.plural("{n} a", "{n} b", 3)
words("yes" if x else "no")
words(A)
people.plural("not", "ours", 1)
catalogues.words(locale="en", timezone="UTC")
"""
    found = {message.texts: message.values for message in messages_in(source, "a.py")}
    assert found == {
        ("marked",): None,
        ("said",): {"who"},
        ("said to a reader",): frozenset(),
        ("one", "many"): {"n", "who"},
        ("{n} a", "{n} b"): {"n"},
        ("yes",): frozenset(),
        ("no",): frozenset(),
    }


@pytest.mark.parametrize("call", ['words(f"Hello {x}")', 'words("a" + x)', 'words.plural("one", many, n)'])
def test_a_text_that_cannot_be_read_is_refused_with_its_place(call: str) -> None:
    with pytest.raises(ValueError, match=r"^a\.py:2: "):
        messages_in(f"\n{call}\n", "a.py")


@pytest.mark.parametrize(
    "call", ['words("{who} did")', 'words("{}", who=1)', 'words("{who.name}", who=1)', 'words("{0}", who=1)']
)
def test_a_message_that_cannot_be_filled_is_a_fault(call: str) -> None:
    assert len(list(faults_of_source(messages_in(call, "a.py")))) == 1


def test_values_passed_on_as_a_mapping_are_trusted() -> None:
    assert list(faults_of_source(messages_in('words("{who} did", **values)', "a.py"))) == []


@pytest.mark.parametrize(
    ("catalogue", "complaint"),
    [
        (catalogue_of(), "is not in zh_CN"),
        (catalogue_of(**{"Hi {who}": "你好 {who}", "Bye": "再见"}), "is not used"),
        (catalogue_of(**{"Hi {who}": ""}), "has no translation"),
        (catalogue_of(**{"Hi {who}": "你好 {whom}"}), "differ in their placeholders"),
    ],
)
def test_a_catalogue_that_strays_from_the_source_is_a_fault(catalogue: Catalog, complaint: str) -> None:
    assert complaint in faults(catalogue, 'words("Hi {who}", who=1)')


def test_a_fuzzy_translation_is_a_fault() -> None:
    catalogue = Catalog(locale="zh_CN")
    catalogue.add("Hi", "你好", flags=["fuzzy"])
    assert "fuzzy" in faults(catalogue, 'words("Hi")')


def test_updating_adds_new_messages_drops_unused_ones_and_keeps_translations(tmp_path: Path) -> None:
    path = tmp_path / "aacabot.po"
    path.write_text('msgid "Kept"\nmsgstr "保留"\n\nmsgid "Gone"\nmsgstr "消失"\n', encoding="utf-8")
    messages = messages_in('words("Kept")\nwords.plural("{n} new", "{n} newer", 2)', "a.py")
    update(path, "zh_CN", messages)
    first = path.read_text(encoding="utf-8")
    entries = {entry.id: entry.string for entry in stored("zh_CN", path) if entry.id}
    assert entries == {"Kept": "保留", ("{n} new", "{n} newer"): ("",)}
    assert "消失" not in first
    update(path, "zh_CN", messages)
    assert path.read_text(encoding="utf-8") == first
