"""OpenRosa documents, in and out."""

import contextlib
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.questionnaire.making import judged, xform_of
from tests.questionnaire.mentoring import mentoring_answers, mentoring_book

from mentorway.questionnaire import (
    Listed,
    compile_xform,
    form_list,
    read_submission,
    write_submission,
    xform_hash,
)
from mentorway.wording import InvalidInputError


def test_a_submission_is_judged_as_the_same_answers_from_a_page():
    form = compile_xform(xform_of(mentoring_book())).form
    expected = judged(form, mentoring_answers())
    texts = {name: state.text for name, state in expected.states.items()}
    found = read_submission(write_submission(form, texts, "uuid:1"))
    assert (found.form, found.version, found.instance_id) == ("mentoring", "1", "uuid:1")
    assert set(found.answers) == set(form.by_name)
    assert judged(form, found.answers).stored == expected.stored


def test_what_a_submission_corrects_is_read_and_unknown_names_are_kept_for_the_judge():
    xml = b"""<data xmlns="http://example.org/form" version="3"><g><a>1</a><x/></g>
    <meta><instanceID>uuid:2</instanceID><deprecatedID>uuid:1</deprecatedID></meta></data>"""
    found = read_submission(xml)
    assert (found.form, found.version, found.replaces) == ("http://example.org/form", "3", "uuid:1")
    assert found.answers == {"a": "1", "x": ""}


@pytest.mark.parametrize(
    ("xml", "sentence"),
    [
        (b"", "cannot be read"),
        (b"<data>", "cannot be read"),
        (b"<a>" * 400 + b"</a>" * 400, "cannot be read"),
        (b'<!DOCTYPE data [<!ENTITY a "b">]><data id="f"><q>&a;</q></data>', "document type"),
        (b'<!DOCTYPE data SYSTEM "http://example.org/x.dtd"><data id="f"/>', "document type"),
        (b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d id="f"><q>&a;</q></d>', "document type"),
        (b'<data id="f"><q>1</q></data>', "no instanceID"),
        (b"<data><meta><instanceID>uuid:1</instanceID></meta></data>", "which form"),
        (b'<data id="f"><q>1</q><q>2</q></data>', "“q” twice"),
        (b'<data id="f">' + b" " * 2_000_000 + b"</data>", "has 2.0 MB"),
    ],
)
def test_a_submission_that_cannot_be_trusted_is_refused(xml, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        read_submission(xml)


@given(st.binary(max_size=100) | st.text(alphabet="<>/a &;!['", max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data):
    with contextlib.suppress(InvalidInputError):
        read_submission(data)


def test_the_list_of_forms_names_the_hash_of_what_is_downloaded():
    xform = xform_of(mentoring_book())
    found = etree.fromstring(form_list([Listed("mentoring", "Mentoring & more", "1", xform, "https://x/1")]))
    space = {"o": "http://openrosa.org/xforms/xformsList"}
    texts = {etree.QName(each).localname: each.text for each in found.find("o:xform", space)}
    assert texts == {
        "formID": "mentoring",
        "name": "Mentoring & more",
        "version": "1",
        "hash": "md5:" + hashlib.md5(xform.encode(), usedforsecurity=False).hexdigest(),
        "downloadUrl": "https://x/1",
    }
    assert xform_hash(xform) == texts["hash"]
