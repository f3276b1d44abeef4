"""What modules cite is part of the history: each change can be undone, and nothing is lost by it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web.training.making import again, make_programme, publish

from mentorway.web.practices.actions import practices
from mentorway.web.practices.models import Practice
from mentorway.web.training import queries
from mentorway.web.training.actions import citing, drafting, editions
from mentorway.web.translation.actions.languages import begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(client):
    made = make_programme()
    client.force_login(made.created_by)
    return made


def make_practice(programme, title):
    kept = {"country": "FI", "sector": "education", "language": "en", "title": title}
    document = begin(code="en", name="English")
    return Practice.objects.create(partner=programme.partner, document=document, **kept)


def cite(programme, *titles, module="listening"):
    for title in titles:
        chosen = f"practice:{make_practice(programme, title).pk}"
        citing.cite(programme, programme.created_by, module=module, chosen=chosen, why=f"{title} works.")


def cited(programme):
    rows = queries.citations_of(programme)
    return [(row.module, row.practice.title, row.why) for row in rows]


def no_more(programme, title):
    citing.cite_no_more(programme.citations.get(practice__title=title), programme.created_by)


def undo(programme):
    return drafting.undo(programme, programme.created_by, revision=again(programme).revision)


def done(programme):
    return [row.what for row in queries.revisions_of(programme)]


def address(name, programme, *args):
    return reverse(f"training:{name}", args=[programme.pk, *args])


def test_citing_and_citing_no_more_are_in_the_history(client, programme):
    cite(programme, "Walking")
    no_more(programme, "Walking")
    said = ["“Listening” no longer cites “Walking”", "“Listening” cites “Walking”"]
    assert done(programme)[:2] == said
    page = client.get(address("history", programme)).content.decode()
    assert all(one in page for one in said)


def test_a_citation_is_undone_and_comes_back(programme):
    cite(programme, "Walking")
    before = cited(programme)
    undo(programme)
    assert cited(programme) == []
    undo(programme)
    assert cited(programme) == before == [("listening", "Walking", "Walking works.")]


def test_what_was_taken_out_comes_back_in_its_place_with_its_reason(client, programme):
    cite(programme, "First", "Second", "Third")
    rows = list(queries.citations_of(programme).values())
    which = programme.citations.get(practice__title="First").pk
    removal = address("cite_no_more", programme, "listening", which)
    page = client.post(removal, follow=True).content.decode()
    assert f'action="{address("undo", programme)}"' in page
    client.post(address("undo", programme), {"revision": again(programme).revision})
    assert list(queries.citations_of(programme).values()) == rows
    assert client.get(removal).status_code == 200


def test_a_version_is_the_same_after_a_citation_was_taken_out_and_brought_back(programme):
    cite(programme, "First", "Second")
    publish(programme)
    no_more(programme, "First")
    assert not editions.look(again(programme)).is_same
    undo(programme)
    assert editions.look(again(programme)).is_same


def test_undoing_something_else_leaves_citations_alone(programme):
    cite(programme, "Walking")
    before = cited(programme)
    drafting.remove(programme, programme.created_by, kind="materials", module="listening", key="read-this")
    undo(programme)
    assert cited(programme) == before


def test_who_publishes_sees_that_somebody_has_cited_meanwhile(programme):
    seen = again(programme)
    cite(programme, "Walking")
    with pytest.raises(drafting.ValidationError, match="changed since you looked"):
        editions.publish(seen, seen.created_by, revision=seen.revision, changed_because="")


def test_a_change_cannot_be_undone_once_something_was_cited(programme):
    revision = again(programme).revision
    cite(programme, "Walking")
    with pytest.raises(drafting.ValidationError, match="can no longer be undone"):
        drafting.undo(programme, programme.created_by, revision=revision)
    assert len(cited(programme)) == 1


def test_a_removed_module_comes_back_with_what_it_cited_even_after_publishing(programme):
    user = programme.created_by
    facts = {"title": "Two", "summary": "", "own_minutes": 0}
    drafting.add(programme, user, kind="modules", module="", facts=facts)
    cite(programme, "Walking")
    before = cited(programme)
    drafting.remove(programme, user, kind="modules", module="listening", key="listening")
    publish(programme)
    assert cited(programme) == []
    undo(programme)
    assert cited(programme) == before


def test_what_a_lost_module_cited_does_not_come_back_without_it(programme):
    user = programme.created_by
    facts = {"title": "Two", "summary": "", "own_minutes": 0}
    drafting.add(programme, user, kind="modules", module="", facts=facts)
    cite(programme, "Walking")
    drafting.remove(programme, user, kind="modules", module="listening", key="listening")
    publish(programme)
    cite(programme, "Other", module="two")
    undo(programme)
    assert cited(programme) == []


def test_what_is_gone_for_good_is_named_and_the_rest_comes_back(client, programme):
    cite(programme, "Stays", "Goes")
    no_more(programme, "Goes")
    Practice.objects.filter(title="Goes").update(deleted=timezone.now() - dt.timedelta(days=90))
    practices.clear_away(timezone.now())
    sent = {"revision": again(programme).revision}
    page = client.post(address("undo", programme), sent, follow=True).content.decode()
    assert "“Goes” is gone for good, so it is not cited again." in page
    assert [title for _module, title, _why in cited(programme)] == ["Stays"]


def test_a_revision_from_before_citations_were_kept_leaves_them_as_they_are(programme):
    cite(programme, "Walking")
    before = cited(programme)
    drafting.remove(programme, programme.created_by, kind="materials", module="listening", key="read-this")
    programme.revisions.update(cites=None)
    undo(programme)
    assert cited(programme) == before


def test_two_who_take_out_the_same_do_it_once(programme):
    cite(programme, "Walking")
    row, same = programme.citations.get(), programme.citations.get()
    citing.cite_no_more(same, programme.created_by)
    revision = again(programme).revision
    citing.cite_no_more(row, programme.created_by)
    assert again(programme).revision == revision
