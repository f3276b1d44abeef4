"""Certificates: what they say, how they are issued, taken back, issued anew and forgotten."""

import datetime as dt
import json

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.web.pilots import certifying
from tests.web.pilots.making import enrol

from mentorway.credentials.verifying import Verdict
from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.pilots import tasks
from mentorway.web.pilots.actions import certificates as actions
from mentorway.web.pilots.actions import issuing
from mentorway.web.pilots.analysis import contents, signing
from mentorway.web.pilots.analysis.issuing import Wish
from mentorway.web.pilots.analysis.verifying import judged
from mentorway.web.pilots.models import (
    Certificate,
    IssuerKey,
    IssueRun,
    Participant,
    Presence,
    Stage,
    Standing,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return certifying.make_certified()


def verdict(certificate):
    return judged(contents_of(certificate)).found.verdict


def contents_of(certificate):
    return json.dumps(certificate.badge)


# What it says


def test_the_terms_begin_with_what_partner_and_programme_say():
    cohort = certifying.make_certified(terms=False)
    found = contents.defaults_of(cohort)
    assert (found.title, found.body, float(found.hours)) == ("Mentoring colleagues", cohort.partner.name, 0.9)
    assert (found.assessment, found.quality) == ("A quiz", "")
    assert [str(one) for one in contents.lacking_in(found)] == ["The type of quality assurance is missing."]


def test_a_certificate_holds_what_it_must_and_no_address(cohort):
    person = certifying.complete(cohort)
    said = contents.said_by(certifying.certify(person))
    assert (said.learner, said.title, said.quality) == ("Aino Ek", "Mentoring colleagues", certifying.QUALITY)
    assert [one.text for one in said.outcomes] == ["ask open questions"]
    assert said.issued == timezone.now().astimezone(cohort.zone).date()
    certificate = Certificate.objects.get(participant=person)
    assert person.email not in f"{certificate.content}{certificate.badge}"


def test_the_address_is_hashed_into_the_badge_only_where_that_was_asked_for(cohort):
    certifying.write_terms(cohort, hashes_email=True)
    person = certifying.complete(cohort)
    certificate = certifying.certify(person)
    kinds = [one["identityType"] for one in certificate.badge["credentialSubject"]["identifier"]]
    assert kinds == ["name", "emailAddress"]
    assert person.email not in f"{certificate.content}{certificate.badge}"


def test_a_statement_names_only_what_was_passed(cohort):
    person = enrol(cohort)
    certifying.attend(person, Presence.ABSENT)
    certifying.pass_quiz(person)
    certificate = certifying.certify(person, is_partial=True)
    assert certificate.is_partial
    assert certificate.badge["credentialSubject"]["achievement"]["achievementType"] == "Certificate"
    assert [one["text"] for one in certificate.content["outcomes"]] == ["ask open questions"]
    assert certificate.content["ects"] is None


def test_who_has_passed_nothing_gets_no_statement(cohort):
    person = enrol(cohort)
    certifying.attend(person)
    run = certifying.run_for(cohort, cohort.created_by, Wish(person.pk, is_partial=True))
    assert run.stage == Stage.DONE
    assert [one["who"] for one in run.problem] == [person.pk]
    assert "no learning outcome" in run.problem[0]["message"]["text"]
    assert not Certificate.objects.exists()


def test_the_last_day_is_the_one_before_the_anniversary(cohort):
    certifying.write_terms(cohort, valid_years=2)
    said = contents.said_by(certifying.certify(certifying.complete(cohort)))
    assert (said.until + dt.timedelta(days=1)).year == said.issued.year + 2


def test_a_level_is_refused_without_the_body_that_assigned_it(cohort):
    with pytest.raises(ValidationError, match="national body"):
        certifying.write_terms(cohort, level=5)


def test_terms_that_somebody_else_has_changed_are_not_written_over(cohort):
    found = contents.terms_or_defaults(cohort)
    was = fingerprint_of(contents.written_in(found))
    actions.write_terms(cohort, was=was, fields={"title": "Theirs"})
    with pytest.raises(actions.StaleError) as stale:
        actions.write_terms(cohort, was=was, fields={"title": "Mine"})
    assert stale.value.theirs.title == "Theirs"
    assert contents.terms_or_defaults(cohort).title == "Theirs"


# Issuing


def test_what_is_issued_is_genuine(cohort):
    certificate = certifying.certify(certifying.complete(cohort))
    found = judged(contents_of(certificate))
    assert (found.found.verdict, found.is_good, found.learner) == (Verdict.GOOD, True, "Aino Ek")


def test_nothing_is_issued_while_an_element_is_missing():
    cohort = certifying.make_certified(terms=False)
    person = certifying.complete(cohort)
    with pytest.raises(ValidationError, match="Write down first"):
        issuing.issue(cohort, cohort.created_by, wishes=[Wish(person.pk)])
    certifying.write_terms(cohort, hours=0)
    with pytest.raises(ValidationError, match="workload is missing"):
        issuing.issue(cohort, cohort.created_by, wishes=[Wish(person.pk)])
    certifying.write_terms(cohort, hours=8)
    cohort.required = []
    with pytest.raises(ValidationError, match="no learning outcome"):
        issuing.issue(cohort, cohort.created_by, wishes=[Wish(person.pk)])
    assert not IssueRun.objects.exists()


def test_nobody_has_two_certificates(cohort):
    person = certifying.complete(cohort)
    certifying.certify(person)
    run = certifying.run_for(cohort, cohort.created_by, Wish(person.pk))
    assert (run.stage, run.done, Certificate.objects.count()) == (Stage.DONE, 1, 1)


def test_a_run_may_start_again_after_its_worker_died(cohort):
    people = [certifying.complete(cohort, f"Person {number}") for number in range(3)]
    run = certifying.run_for(cohort, cohort.created_by, *[Wish(one.pk) for one in people])
    IssueRun.objects.filter(pk=run.pk).update(stage=Stage.RUNNING)
    tasks.issue.func(run.pk)
    run.refresh_from_db()
    assert (run.stage, run.done, Certificate.objects.count()) == (Stage.DONE, 3, 3)


def test_a_run_that_was_stopped_issues_nothing_more(cohort):
    person = certifying.complete(cohort)
    run = issuing.issue(cohort, cohort.created_by, wishes=[Wish(person.pk)])
    issuing.cancel(run)
    tasks.issue.func(run.pk)
    run.refresh_from_db()
    assert (run.stage, Certificate.objects.count()) == (Stage.CANCELLED, 0)


def test_one_run_of_a_cohort_at_a_time(cohort):
    person = certifying.complete(cohort)
    issuing.issue(cohort, cohort.created_by, wishes=[Wish(person.pk)])
    with pytest.raises(ValidationError, match="right now"):
        issuing.issue(cohort, cohort.created_by, wishes=[Wish(person.pk)])


def test_a_run_that_no_worker_was_heard_of_is_given_up(cohort):
    person = certifying.complete(cohort)
    run = issuing.issue(cohort, cohort.created_by, wishes=[Wish(person.pk)])
    IssueRun.objects.filter(pk=run.pk).update(at=timezone.now() - dt.timedelta(hours=2))
    issuing.issue(cohort, cohort.created_by, wishes=[Wish(person.pk)])
    run.refresh_from_db()
    assert (run.stage, run.problem[0]["who"]) == (Stage.FAILED, None)


def test_what_is_wrong_with_one_keeps_nobody_else_waiting(cohort):
    good, gone = certifying.complete(cohort), certifying.complete(cohort, "Bert Lind")
    behind = enrol(cohort, "Céline Ozols")
    Participant.objects.filter(pk=gone.pk).update(standing=Standing.WITHDRAWN)
    wishes = [Wish(gone.pk), Wish(behind.pk), Wish(good.pk), Wish(10**9)]
    run = certifying.run_for(cohort, cohort.created_by, *wishes)
    assert [one.participant_id for one in Certificate.objects.all()] == [good.pk]
    assert [one["who"] for one in run.problem] == [gone.pk, behind.pk, 10**9]
    assert "Bert" not in str(run.problem)


def test_names_in_any_script_are_kept_in_the_badge(cohort):
    for name in ("Ona 🦊", "محمد بن عبد الله", "王小明"):
        found = judged(contents_of(certifying.certify(certifying.complete(cohort, name))))
        assert (found.is_good, found.learner) == (True, name)


def test_a_name_of_which_nothing_can_be_seen_gets_no_certificate(cohort):
    person = certifying.complete(cohort, "Aino")
    Participant.objects.filter(pk=person.pk).update(name="\u200f\u200d")
    run = certifying.run_for(cohort, cohort.created_by, Wish(person.pk))
    assert "name of the learner" in run.problem[0]["message"]["text"]


def test_places_in_the_list_are_drawn_by_chance(cohort):
    people = [certifying.complete(cohort, f"Person {number}") for number in range(4)]
    certifying.run_for(cohort, cohort.created_by, *[Wish(one.pk) for one in people])
    places = list(Certificate.objects.order_by("pk").values_list("status_index", flat=True))
    assert len(set(places)) == 4
    assert places != list(range(places[0], places[0] + 4))


def test_a_list_that_is_half_full_is_followed_by_a_new_one(cohort, monkeypatch):
    first = certifying.certify(certifying.complete(cohort))
    monkeypatch.setattr(signing, "ROOM", signing.status.BITS)
    second = certifying.certify(certifying.complete(cohort, "Bert Lind"))
    assert (first.status_list.number, second.status_list.number) == (1, 2)


def test_people_are_told_in_their_language(cohort, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    person = certifying.complete(cohort, language="en")
    silent = certifying.complete(cohort, "Bert Lind", wants_letters=False)
    with django_capture_on_commit_callbacks(execute=True):
        certifying.run_for(cohort, cohort.created_by, Wish(person.pk), Wish(silent.pk))
    assert [letter.to for letter in mail.outbox] == [[person.email]]
    assert f"/pilots/p/{person.link}/certificates/" in mail.outbox[0].body


# Afterwards


def test_what_is_taken_back_is_revoked_at_once(cohort):
    certificate = certifying.certify(certifying.complete(cohort))
    assert verdict(certificate) is Verdict.GOOD
    actions.revoke(certificate, cohort.created_by, why="Issued by mistake")
    assert verdict(certificate) is Verdict.REVOKED


def test_nothing_is_taken_back_twice(cohort):
    certificate = certifying.certify(certifying.complete(cohort))
    actions.revoke(certificate, cohort.created_by, why="Issued by mistake")
    with pytest.raises(ValidationError, match="already"):
        actions.revoke(certificate, cohort.created_by, why="Once more")
    with pytest.raises(ValidationError, match="already"):
        actions.reissue(certificate, cohort.created_by, name="Aino", why="Once more")


def test_after_a_mistake_a_new_one_can_be_issued(cohort):
    person = certifying.complete(cohort)
    actions.revoke(certifying.certify(person), cohort.created_by, why="Issued by mistake")
    assert verdict(certifying.certify(person)) is Verdict.GOOD


def test_a_corrected_name_makes_a_new_certificate_and_takes_the_old_one_back(cohort):
    old = certifying.certify(certifying.complete(cohort, "Aino Ekk"))
    actions.show(old, shows_name=True, is_hidden=False)
    new = actions.reissue(old, cohort.created_by, name="Aino Ek", why="A letter too many")
    old.refresh_from_db()
    assert (old.revoked_why, verdict(old)) == ("A letter too many", Verdict.REVOKED)
    assert (new.content["learner"], verdict(new), new.shows_name) == ("Aino Ek", Verdict.GOOD, True)
    assert new.number != old.number
    assert new.status_index != old.status_index
    assert Participant.objects.get(pk=new.participant_id).name == "Aino Ek"


def test_a_name_that_cannot_be_seen_is_refused_and_nothing_is_taken_back(cohort):
    old = certifying.certify(certifying.complete(cohort))
    with pytest.raises(ValidationError, match="name of the learner"):
        actions.reissue(old, cohort.created_by, name="\u200b", why="No name")
    old.refresh_from_db()
    assert old.revoked is None


def test_a_deleted_holder_leaves_an_empty_certificate_that_no_longer_verifies(cohort):
    person = certifying.complete(cohort)
    certificate = certifying.certify(person)
    badge = contents_of(certificate)
    assert actions.forget_holder(person) == 1
    person.delete()
    certificate.refresh_from_db()
    assert (certificate.content, certificate.badge, certificate.participant_id) == ({}, {}, None)
    assert judged(badge).found.verdict is Verdict.REVOKED
    assert "Aino" not in str(vars(certificate))


# Keys


def test_the_first_key_is_made_when_it_is_first_needed():
    assert not IssuerKey.objects.exists()
    assert signing.key_that_signs() == signing.key_that_signs()
    assert IssuerKey.objects.count() == 1


def test_the_private_key_is_kept_sealed():
    row = signing.key_that_signs()
    seed = signing.opened(row).key.private.private_bytes_raw()
    assert seed.hex() not in row.sealed
    assert signing.opened(row).key.multikey == row.multikey


def test_with_another_secret_a_run_fails_in_words(cohort, settings):
    person = certifying.complete(cohort)
    signing.key_that_signs()
    settings.SECRET_KEY = "another secret of at least fifty letters, as Django wants it"  # noqa: S105
    run = certifying.run_for(cohort, cohort.created_by, Wish(person.pk))
    assert run.stage == Stage.FAILED
    assert "Restore the secret" in run.problem[0]["message"]["text"]
