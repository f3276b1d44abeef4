"""A prepared question finds what its queryset finds, fresh."""

import pytest
from django.urls import reverse
from tests.web.study.filling_making import begin, make_code, make_study

from mentorway.web.core.prepared import Prepared
from mentorway.web.study.models import Draft, Mode, State, Study, Target
from mentorway.web.study.respondent.drafts import DRAFTS
from mentorway.web.study.respondent.links import fingerprint

pytestmark = pytest.mark.django_db
ROWS = Draft.objects.select_related("wave__study", "version", "partner", "code").order_by()


def loaded(row):
    """Return every field of a row that was read, without asking for more."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in row.get_deferred_fields()
    }


@pytest.fixture
def draft(client):
    study = make_study(mode=Mode.CODE)
    code, _row = make_code(study)
    begin(client, study, url=reverse("study:coded", args=[code]))
    return Draft.objects.get()


def test_it_is_the_row_of_the_queryset_with_all_that_belongs_to_it(draft):
    expected = ROWS.get(pk=draft.pk)
    found = Prepared(ROWS, "resume_hash").get(draft.resume_hash)
    assert (found, loaded(found)) == (expected, loaded(expected))
    assert loaded(found.wave.study) == loaded(expected.wave.study)
    assert loaded(found.code) == loaded(expected.code)
    assert found.partner is None


def test_nothing_is_found_for_another_value(draft):
    assert draft.pk
    assert Prepared(ROWS, "resume_hash").get("0" * 64) is None


def test_one_question_reads_all_that_sending_needs(draft, django_assert_num_queries):
    fingerprint_of_form = draft.version.form_hash
    with django_assert_num_queries(1):
        found = DRAFTS.get(draft.resume_hash)
        assert (found.wave.study.state, found.capped, found.wave.study.has_codes) == (State.OPEN, False, True)
        assert (found.version.form_hash, found.begun) == (fingerprint_of_form, draft.begun)


def test_what_changes_meanwhile_is_seen_at_once(draft):
    assert DRAFTS.get(draft.resume_hash).wave.study.state == State.OPEN
    Study.objects.update(state=State.CLOSED)
    Target.objects.create(
        study=draft.wave.study, country=draft.country, sector=draft.sector, goal=1, maximum=1
    )
    found = DRAFTS.get(draft.resume_hash)
    assert (found.wave.study.state, found.capped) == (State.CLOSED, True)


def test_a_value_from_outside_is_only_a_value(draft):
    assert draft.pk
    assert DRAFTS.get("' OR 1=1 --") is None
    assert DRAFTS.get(fingerprint("' OR 1=1 --")) is None
