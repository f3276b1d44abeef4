"""The board, withdrawing, devices, newer versions."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.conftest import make_member
from tests.web.study import asking, filling_making
from tests.web.study.making import (
    DAY,
    answered,
    make_invitations,
    make_response,
    make_study,
)

from mentorway.web.study.actions import answers, downloads
from mentorway.web.study.analysis import counting, files
from mentorway.web.study.models import (
    AccessCode,
    Device,
    Download,
    Invitation,
    Mode,
    Response,
    Stage,
    Target,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    return make_study()


@pytest.fixture
def member(study, client):
    person = make_member(study.partner)
    client.force_login(person)
    return person


def test_counts_are_put_beside_what_was_wanted(client, study, member):
    Target.objects.create(study=study, country="LT", sector="business", goal=10, maximum=12)
    answered(study, 10)
    answered(study, 12, country="LT", sector="business", language="lt")
    answered(study, 6, country="SE")
    board = counting.board_of(study, list(study.targets.order_by("country")))
    assert [(row.count, row.share, row.is_full) for row in board.rows] == [(10, 50, False), (12, 100, True)]
    assert (board.total, board.wanted, board.elsewhere) == (28, 30, 6)
    page = client.get(reverse("study:board", args=[study.pk])).content.decode()
    assert ("Others, whom the plan does not name" in page, ">not told<" in page) == (True, False)


def test_a_partners_own_row_comes_before_that_of_the_country(study):
    own = Target.objects.create(study=study, country="FI", sector="education", partner=study.partner, goal=5)
    answered(study, 6, partner=study.partner)
    answered(study, 7)
    board = counting.board_of(study, list(study.targets.all()))
    assert {row.target.pk: row.count for row in board.rows}[own.pk] == 6


@pytest.mark.parametrize("few", [1, 4])
def test_small_groups_are_not_told_and_do_not_follow_from_the_sum(client, study, member, few):
    Target.objects.create(study=study, country="LT", sector="business", goal=10)
    Target.objects.create(study=study, country="LV", sector="business", goal=10)
    answered(study, 20)
    answered(study, 7, country="LV", sector="business")
    answered(study, few, country="LT", sector="business", language="lt")
    board = counting.board_of(study, list(study.targets.order_by("country")))
    assert [row.count for row in board.rows] == [20, None, None]
    page = client.get(reverse("study:board", args=[study.pk])).content.decode()
    assert page.count(">not told<") == 4


def test_days_with_few_answers_are_put_together(study):
    for day, count in ((0, 3), (1, 3), (5, 8), (9, 2)):
        answered(study, count, day=DAY + dt.timedelta(days=day))
    board = counting.board_of(study, list(study.targets.all()))
    assert [(span.first.day, span.last.day, span.total) for span in board.spans] == [(4, 5, 6), (9, 9, 14)]
    assert board.held_back


def test_the_response_rate_counts_codes_that_people_hold():
    study = make_study(mode=Mode.CODE)
    make_invitations(study.waves.get(), 20)
    assert counting.rate_of(study) is None
    Invitation.objects.update(state="sent", sent_on=DAY)
    AccessCode.objects.filter(pk__in=AccessCode.objects.values("pk")[:8]).update(used=True)
    rate = counting.rate_of(study)
    assert (rate.held, rate.used, rate.share) == (20, 8, 40)
    AccessCode.objects.filter(used=True).exclude(pk__in=AccessCode.objects.filter(used=True)[:3]).update(
        used=False
    )
    assert counting.rate_of(study).used is None


def test_the_board_asks_little_of_the_database(client, study, member, django_assert_max_num_queries):
    for number in range(30):
        Target.objects.create(
            study=study,
            country="LT",
            sector="business",
            partner=make_member().partners.get(),
            goal=number + 1,
        )
    answered(study, 60)
    with django_assert_max_num_queries(28):
        client.get(reverse("study:board", args=[study.pk]))


def test_a_study_without_answers_has_an_empty_board(client, study, member):
    page = client.get(reverse("study:board", args=[study.pk])).content.decode()
    assert (">not told<" in page, 'class="curve"' in page) == (False, False)


def test_a_person_has_their_answers_removed_and_the_files_that_hold_them(client, study, member, at_once):
    kept, gone = answered(study, 2)
    download = downloads.ask(study, member, kind="csv", with_texts=False, language="en")
    path = files.download_path(Download.objects.get())
    assert path.is_file()
    page = client.post(reverse("study:withdraw", args=[study.pk]), {"code": "wrong"}).content.decode()
    assert "No answers of this study have this code" in page
    client.post(
        reverse("study:withdraw", args=[study.pk]), {"code": f" {gone.code.upper().replace('-', ' ')}"}
    )
    assert list(Response.objects.all()) == [kept]
    download.refresh_from_db()
    assert (path.exists(), download.stage, study.events.get().what) == (False, Stage.REMOVED, "withdrawn")


def test_a_code_of_another_study_removes_nothing(study, member):
    other = make_response(make_study())
    with pytest.raises(ValidationError):
        answers.withdraw(study, member, code=other.code)
    assert Response.objects.count() == 1


@pytest.mark.parametrize(("do", "left"), [("keep", ["complete", "complete"]), ("remove", ["complete"])])
def test_answers_that_did_not_fit_are_kept_or_removed(client, study, member, do, left):
    answered(study, 1)
    answered(study, 1, status="review", source="openrosa")
    client.post(reverse("study:review", args=[study.pk]), {"do": do})
    assert list(Response.objects.values_list("status", flat=True)) == left


def test_the_key_of_a_device_is_shown_once_and_can_be_shut_out(client, study, member):
    url = reverse("study:devices", args=[study.pk])
    page = client.post(url, {"name": "Tablet"}).content.decode()
    server = page.split("/study/odk/")[1].split("<")[0]
    key = server.rstrip("/")
    assert client.get(reverse("study:odk_list", args=[key])).status_code == 200
    assert key not in client.get(url).content.decode()
    assert key not in str(vars(Device.objects.get()))
    assert "of this name already" in client.post(url, {"name": "Tablet"}).content.decode()
    client.post(reverse("study:shut_out", args=[Device.objects.get().pk]))
    assert client.get(reverse("study:odk_list", args=[key])).status_code == 404


def test_a_newer_version_is_offered_and_taken(client, study, member):
    newer = filling_making.make_version(questionnaire=study.version.questionnaire, number=2)
    assert "has a newer version" in client.get(reverse("study:board", args=[study.pk])).content.decode()
    client.post(reverse("study:take_version", args=[study.pk]))
    study.refresh_from_db()
    assert (study.version, study.events.get().what) == (newer, "version")


def test_a_version_with_other_questions_is_not_taken_while_people_answer(client, study, member):
    filling_making.make_version(asking.thirty, study.version.questionnaire, number=2)
    client.post(reverse("study:take_version", args=[study.pk]))
    study.refresh_from_db()
    assert study.version.number == 1
