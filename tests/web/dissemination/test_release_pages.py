"""The pages on which open data are prepared: good and bad input, nothing there, a lot there."""

from dataclasses import replace

import pytest
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.dissemination import releasing
from tests.web.study import asking, filling_making

from mentorway.web.dissemination.actions import releases as actions
from mentorway.web.dissemination.analysis import releases as reading
from mentorway.web.dissemination.analysis.release_choices import choices_of
from mentorway.web.dissemination.analysis.release_offers import offers_of
from mentorway.web.dissemination.example import releases as example
from mentorway.web.dissemination.forms.releases import ChooseForm
from mentorway.web.dissemination.models import Release, Stage
from mentorway.web.study import example as study_example
from mentorway.web.study.models import State, Study

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


@pytest.fixture
def study():
    return releasing.make_answered()


@pytest.fixture
def maker(client, study):
    user = make_member(study.partner)
    client.force_login(user)
    return user


def sent(client, name, facts=None, **arguments):
    return client.post(reverse(f"dissemination:{name}", kwargs=arguments), facts or {})


def seen(client, name, **arguments):
    return client.get(reverse(f"dissemination:{name}", kwargs=arguments)).content.decode()


ABOUT = {
    "title": "Open answers", "language": "en", "wave": "1", "universe": "Adults", "keywords": "trust",
    "licence": "CC-BY-4.0", "description_en": "What people think.",
}  # fmt: skip


def test_nothing_there_says_what_open_data_are_for(client):
    client.force_login(make_member())
    page = seen(client, "releases")
    assert "No open data yet" in page
    assert "There is no closed study of which you may publish the answers." in page
    assert "Close the study first, then come back." in seen(client, "new_release")


def test_from_a_closed_study_to_the_choice_of_columns(client, maker, study):
    assert study.title in seen(client, "new_release")
    answer = sent(client, "begin_release", ABOUT, study=study.pk)
    release = Release.objects.get()
    assert answer.url == reverse("dissemination:choose_release", args=[release.pk])
    page = seen(client, "choose_release", pk=release.pk)
    assert "What is your work?" not in page
    assert "Which role do you have?" in page


def test_the_title_in_the_main_language_is_the_title(client, maker, study):
    assert 'name="title_en"' not in seen(client, "begin_release", study=study.pk)
    sent(client, "begin_release", {**ABOUT, "title_en": "Another", "title_fi": "Avoin"}, study=study.pk)
    assert choices_of(Release.objects.get().choices).titles == {"en": "Open answers", "fi": "Avoin"}


def test_questions_in_the_same_words_are_told_apart(study):
    offers = [replace(one, label="Who was it?") for one in offers_of(study)]
    form = ChooseForm(offers=offers, parts=(), choices=choices_of({}))
    assert len({str(one.label) for one in form.facts_about_people() + form.opinions()}) == len(offers)


def test_what_is_not_packed_cannot_be_published(client, study):
    release = releasing.make_release(study)
    client.force_login(make_member(role="coordinator"))
    page = seen(client, "publish_release", pk=release.pk)
    assert "It cannot be published now" in page
    assert 'type="submit">Publish' not in page


def test_what_is_missing_is_said_at_its_field(client, maker, study):
    page = sent(client, "begin_release", {**ABOUT, "description_en": "", "doi": "abc"}, study=study.pk)
    assert "“abc” is no DOI." in page.content.decode()
    page = sent(client, "begin_release", {**ABOUT, "description_en": ""}, study=study.pk)
    assert "Describe the data in the language chosen as the main one." in page.content.decode()
    assert not Release.objects.exists()


def test_an_untold_consent_is_answered_with_a_reason(client):
    study = releasing.make_answered(told=False)
    client.force_login(make_member(study.partner))
    assert "does not say in every language" in seen(client, "begin_release", study=study.pk)
    page = sent(client, "begin_release", ABOUT, study=study.pk).content.decode()
    assert "This field is required." in page
    sent(client, "begin_release", {**ABOUT, "reason": "The committee allowed it."}, study=study.pk)
    assert choices_of(Release.objects.get().choices).reason == "The committee allowed it."


def test_choices_are_kept_and_shown_again(client, maker, study):
    release = releasing.make_release(study, maker)
    form = client.get(reverse("dissemination:choose_release", args=[release.pk])).context["form"]
    facts = {name: value for name in form.fields if (value := form[name].value())}
    facts |= {"tables": ["country", "sector"], "also_by": ["sector"], "is_open": "on"}
    sector = next(name for name in form.fields if str(form.fields[name].label) == "Sector" and "way" in name)
    facts[sector] = "as_is"
    answer = sent(client, "choose_release", facts, pk=release.pk)
    assert answer.status_code == 302, answer.context["form"].errors
    release.refresh_from_db()
    assert choices_of(release.choices).tables == (("country",), ("country", "sector"), ("sector",))
    again = client.get(reverse("dissemination:choose_release", args=[release.pk])).context["form"]
    assert again["also_by"].value() == ["sector"]


def test_what_does_not_go_together_is_said_on_the_page(client, maker, study):
    release = releasing.make_release(study, maker)
    form = client.get(reverse("dissemination:choose_release", args=[release.pk])).context["form"]
    facts = {name: "out" for name in form.fields if name.startswith("way_")}
    page = sent(client, "choose_release", {**facts, "is_open": "on", "most_left_out": "5"}, pk=release.pk)
    assert "Choose at least one column of the answers, or one table." in page.content.decode()


def test_the_page_of_a_version_says_how_it_stands(client, maker, study):
    releasing.answered(study, 3, "SE", start=300)
    release = releasing.make_release(
        study, maker, is_open=False, scales=(), most_left_out=0, tables=(("country",),)
    )
    assert "Check and pack" in seen(client, "release", pk=release.pk)
    sent(client, "pack_release", pk=release.pk)
    assert 'hx-trigger="every 2s"' in seen(client, "release", pk=release.pk)
    sent(client, "stop_release", pk=release.pk)
    releasing.packed(release)
    page = seen(client, "release", pk=release.pk)
    assert "Hidden, because it is fewer than 10 people." in page
    assert "A coordinator of the network other than who made it" in page
    assert "Read and publish" not in page


def test_a_refusal_says_what_makes_people_unique(client, maker, study):
    ways = releasing.ways(study, "country", "role", "age", "q1")
    release = releasing.packed(releasing.make_release(study, maker, ways=ways, scales=()))
    assert release.stage == Stage.FAILED
    page = seen(client, "release", pk=release.pk)
    for text in ("What makes people unique", "What would help", "who look alike"):
        assert text in page


def test_a_coordinator_reads_publishes_and_it_is_withdrawn_with_a_reason(client, study):
    release = releasing.packed(releasing.make_release(study))
    client.force_login(make_member(role="coordinator"))
    assert "Fetch the file" in seen(client, "publish_release", pk=release.pk)
    sent(client, "publish_release", pk=release.pk)
    release.refresh_from_db()
    assert release.stage == Stage.PUBLISHED
    token = {"language": "en", "token": release.token}
    client.logout()
    assert client.get(reverse("site:dataset", kwargs=token)).status_code == 200
    got = client.get(reverse("site:dataset_file", kwargs=token))
    assert len(b"".join(got.streaming_content)) == release.size
    client.force_login(make_member(study.partner))
    assert (
        "This field is required."
        in sent(client, "withdraw_release", {"reason": ""}, pk=release.pk).content.decode()
    )
    sent(client, "withdraw_release", {"reason": "A column was wrong."}, pk=release.pk)
    client.logout()
    assert "A column was wrong." in client.get(reverse("site:dataset", kwargs=token)).content.decode()
    assert client.get(reverse("site:dataset_file", kwargs=token)).status_code in (404, 410)


def test_a_file_that_is_not_packed_is_not_found(client, maker, study):
    release = releasing.make_release(study, maker)
    assert client.get(reverse("dissemination:release_file", args=[release.pk])).status_code == 404
    assert sent(client, "delete_release", pk=release.pk).status_code == 302
    assert not Release.objects.exists()


def test_a_study_whose_answers_are_open_says_why_it_is_not_deleted(client, study):
    releasing.published(releasing.make_release(study))
    client.force_login(make_member(study.partner, role="admin"))
    page = client.post(reverse("study:delete", args=[study.pk])).content.decode()
    assert "what was published keeps its study" in page


@pytest.mark.long
def test_sixty_questions_and_many_people_are_packed(client):
    partner = make_partner()
    questionnaire = filling_making.make_questionnaire(partner)
    version = filling_making.make_version(asking.sixty, questionnaire)
    study = filling_making.make_study(version, partner=partner, state=State.CLOSED, consent=releasing.TOLD)
    items = {f"s{scale}q{place}": "3" for scale in range(5) for place in range(10)}
    releasing.answered(study, 3000, "FI", **items)
    releasing.answered(study, 2000, "LT", start=3000, **items)
    names = ("response_country", *items)
    release = releasing.make_release(
        study, ways=releasing.ways(study, *names), tables=(("response_country",),), scales=(),
        reason="A test.",
    )  # fmt: skip
    assert releasing.packed(release).stage == Stage.READY, release.problem
    assert len(releasing.rows_of(release)) == 5000
    client.force_login(make_member(partner))
    assert len(seen(client, "choose_release", pk=release.pk)) < 400_000


@pytest.mark.long
def test_the_example_is_published_by_itself_and_says_that_it_is_synthetic(client):
    partner = make_partner()
    make_member(partner)
    study_example.load(partner)
    example.load(partner)
    example.load(partner)
    release = Release.objects.get()
    assert (release.stage, release.is_example) == (Stage.PUBLISHED, True)
    for language in ("en", "lt", "lv", "sv", "fi"):
        found = reading.reading_of(release, language)
        assert (found.language, found.is_example) == (language, True)
        assert len(found.description) > 100
    coordinator = make_member(role="coordinator")
    client.force_login(coordinator)
    assert sent(client, "withdraw_release", {"reason": "No."}, pk=release.pk).status_code == 403
    assert "synthetic" in seen(client, "release", pk=release.pk)
    with pytest.raises(Exception, match="example"):
        actions.withdraw(release, coordinator, reason="No.")
    assert Study.objects.get(is_example=True).releases.count() == 1
