"""The page of what is new: only what one may see now, by day, in one's language, page by page."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from tests.conftest import make_member, make_partner, make_user
from tests.web.dissemination import making as disseminating
from tests.web.notices.news_making import DAY, HOUR, changed, make_projects, make_reader
from tests.web.plan import making as planning
from tests.web.study import making as studying

from mentorway.web.core.happenings import tell
from mentorway.web.core.models import Happening
from mentorway.web.dissemination.models import Claim
from mentorway.web.notices import example
from mentorway.web.notices.models import Reader
from mentorway.web.study.actions import studies

pytestmark = pytest.mark.django_db
NEWS = reverse("notices:news")
LINE = re.compile(r'<a href="([^"]+)">([^<]+)</a>\s*<span class="news-about">')


@pytest.fixture
def partner():
    return make_partner()


@pytest.fixture
def reader(client, partner):
    row = make_reader(make_member(partner))
    client.force_login(row.user)
    return row


def page(client, **asked):
    return client.get(NEWS, asked).content.decode()


def lines(client, **asked):
    return [text for _url, text in LINE.findall(page(client, **asked))]


def test_nothing_is_said_to_have_happened_where_nothing_has(client, reader):
    text = page(client)
    assert "Nothing has happened in the last 30 days in what you may see." in text
    assert "Nothing waits for you." in text


def test_what_happened_is_said_in_words_with_a_link(client, reader, partner):
    project = planning.make_project(partner, title="Mentors <for> all")
    changed(project)
    assert LINE.findall(page(client)) == [
        (reverse("plan:project", args=[project.pk]), "The plan of “Mentors &lt;for&gt; all” was changed.")
    ]


def test_it_is_said_in_the_language_of_the_person(client, reader, partner):
    changed(planning.make_project(partner))
    client.post(reverse("accounts:language"), {"language": "fi"})
    assert '<html lang="fi">' in page(client)


def test_who_may_not_see_a_row_reads_nothing_of_it(client, partner):
    client.force_login(make_member())
    changed(planning.make_project(partner, title="Secret plan"))
    assert "Secret plan" not in page(client)
    assert lines(client) == []


def test_who_leaves_a_partner_reads_no_more_of_what_happened_there(client, reader, partner):
    changed(planning.make_project(partner, title="Secret plan"))
    assert len(lines(client)) == 1
    reader.user.memberships.all().delete()
    assert "Secret plan" not in page(client)


def test_what_was_deleted_is_not_told_of(client, reader, partner):
    project = planning.make_project(partner, title="Gone")
    changed(project)
    type(project).objects.filter(pk=project.pk).update(deleted=timezone.now())
    assert lines(client) == []


def test_strangers_read_of_claims_as_they_were_published_and_where_readers_see_them(client):
    claim = disseminating.make_published()
    title = claim.texts["en"]["title"]
    Claim.objects.filter(pk=claim.pk).update(texts={"en": {**claim.texts["en"], "title": "Draft title"}})
    client.force_login(make_user())
    assert LINE.findall(page(client)) == [
        (reverse("site:claim", args=["en", claim.slug]), f"The claim “{title}” was published.")
    ]
    assert "Draft title" not in page(client)


def test_who_writes_claims_is_led_inside(client):
    claim = disseminating.make_published()
    client.force_login(make_member(claim.partner))
    assert LINE.findall(page(client))[0][0] == reverse("dissemination:claim", args=[claim.pk])


def test_days_are_those_of_the_clock_of_the_reader(client, reader, partner):
    late = dt.datetime(2026, 5, 26, 22, 30, tzinfo=dt.UTC)  # half past one on the next day in Finland
    one, other = make_projects(partner, 2)
    changed(one, late)
    changed(other, late - 2 * HOUR)
    text = page(client)
    assert re.findall(r"<h3>([^<]+)</h3>", text) == ["27 May 2026", "26 May 2026"]
    assert re.findall(r"<time [^>]+>([\d:]+)</time>", text) == ["01:30", "23:30"]


def test_what_happens_to_the_same_thing_on_a_day_is_said_once_with_how_often(client, reader, partner):
    project, moment = planning.make_project(partner), timezone.now() - 3 * DAY
    for minute in range(7):
        changed(project, moment + dt.timedelta(seconds=minute))
    changed(project, moment - DAY)
    assert len(lines(client)) == 2
    assert page(client).count("7 times") == 1


def test_certificates_of_a_day_are_added_up(client, partner):
    from tests.web.pilots import making as piloting  # noqa: PLC0415 - used here alone

    cohort = piloting.make_cohort()
    client.force_login(make_member(cohort.partner))
    for issued in (2, 3):
        tell("cohort.certificates_issued", cohort, issued=issued)
    assert lines(client, activity="pilots") == [f"5 certificates of the cohort “{cohort}” were issued."]


def test_what_i_did_is_marked_and_is_not_new(client, reader, partner):
    one, other = make_projects(partner, 2)
    changed(one, by=reader.user)
    changed(other, by=make_member(partner))
    text = page(client)
    assert (text.count("by you"), text.count(">New<")) == (1, 1)
    assert text.index("Project 1") < text.index(">New<") < text.index("Project 0")


def test_actions_say_who_did_it_without_a_name(client):
    study = studying.make_study()
    user = make_member(study.partner)
    studies.close(study, user)
    kept = Happening.objects.get(name="study.closed")
    assert len(kept.actor) == 64
    client.force_login(user)
    assert "by you" in page(client)


def test_examples_are_labelled_and_are_nobodys_news(client, reader):
    project = planning.make_project(is_example=True)
    Happening.objects.create(name="plan.changed", row=project.pk, is_example=True)
    text = page(client)
    assert len(LINE.findall(text)) == 1
    assert ("Example" in text, ">New<" in text) == (True, False)


def test_one_activity_alone_is_shown(client, partner):
    study = studying.make_study(partner)
    client.force_login(make_member(partner))
    changed(planning.make_project(partner))
    tell("study.closed", study)
    assert lines(client, activity="study") == [f"The study “{study}” takes no more answers."]
    assert lines(client, activity="pilots") == []
    assert len(lines(client, activity="no such activity")) == 2


def test_pages_follow_each_other_without_a_gap_or_a_double(client, reader, partner):
    for project in make_projects(partner, 45):
        changed(project)
    found, before = [], ""
    while before is not None:
        text = page(client, before=before)
        found.append([name for _url, name in LINE.findall(text)])
        older = re.search(r'href="\?before=(\d+)"', text)
        before = older and older[1]
    assert [len(one) for one in found] == [20, 20, 5]
    assert [text for one in found for text in one] == [
        f"The plan of “Project {number}” was changed." for number in reversed(range(45))
    ]


def test_links_to_older_pages_keep_the_activity(client, reader, partner):
    for project in make_projects(partner, 21):
        changed(project)
    assert re.search(r'href="\?activity=plan&amp;before=\d+"', page(client, activity="plan"))


@pytest.mark.parametrize("before", ["0", "-1", "x", "1e3", "²", "9" * 18, "9" * 400, "1 OR 1=1"])
def test_a_strange_number_of_a_page_breaks_nothing(client, reader, partner, before):
    changed(planning.make_project(partner))
    assert client.get(NEWS, {"before": before}).status_code == 200


def test_many_that_one_may_not_see_keep_nothing_from_the_page(client, reader, partner):
    mine = planning.make_project(partner, title="Mine")
    changed(mine)
    hidden = planning.make_project()
    Happening.objects.bulk_create(Happening(name="plan.changed", row=hidden.pk) for _number in range(2000))
    assert lines(client) == ["The plan of “Mine” was changed."]
    assert "before=" not in page(client)


def test_five_thousand_things_take_as_many_questions_as_a_few(
    client, reader, partner, django_assert_max_num_queries
):
    projects = make_projects(partner, 25)
    some = [Happening(name="plan.changed", row=one.pk) for one in projects]
    with django_assert_max_num_queries(1000) as few:
        Happening.objects.bulk_create(some)
        made = len(few.captured_queries)
        page(client)
    rows = (Happening(name="plan.changed", row=projects[one % 25].pk) for one in range(5000))
    Happening.objects.bulk_create(rows, batch_size=1000)
    with django_assert_max_num_queries(len(few.captured_queries) - made):
        assert len(lines(client)) == 20


def test_all_that_was_on_the_page_is_marked_as_read_and_nothing_later(client, reader, partner):
    one, other = make_projects(partner, 2)
    changed(one)
    until = re.search(r'name="until" value="([^"]+)"', page(client))[1]
    changed(other)
    answer = client.post(reverse("notices:mark_read"), {"until": until}, follow=True)
    text = answer.content.decode()
    assert "Everything is marked as read." in text
    assert text.count(">New<") == 1
    assert text.index("Project 1") < text.index(">New<") < text.index("Project 0")


def test_a_mark_never_goes_back_nor_into_the_future(client, reader):
    for until in (timezone.now() + DAY, timezone.now() - 30 * DAY):
        client.post(reverse("notices:mark_read"), {"until": until.isoformat()})
    seen = Reader.objects.get().seen
    assert timezone.now() - HOUR < seen <= timezone.now()


def test_a_mark_that_is_no_moment_is_refused(client, reader):
    answer = client.post(reverse("notices:mark_read"), {"until": "soon"}, follow=True)
    assert "Nothing was marked" in answer.content.decode()
    assert Reader.objects.get().seen == reader.seen


def test_looking_changes_nothing(client, partner):
    client.force_login(make_member(partner))
    changed(planning.make_project(partner))
    page(client)
    assert not Reader.objects.exists()


def test_every_thing_that_can_happen_has_its_sentence_in_every_language():
    from mentorway.web.core.happenings import known  # noqa: PLC0415 - used here alone
    from mentorway.web.notices.analysis.saying import SENTENCES, sentence  # noqa: PLC0415 - as above

    assert {".".join(name.split(".")[:2]) for name in SENTENCES} == set(known())
    for code in ("en", "fi", "sv", "lv", "lt"):
        with translation.override(code):
            for name in SENTENCES:
                base, _dot, state = name.rpartition(".") if name.count(".") == 2 else (name, "", "")
                assert "T" in sentence(base, "T", {"number": 2, "issued": 3, "state": state})


def test_the_story_of_the_example_is_told_once_and_to_no_program(client, reader):
    for title in ("One", "Two"):
        planning.make_project(title=title, is_example=True)
    example.load(make_partner())
    example.load(make_partner())
    (kept,) = Happening.objects.all()
    assert (kept.name, kept.is_example, kept.passed is not None) == ("plan.changed", True, True)
    assert lines(client) == ["The plan of “Two” was changed."]
