"""Every language says every message, with the same values and its own plurals, from the English wording of today."""

from collections.abc import Mapping
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from skillreport.language import catalogue
from skillreport.language.catalogue import load_catalogue

FOLDER = Path(catalogue.__file__).parent
OTHERS = sorted(file.stem for file in FOLDER.glob("*.po") if file.stem != "en")
PLURAL_FORMS = {"de": 2}


def messages(language: str) -> Mapping[str, Message]:
    """The messages of a catalogue by id, with their comments."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return {
            message.id if isinstance(message.id, str) else message.id[0]: message
            for message in read_po(file)
            if message.id
        }


def placeholders(form: str) -> set[str]:
    """The values that a form of a message is filled with."""
    return {field for _, field, _, _ in Formatter().parse(form) if field is not None}


# ---- catalogues


def test_german_is_among_the_languages() -> None:
    assert "de" in OTHERS


@pytest.mark.parametrize("language", OTHERS)
def test_every_catalogue_has_the_messages_of_the_english_one_in_its_order(language: str) -> None:
    assert list(messages(language)) == list(messages("en"))


@pytest.mark.parametrize("language", OTHERS)
def test_no_message_is_left_empty(language: str) -> None:
    english = load_catalogue("en").messages
    said = load_catalogue(language).messages
    assert [id for id, forms in said.items() if any(not form and english[id][0] for form in forms)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_message_has_one_form_or_one_for_each_plural_of_its_language(language: str) -> None:
    counts = {
        id: len(forms)
        for id, forms in load_catalogue(language).messages.items()
        if len(forms) not in (1, PLURAL_FORMS[language])
    }
    assert counts == {}


@pytest.mark.parametrize("language", OTHERS)
def test_a_message_is_filled_with_the_values_of_the_english_one(language: str) -> None:
    english, said = load_catalogue("en").messages, load_catalogue(language).messages
    differing = {
        id: placeholders(said[id][-1]) ^ placeholders(forms[-1])
        for id, forms in english.items()
        if placeholders(said[id][-1]) != placeholders(forms[-1])
    }
    assert differing == {}


@pytest.mark.parametrize("language", OTHERS)
def test_the_form_for_one_uses_no_value_that_the_english_message_has_not(language: str) -> None:
    known = {
        id: {value for form in forms for value in placeholders(form)}
        for id, forms in load_catalogue("en").messages.items()
    }
    unknown = {
        id: placeholders(form) - known[id]
        for id, forms in load_catalogue(language).messages.items()
        for form in forms
        if placeholders(form) - known[id]
    }
    assert unknown == {}


@pytest.mark.parametrize("language", OTHERS)
def test_each_message_was_made_from_the_english_wording_of_today(language: str) -> None:
    """The comment above a message is the English wording it was made from: when that changes, look at the message,
    mend it where needed, and write the new English wording into the comment."""
    english = {id: " | ".join(forms) for id, forms in load_catalogue("en").messages.items()}
    stale = {
        id: " ".join(message.auto_comments)
        for id, message in messages(language).items()
        if " ".join(" ".join(message.auto_comments).split()) != " ".join(english[id].split())
    }
    assert stale == {}
