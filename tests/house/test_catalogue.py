"""Every text has its French, and no French is left over or uncertain."""

import re
import subprocess
from collections import Counter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from piste.history.subjects import all_subjects
from tests.house.sources import ROOT

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdif]|%%|\{\w*\}")


@pytest.fixture(scope="module")
def texts(tmp_path_factory) -> Catalog:
    template = tmp_path_factory.mktemp("words") / "template.pot"
    subprocess.run(["bin/dev", "extract", template], cwd=ROOT, check=True)
    return read(template)


@pytest.fixture(scope="module")
def french() -> Catalog:
    return read(ROOT / "piste/locale/fr/LC_MESSAGES/django.po")


def read(path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def is_true(message: Message) -> bool:
    """Each form has the placeholders of the English; a singular may leave the number out."""
    sources = [placeholders(form) for form in forms(message.id)]
    return all(placeholders(form) in sources for form in forms(message.string))


def test_texts_are_found_in_python_and_in_templates(texts):
    origins = {path.rsplit(".", 1)[1] for message in texts for path, _line in message.locations}
    assert origins == {"py", "html"}


@pytest.mark.parametrize("noun", sorted(all_subjects()))
def test_every_kind_of_record_has_a_name_for_people(noun):
    """Where all of them are named, as in the audit log."""
    name = all_subjects()[noun]._meta.verbose_name
    assert not isinstance(name, str), f"{noun} has the name of its class"


def test_every_text_is_translated(texts, french):
    missing = [
        message.id
        for message in texts
        if message.id and not ((found := french.get(message.id, message.context)) and all(forms(found.string)))
    ]
    assert not missing, "\n".join(missing)


def test_no_translation_is_uncertain_or_left_over(texts, french):
    assert [message.id for message in french if message.id and message.fuzzy] == []
    assert [message.id for message in french if message.id and not texts.get(message.id, message.context)] == []


def test_translations_keep_their_placeholders(french):
    assert [message.id for message in french if message.id and not is_true(message)] == []


def test_french_signs_hold_on_to_their_word(french):
    """Neither a sign nor a guillemet begins or ends a line: the space beside it does not break."""
    loose = re.compile("[ \u202f][:;?!»]|«[ \u202f]|«(?!\xa0)|(?<!\xa0)[»?]")
    assert [form for message in french if message.id for form in forms(message.string) if loose.search(form)] == []
