"""The example is put back: as on the first day, and nothing of one's own is touched."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.conftest import make_member, make_partner, make_user
from tests.web.journey.example import _undone_after, loaded_example  # noqa: F401 - a fixture
from tests.web.journey.picturing import differences, picture
from tests.web.practices.practices_making import make_practice

from mentorway.web import flow
from mentorway.web.accounts.models import User
from mentorway.web.comparison.analysis import files
from mentorway.web.comparison.models import Dataset, Edition, Finding
from mentorway.web.core import audit
from mentorway.web.core.audit import Done
from mentorway.web.core.models import AuditEntry
from mentorway.web.core.tasks import CancelledError
from mentorway.web.dissemination.models import Claim, ClaimVersion
from mentorway.web.evaluation.models import Evaluation, Result
from mentorway.web.journey import actions, tasks
from mentorway.web.journey.analysis import rows
from mentorway.web.journey.models import Reset, Stage
from mentorway.web.journey.tasks import loading, taking_out
from mentorway.web.mentoring.models import Person, Round
from mentorway.web.network.actions import contacts
from mentorway.web.network.example import people
from mentorway.web.network.models import Contact, Membership, Partner, Role
from mentorway.web.pilots.models import Cohort, Participant
from mentorway.web.practices.models import Practice
from mentorway.web.study.analysis import files as study_files
from mentorway.web.study.analysis import keys
from mentorway.web.study.models import Batch, Download, Response, Study
from mentorway.web.training.models import Citation, Programme

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.usefixtures("_undone_after")]
example = loaded_example()


@pytest.fixture
def only(monkeypatch):
    """Return what lets loading do the parts of some activities only: all of them take long."""
    parts = flow.modules("example")

    def choose(*apps):
        monkeypatch.setattr(flow, "modules", lambda _name: {app: parts[app] for app in apps})

    return choose


def put_back(user=None):
    row = Reset.objects.create(by=user)
    tasks.work(row.pk)
    row.refresh_from_db()
    return row


def test_after_a_reset_everything_is_as_on_the_first_day():
    before, numbers = picture(), _numbers()
    links = set(Person.objects.filter(round__is_example=True).values_list("link", flat=True))
    everybody = {one.pk: one.email for one in User.objects.all()}
    _spoil()
    assert picture() != before
    by = make_user(is_staff=True)
    done = put_back(by)
    assert (done.stage, done.problem, done.progress, done.is_emptied) == (Stage.DONE, None, 100, True)
    assert differences(before, picture()) == []
    assert _numbers() == numbers
    assert everybody == {one.pk: one.email for one in User.objects.exclude(pk=by.pk)}
    assert done.lost["practices.Practice"] == 6
    line = AuditEntry.objects.get(kind=Done.EXAMPLE_RESET)
    assert line.actor == audit.fingerprint("user", by.pk)
    assert line.facts == {"rows": sum(done.lost.values())}
    _links_hold()
    _mentor_and_mentee_have_their_pair(links)


def _numbers():
    """Return of which public answers findings are, and how many people a result and a claim are about."""
    public = Finding.objects.filter(comparison__analysis__dataset__study=None).order_by("pk")
    claims = ClaimVersion.objects.order_by("pk").values_list("value", "n")
    sizes = Result.objects.values_list("value__size", flat=True)
    return list(public.values_list("data_hash", flat=True)), list(claims), list(sizes)


def _spoil():
    """Change, add and delete, as people who try things out do."""
    Practice.objects.filter(is_example=True).update(title="Spoilt")
    Study.objects.filter(is_example=True).update(purpose="")
    Response.objects.filter(wave__study__is_example=True).first().delete()
    cohort = Cohort.objects.filter(is_example=True).first()
    Participant.objects.create(cohort=cohort, name="Somebody", email="somebody@example.net")
    Round.objects.filter(is_example=True).first().delete()
    partner = Partner.objects.get(name="Example Trading House")
    Partner.objects.filter(pk=partner.pk).update(name="Renamed", deleted=timezone.now(), is_public=True)
    Contact.objects.create(partner=partner, name="New", email="new@example.net")
    trainer = User.objects.get(email=people.TRAINER)
    trainer.set_password("another password")
    trainer.name, trainer.is_active = "Nobody", False
    trainer.save()
    Membership.objects.filter(user=trainer).update(role=Role.ADMIN)


def _links_hold():
    connection.check_constraints()
    trainer = User.objects.get(email=people.TRAINER)
    assert (trainer.name, trainer.is_active) == ("Rūta Example", True)
    assert trainer.check_password(people.password())
    assert trainer.memberships.get().role == Role.MEMBER
    partner = Partner.objects.get(name="Example Trading House")
    assert (partner.deleted, partner.is_public, partner.is_example) == (None, False, True)


def _mentor_and_mentee_have_their_pair(old_links):
    mentor = Person.objects.get(user__email=people.MENTOR, round__is_example=True)
    mentee = Person.objects.get(user__email=people.MENTEE, round__is_example=True)
    assert mentor.places.get().relation == mentee.places.get().relation
    assert not old_links & {mentor.link, mentee.link}


def test_rows_of_ones_own_stay_also_at_partners_of_the_example(only):
    only("network", "practices")
    partner = Partner.objects.get(name="Example University")
    coordinator = User.objects.get(email=people.COORDINATOR)
    own = [
        make_practice(partner, coordinator, title="Mine at the example"),
        make_practice(make_partner(), coordinator, title="Mine elsewhere"),
    ]
    place = Membership.objects.create(user=make_user(), partner=partner, role=Role.MEMBER)
    kept = {one.pk: _whole(one) for one in own}
    assert rows.look().own == []
    assert put_back().stage == Stage.DONE
    assert {pk: _whole(Practice.objects.get(pk=pk)) for pk in kept} == kept
    assert Membership.objects.filter(pk=place.pk).exists()
    assert partner.people.filter(email=people.COORDINATOR).exists()


def _whole(row):
    return {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}


def test_what_rests_on_the_example_is_listed_and_nothing_is_taken_out():
    own = make_partner()
    evaluation = Evaluation.objects.create(partner=own, title="Ours", price_year=2026, currency="EUR")
    evaluation.cohorts.add(Cohort.objects.filter(is_example=True).first())
    programme = Programme.objects.filter(is_example=True).get()
    mine = Programme.objects.create(
        partner=own, document=_document(), title="Ours", content=programme.content
    )
    practice = Practice.objects.filter(is_example=True, state="published").get()
    Citation.objects.create(programme=mine, module="role", practice=practice, why="Ours")
    claim = Claim.objects.filter(is_example=True).first()
    mine_too = Claim.objects.create(
        partner=own, slug="ours", basis=claim.basis, result=claim.result, key="people", texts=claim.texts
    )
    before = rows.look()
    assert {(one.note, one.url) for one in before.own} == {
        ("evaluation", reverse("evaluation:evaluation", args=[evaluation.pk])),
        (str(Programme._meta.verbose_name), reverse("training:overview", args=[mine.pk])),
        ("claim", reverse("dissemination:claim", args=[mine_too.pk])),
    }
    done = put_back()
    assert (done.stage, done.is_emptied, done.lost) == (Stage.FAILED, False, {})
    assert rows.look().total == before.total
    assert Claim.objects.get(pk=mine_too.pk).result_id == claim.result_id


def _document():
    return apps.get_model("translation", "Document").objects.create()


def test_a_round_of_ones_own_that_takes_its_mentors_from_an_example_cohort_rests_on_it():
    cohort = Cohort.objects.filter(is_example=True).first()
    day = dt.date(2026, 9, 1)
    Round.objects.create(
        partner=make_partner(), cohort=cohort, title="Ours", country="FI", time_zone="Europe/Helsinki",
        starts_on=day, ends_on=day,
    )  # fmt: skip
    assert [one.title for one in rows.look().own] == ["Ours"]


def test_a_reset_that_breaks_off_while_loading_is_carried_on(monkeypatch, only):
    apps = ("network", "practices", "training")
    before, heard = _counts_of(apps), []
    only(*apps)

    def tell_once(share, step=""):
        heard.append(share)
        if len(heard) > 3:
            raise CancelledError

    monkeypatch.setattr(tasks, "progress", tell_once)
    row = Reset.objects.create()
    with pytest.raises(CancelledError):
        tasks.work(row.pk)
    row.refresh_from_db()
    assert (row.stage, row.is_emptied) == (Stage.STOPPED, True)
    assert not Cohort.objects.filter(is_example=True).exists()
    monkeypatch.setattr(tasks, "progress", lambda share, step="": None)
    assert put_back().stage == Stage.DONE
    assert _counts_of(apps) == before


def _counts_of(apps):
    return {label: count for label, count in rows.look().counts().items() if label.split(".")[0] in apps}


def test_a_failure_while_taking_out_leaves_the_example_whole(monkeypatch):
    before = rows.look().total

    def fail(*args, **facts):
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(audit, "record", fail)
    row = Reset.objects.create()
    with pytest.raises(RuntimeError):
        tasks.work(row.pk)
    row.refresh_from_db()
    assert (row.stage, row.is_emptied, row.lost) == (Stage.FAILED, False, {})
    assert rows.look().total == before


def test_the_page_says_what_goes_and_begins_once():
    staff = make_user(is_staff=True)
    client = Client()
    client.force_login(staff)
    page = client.get(reverse("journey:reset"))
    total = page.context["found"].total
    assert "good practices: 6" in page.text
    assert client.post(reverse("journey:reset"), {"total": total}).status_code == 200
    assert not Reset.objects.exists()
    stale = client.post(reverse("journey:reset"), {"total": total - 1, "agrees": "on"})
    assert "has changed since you read this page" in stale.text
    assert f'value="{total}"' in stale.text
    sent = client.post(reverse("journey:reset"), {"total": total, "agrees": "on"})
    row = Reset.objects.get()
    assert sent.url == reverse("journey:reset_done", args=[row.pk])
    assert _asked() == [row.pk]  # within the transaction: neither is kept without the other
    assert (row.by, row.stage) == (staff, Stage.WAITING)
    assert "It waits for its turn" in client.get(sent.url).text
    again = client.post(reverse("journey:reset"), {"total": total, "agrees": "on"})
    assert "is being put back already" in again.text or "is being put back now" in again.text
    assert Reset.objects.count() == 1


def _asked():
    """Return which puttings back wait in the queue."""
    rows = DBTaskResult.objects.filter(task_path__endswith="reset_example")
    return [row.args_kwargs["args"][0] for row in rows]


def test_the_page_lists_what_rests_on_it_and_offers_no_button():
    client = Client()
    client.force_login(make_user(is_staff=True))
    evaluation = Evaluation.objects.create(
        partner=make_partner(), title="Ours to list", price_year=2026, currency="EUR"
    )
    evaluation.cohorts.add(Cohort.objects.filter(is_example=True).first())
    page = client.get(reverse("journey:reset")).text
    assert "1 thing of your own rests on the example" in page
    assert "Ours to list" in page
    assert 'name="agrees"' not in page
    with pytest.raises(Exception, match="rests on the example"):
        actions.begin(make_user(is_staff=True), total=rows.look().total)


def test_only_who_runs_the_installation_may(client):
    coordinator = User.objects.get(email=people.COORDINATOR)
    client.force_login(coordinator)
    row = Reset.objects.create()
    assert client.get(reverse("journey:reset")).status_code == 403
    assert client.post(reverse("journey:reset"), {"total": 1, "agrees": "on"}).status_code == 403
    assert client.get(reverse("journey:reset_done", args=[row.pk])).status_code == 404


def test_what_has_not_been_heard_of_for_long_is_given_up():
    row = Reset.objects.create(stage=Stage.RUNNING, heard=timezone.now() - dt.timedelta(hours=2))
    actions.mark_silent()
    row.refresh_from_db()
    assert row.stage == Stage.FAILED


def test_what_waits_for_long_is_given_up_and_does_nothing_when_its_turn_comes():
    row = Reset.objects.create()
    actions.mark_silent()
    row.refresh_from_db()
    assert row.stage == Stage.WAITING
    Reset.objects.filter(pk=row.pk).update(created=timezone.now() - dt.timedelta(hours=2))
    actions.mark_silent()
    tasks.work(row.pk)
    row.refresh_from_db()
    assert (row.stage, row.is_emptied) == (Stage.FAILED, False)


def test_the_number_of_questions_does_not_grow_with_who_reads(django_assert_max_num_queries):
    client = Client()
    client.force_login(make_member(is_staff=True))
    for number in range(3):
        make_practice(make_partner(), title=f"Mine {number}")
    client.get(reverse("journey:reset"))
    with django_assert_max_num_queries(400):
        assert client.get(reverse("journey:reset")).status_code == 200


def test_loading_twice_changes_nothing():
    before = picture()
    loading.load()
    assert picture() == before


def test_how_to_sign_in_is_told_only_where_no_real_partner_is_or_to_who_runs_the_installation():
    reader, staff = Client(), Client()
    staff.force_login(make_user(is_staff=True))
    story, page = reverse("journey:story"), reverse("journey:reset")
    assert people.TRAINER in reader.get(story).text
    assert "new ones are made closed" not in staff.get(page).text
    make_partner()
    shown = reader.get(story).text
    assert "Trainer: Rūta Example" in shown
    assert people.TRAINER not in shown
    assert "demo-password.txt" not in shown
    assert people.TRAINER in staff.get(story).text
    assert "new ones are made closed" in staff.get(page).text


def test_contacts_that_somebody_added_at_a_partner_of_the_example_stay(only):
    only("network")
    partner = Partner.objects.get(name="Example Trading House")
    made = partner.contacts.get(name="Jānis Example")
    contacts.change(made, phone="+371 20000000")
    mine = contacts.add(partner, name="Mine", email="mine@example.net", language="en", is_main=True)
    nameless = contacts.add(partner, name="Also mine", email="", language="en")
    assert put_back().stage == Stage.DONE
    mine.refresh_from_db()
    assert mine.is_main
    assert partner.contacts.filter(pk=nameless.pk).exists()
    anew = partner.contacts.get(name="Jānis Example")
    assert (anew.pk != made.pk, anew.phone, anew.is_main) == (True, "", False)


def test_files_of_the_example_go_once_its_rows_are_gone(django_capture_on_commit_callbacks):
    study = Study.objects.filter(is_example=True).first()
    download = Download.objects.create(study=study, kind="scales", name="mine.csv")
    batch = Batch.objects.create(wave=study.waves.first(), name="mine.csv")
    shared, alone = Edition.objects.filter(dataset__is_example=True).order_by("pk")
    own = Dataset.objects.create(partner=make_partner(), title="Mine", answers_name="a", codebook_name="b")
    Edition.objects.create(dataset=own, number=1, sha256=shared.sha256)
    keys.pseudonym_of(study, "somebody@example.net")
    study_files.batch_path(batch).write_text("a")
    going = [
        keys.key_path(study),
        study_files.download_folder(download),
        study_files.batch_path(batch),
        files.snapshot_path(alone.sha256),
    ]
    with django_capture_on_commit_callbacks() as afterwards:
        taking_out.take_out()
    stored = {path: path.read_bytes() for path in files.folder("snapshots").iterdir()}
    try:
        assert all(path.exists() for path in going)
        for remove in afterwards:
            remove()
        assert not any(path.exists() for path in going)
        assert files.snapshot_path(shared.sha256).exists()
    finally:  # the rows come back after this test, and their answers with them
        for path, content in stored.items():
            path.write_bytes(content)
