"""Versions of training programmes: what stands in the way, what they keep, and that they never change."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.training.making import (
    MATERIAL,
    MODULE,
    NEXT_SESSIONS,
    OUTCOME,
    PARTS,
    again,
    first_edition,
    make_programme,
    publish,
)

from mentorway.web.network.models import NetworkFinding
from mentorway.web.practices.actions import practices
from mentorway.web.practices.models import ChallengeFinding, Practice
from mentorway.web.training.actions import citing, drafting, programmes
from mentorway.web.training.actions import editions as actions
from mentorway.web.training.due import do_due_work
from mentorway.web.training.models import Edition, Programme
from mentorway.web.training.needs import needs_of
from mentorway.web.training.translated import OWNER
from mentorway.web.translation.actions import bringing
from mentorway.web.translation.actions.languages import add_language, begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_programme()


def kept(programme):
    """Return what is stored of a programme, without who and when."""
    row = again(programme)
    steps = row.revisions.order_by("number").values_list("number", "content", "cites", "what")
    return row.content, row.revision, list(steps)


def test_what_tests_start_from_is_what_adding_and_publishing_leave():
    user = make_member(partner := make_partner())
    made = make_programme(partner, user, more=NEXT_SESSIONS)
    added = make_programme(partner, user, whole=False)
    for kind, facts in (("modules", MODULE), *PARTS, *NEXT_SESSIONS):
        into = "" if kind == "modules" else "listening"
        drafting.add(again(added), added.created_by, kind=kind, module=into, facts=facts)
    assert kept(made) == kept(added)
    first, published = first_edition(made), publish(added)
    assert (first.number, first.content) == (published.number, published.content)
    assert first.content_hash == published.content_hash


def rename(programme, title):
    row = again(programme)
    texts = {name: row.content[name] for name in drafting.DESCRIBED}
    was = drafting.fingerprint_of(texts)
    drafting.describe(row, row.created_by, texts={**texts, "title": title}, is_shared=None, was=was)


def make_practice(partner, **more):
    kept = {"country": "FI", "sector": "education", "language": "en", "title": "Walking"}
    return Practice.objects.create(
        partner=partner, document=begin(code="en", name="English"), **{**kept, **more}
    )


def test_a_programme_without_modules_cannot_be_published():
    made = make_programme(whole=False)
    assert actions.look(made).faults == ["The programme has no module yet."]
    with pytest.raises(ValidationError, match="cannot be published as it is"):
        publish(made)


def test_a_contradiction_stands_in_the_way(programme):
    module = programme.content["modules"][0]
    module["sessions"][0]["steps"][0]["outcomes"] = ["lost"]
    Programme.objects.filter(pk=programme.pk).update(content=programme.content)
    assert actions.look(again(programme)).faults == [
        "“First evening” names the outcome “lost”, which no module has."
    ]


def test_a_second_version_needs_a_reason_and_something_new(programme):
    first = publish(programme)
    assert first.content["programme"]["version"] == "1"
    with pytest.raises(ValidationError, match="cannot be published as it is"):
        publish(programme, "Nothing")
    rename(programme, "Mentoring one another")
    with pytest.raises(ValidationError):
        publish(programme)
    second = publish(programme, "The pilot showed that people ask for it.")
    assert (second.number, second.content["programme"]["title"]) == (2, "Mentoring one another")


def test_who_publishes_sees_that_the_draft_has_changed(programme):
    with pytest.raises(ValidationError, match="changed since you looked"):
        actions.publish(programme, programme.created_by, revision=1, changed_because="")


def test_the_database_refuses_to_change_a_version(programme):
    publish(programme)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.update(content={})


def test_versions_are_compared_in_words(client, programme):
    publish(programme)
    drafting.remove(programme, programme.created_by, kind="materials", module="listening", key="read-this")
    publish(programme, "Nobody read it.")
    client.force_login(programme.created_by)
    page = client.get(reverse("training:difference", args=[programme.pk, 1, 2])).content.decode()
    assert "Material “Read this”" in page
    assert "removed" in page
    log = client.get(reverse("training:versions", args=[programme.pk])).content.decode()
    assert "Nobody read it." in log


def test_a_difference_names_parts_by_their_titles_as_they_were_and_as_they_are(client, programme):
    publish(programme)
    user = programme.created_by
    second = {**MATERIAL, "title": "A sheet"}
    drafting.add(programme, user, kind="materials", module="listening", facts=second)
    drafting.add(programme, user, kind="outcomes", module="listening", facts={**OUTCOME, "object": "less"})
    content = again(programme).content
    module = content["modules"][0]
    module["sessions"][0]["steps"][0] |= {"materials": ["a-sheet"], "outcomes": ["ask-less"]}
    module["assessments"][0]["outcomes"] = ["ask-less"]
    module["outcomes"][0]["verb"] = "pose"
    Programme.objects.filter(pk=programme.pk).update(content=content)
    publish(programme, "A wish of participants.")
    client.force_login(user)
    page = client.get(reverse("training:difference", args=[programme.pk, 1, 2]))
    found = {(one.about, one.what): (one.before, one.after) for one in page.context["changes"]}
    before, after = found["Session “First evening”", "Steps"]
    assert before.splitlines()[0].endswith("· ask open questions, Read this")
    assert after.splitlines()[0].endswith("· ask less, A sheet")
    assert after.splitlines()[1].endswith("· pose open questions, Read this")
    assert found["Assessment “A quiz”", "Outcomes"] == ("ask open questions", "ask less")
    said = page.content.decode()
    assert "a-sheet" not in said
    assert all(reverse("training:edition", args=[programme.pk, number]) in said for number in (1, 2))


def test_a_newer_version_of_what_is_cited_is_seen_in_the_difference(programme):
    practice = make_practice(programme.partner)
    citing.cite(programme, programme.created_by, module="listening", chosen=f"practice:{practice.pk}", why="")
    publish(programme)
    Practice.objects.update(revision=7)
    (change,) = actions.look(again(programme)).changes
    assert change.before == f"Good practice: Walking (version {practice.revision})"
    assert change.after == "Good practice: Walking (version 7)"


def test_what_is_not_finished_stands_in_the_way(programme):
    content = programme.content
    module = content["modules"][0]
    module["assessments"][0]["questions"] = []
    module["materials"].append({**MATERIAL, "key": "sheet", "kind": "file", "title": "Sheet", "text": ""})
    module["materials"].append(
        {**module["materials"][-1], "key": "lost", "title": "Lost", "sha256": "f" * 64}
    )
    Programme.objects.filter(pk=programme.pk).update(content=content)
    assert actions.look(again(programme)).faults == [
        "“Sheet” is to be a file, and there is none. Add the file.",
        "The quiz “A quiz” has no question. Write at least one.",
        "The file of “Lost” is not here. Add it again.",
    ]
    with pytest.raises(ValidationError, match="cannot be published as it is"):
        publish(programme)


def test_a_version_keeps_agreed_translations_and_readers_see_them(client, programme):
    language = add_language(programme.document, code="fi", name="Suomi")
    texts = OWNER.texts(programme)
    targets = {"title": "Työkaverin mentorointi", "session/first-evening/0/title": "Saapuminen"}
    bringing.as_agreed(language, programme.created_by, texts=texts, targets=targets)
    assert publish(programme).content["texts"]["fi"] == targets
    user = programme.created_by
    user.language = "fi"
    user.save()
    client.force_login(user)
    client.cookies["django_language"] = "fi"
    page = client.get(reverse("training:overview", args=[programme.pk])).content.decode()
    assert "Työkaverin mentorointi" in page
    assert "Listening" in page


def test_a_step_that_moved_is_not_shown_in_the_words_of_another(programme):
    from mentorway.web.training.analysis.reading import read_in  # noqa: PLC0415 - one test needs it

    language = add_language(programme.document, code="fi", name="Suomi")
    targets = {"session/first-evening/0/title": "Saapuminen", "session/first-evening/1/title": "Parit"}
    bringing.as_agreed(language, programme.created_by, texts=OWNER.texts(programme), targets=targets)
    session = programme.content["modules"][0]["sessions"][0]
    turned = {**session, "steps": session["steps"][::-1]}
    was = drafting.fingerprint_of(session)
    drafting.change(programme, programme.created_by, kind="sessions", where=("listening", turned), was=was)
    shown = read_in(again(programme), "fi").content["modules"][0]["sessions"][0]["steps"]
    assert [step["title"] for step in shown] == ["Pairs", "Arriving"]


def test_a_cited_practice_outlives_its_bin(programme):
    user = programme.created_by
    practice, other = make_practice(programme.partner), make_practice(programme.partner, title="Other")
    citing.cite(programme, user, module="listening", chosen=f"practice:{practice.pk}", why="It works.")
    long_ago = timezone.now() - dt.timedelta(days=90)
    Practice.objects.update(deleted=long_ago)
    assert practices.clear_away(timezone.now()) == 1
    assert list(Practice.objects.all()) == [practice]
    assert not Practice.objects.filter(pk=other.pk).exists()
    assert publish(programme).content["programme"]["modules"][0]["cites"][0]["title"] == "Walking"


def test_only_what_one_may_see_can_be_cited_and_only_once(programme):
    user, theirs = programme.created_by, make_practice(make_partner())
    asked = {"module": "listening", "why": ""}
    for chosen in (f"practice:{theirs.pk}", "practice:999999", "secret:1", "", "practice:x"):
        with pytest.raises(ValidationError, match="no longer there"):
            citing.cite(programme, user, chosen=chosen, **asked)
    finding = ChallengeFinding.objects.create(result={}, fingerprint="a" * 64, version="1")
    citing.cite(programme, user, chosen=f"challenge_finding:{finding.pk}", **asked)
    with pytest.raises(ValidationError, match="cites this already"):
        citing.cite(programme, user, chosen=f"challenge_finding:{finding.pk}", **asked)


def test_a_finding_is_chosen_from_a_list_and_shown_with_its_modules(client, programme):
    today = dt.date(2026, 3, 1)
    kept = {"kinds": [], "ties": [], "result": {}, "fingerprint": "b" * 64, "version": "1"}
    finding = NetworkFinding.objects.create(first_day=today, last_day=today, **kept)
    client.force_login(programme.created_by)
    address = reverse("training:cite", args=[programme.pk, "listening"])
    value = f"network_finding:{finding.pk}"
    assert value in client.get(address).content.decode()
    assert client.post(address, {"chosen": value, "why": "Ties are few."}).status_code == 302
    page = client.get(reverse("training:coverage", args=[programme.pk])).content.decode()
    assert reverse("network:finding", args=[finding.token]) in page


def test_what_a_removed_module_cited_is_let_go_once_that_is_published(programme):
    user = programme.created_by
    finding = ChallengeFinding.objects.create(result={}, fingerprint="a" * 64, version="1")
    chosen = {"chosen": f"challenge_finding:{finding.pk}", "why": ""}
    citing.cite(programme, user, module="listening", **chosen)
    drafting.add(
        programme, user, kind="modules", module="", facts={"title": "Two", "summary": "", "own_minutes": 0}
    )
    drafting.remove(programme, user, kind="modules", module="listening", key="listening")
    assert programme.citations.count() == 1
    publish(programme)
    assert programme.citations.count() == 0


def test_a_programme_goes_through_the_bin_and_then_for_good(programme):
    programmes.delete(programme)
    assert not Programme.objects.visible_to(programme.created_by).exists()
    programmes.restore(programme)
    assert Programme.objects.visible_to(programme.created_by).exists()
    programmes.delete(programme)
    do_due_work(timezone.now() + dt.timedelta(days=31))
    assert not Programme.objects.exists()


def test_who_made_a_programme_is_asked_to_publish_or_to_settle(programme):
    user = programme.created_by
    assert any("Publish the training programme" in need.text for need in needs_of(user))
    publish(programme)
    assert needs_of(user) == []
    assert needs_of(make_member()) == []
