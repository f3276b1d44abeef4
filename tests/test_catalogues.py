import importlib.util
import sys
from functools import cache
from pathlib import Path

import polib
import pytest

from mentorway.language import LANGUAGES, Words
from mentorway.wording import Message

TOOL = Path(__file__).parent.parent / "tools" / "translations.py"


@pytest.fixture(scope="module")
def translations():
    spec = importlib.util.spec_from_file_location("translations", TOOL)
    module = importlib.util.module_from_spec(spec)
    sys.modules["translations"] = module
    spec.loader.exec_module(module)
    module.texts = cache(module.texts)  # reading all of the code once is enough for five languages
    return module


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_code_is_said_in_every_language_and_nothing_else(translations, language):
    assert translations.problems(language) == []


def test_the_collector_finds_plurals_contexts_and_template_texts(translations):
    found = list(
        translations._of_python(
            'Message("%(count)d row", {"count": 1}, plural="%(count)d rows", count=1)\n'
            'pgettext("verb", "Open")',
            "x",
        )
    )
    assert [(text.singular, text.plural, text.context) for text in found] == [
        ("%(count)d row", "%(count)d rows", None),
        ("Open", "", "verb"),
    ]
    source = (
        '{% load i18n %}{% translate "Sign (in)" %}'
        "{% blocktranslate count n=n %}{{ n }} a{% plural %}{{ n }} b{% endblocktranslate %}"
    )
    assert [(text.singular, text.plural) for text in translations._of_template(source, "x")] == [
        ("Sign (in)", ""),
        ("%(n)s a", "%(n)s b"),
    ]


def test_the_collector_knows_functions_by_the_name_they_were_imported_by(translations):
    source = (
        "from django.utils.translation import gettext as _now\n"
        "from elsewhere import gettext as other\n"
        '_now("Wait.")\n'
        'other("Not ours.")'
    )
    assert [text.singular for text in translations._of_python(source, "x")] == ["Wait."]


def test_a_changed_placeholder_is_a_problem(translations):
    entry = polib.POEntry(msgid="Hello %(name)s", msgstr="Labas %(vardas)s")
    assert len(list(translations._wrong_placeholders("lt", entry))) == 1


@pytest.mark.parametrize(("language", "forms"), [("lt", 3), ("lv", 3), ("sv", 2), ("fi", 2)])
def test_a_plural_message_has_the_forms_of_its_language(translations, language, forms):
    plural = [entry for entry in translations.catalogue(language) if entry.msgid_plural]
    assert plural
    assert {len(entry.msgstr_plural) for entry in plural} == {forms}


def test_an_unknown_language_speaks_english():
    assert Words.of("xx").say(Message("Save")) == "Save"
