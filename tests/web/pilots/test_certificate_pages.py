"""Pages about certificates: of members, of holders, and of everybody."""

import io
import json
import re
import zipfile

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.conftest import make_member
from tests.web.pilots import certifying
from tests.web.pilots.making import enrol

from mentorway.credentials.verifying import LONGEST
from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.pilots.actions import certificates as actions
from mentorway.web.pilots.analysis import verifying
from mentorway.web.pilots.analysis.contents import terms_or_defaults, written_in
from mentorway.web.pilots.models import Certificate, IssueRun, Participant, Stage, Terms

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r"\b[0-9A-Za-z]{64}\b")  # against forged forms: another one on every page
TERMS = {
    "title": "Mentoring at work",
    "title_in_english": "",
    "body": "Studies",
    "body_registration": "",
    "hours": "8",
    "ects": "",
    "assessment": "A quiz",
    "form": "onsite",
    "quality": "Reviewed",
    "prerequisites": "",
    "identity": "",
    "stacking": "",
    "level": "",
    "level_assigned_by": "",
    "level_reference": "",
    "valid_years": "",
}


@pytest.fixture(autouse=True)
def _nothing_is_counted_yet():
    cache.clear()


@pytest.fixture
def cohort():
    return certifying.make_certified()


@pytest.fixture
def certificate(cohort):
    return certifying.certify(certifying.complete(cohort))


@pytest.fixture
def in_charge(client, cohort):
    client.force_login(cohort.created_by)
    return client


def page(name, *args):
    return reverse(f"pilots:{name}", args=args)


def text_of(response):
    return response.content.decode()


# Members


def test_the_board_names_what_is_missing(in_charge, cohort):
    certifying.attend(enrol(cohort, "Bert Lind"))
    certifying.complete(cohort, "Aino Ek")
    shown = text_of(in_charge.get(page("certificates", cohort.pk)))
    assert "A quiz" in shown.split("Bert Lind")[1]
    found = in_charge.get(page("certificates", cohort.pk), {"show": "complete"}).context["page"].object_list
    assert [line.person.name for line in found] == ["Aino Ek"]


def test_an_empty_cohort_is_explained(in_charge, cohort):
    assert "Nobody takes part yet" in text_of(in_charge.get(page("certificates", cohort.pk)))


def test_the_terms_are_written_and_never_over_somebody_elses(in_charge):
    cohort = certifying.make_certified(user=None, terms=False)
    in_charge.force_login(cohort.created_by)
    was = fingerprint_of(written_in(terms_or_defaults(cohort)))
    assert in_charge.post(page("terms", cohort.pk), {**TERMS, "was": was}).status_code == 302
    again = in_charge.post(page("terms", cohort.pk), {**TERMS, "was": was, "title": "Mine"})
    assert again.status_code == 409
    assert ("title of the certificate", "Mentoring at work") in [
        (label.lower(), stored) for label, stored in again.context["differing"]
    ]
    assert Terms.objects.get(cohort=cohort).title == "Mentoring at work"
    kept = in_charge.post(page("terms", cohort.pk), {**TERMS, "title": "Mine", "was": again.context["was"]})
    assert kept.status_code == 302
    assert Terms.objects.get(cohort=cohort).title == "Mine"


def test_a_level_without_its_body_is_refused_in_words(in_charge, cohort):
    was = fingerprint_of(written_in(terms_or_defaults(cohort)))
    answer = in_charge.post(page("terms", cohort.pk), {**TERMS, "level": "5", "was": was})
    assert answer.status_code == 200
    assert "national body" in str(answer.context["form"].errors)


def test_who_completes_is_chosen_already_and_odd_names_are_told(in_charge, cohort):
    person = certifying.complete(cohort, "王 Ona 🦊")
    answer = in_charge.get(page("issue", cohort.pk))
    assert list(answer.context["form"].chosen) == [str(person.pk)]
    assert "王🦊" in text_of(answer)


def test_nobody_whose_certificate_was_taken_back_is_ticked_beforehand(in_charge, cohort, certificate):
    actions.revoke(certificate, cohort.created_by, why="By mistake")
    other = certifying.complete(cohort, "Bert Lind")
    answer = in_charge.get(page("issue", cohort.pk))
    assert list(answer.context["form"].chosen) == [str(other.pk)]
    assert "One was taken back before" in text_of(answer)


def test_issuing_is_asked_for_and_its_progress_is_shown(in_charge, cohort):
    person = certifying.complete(cohort)
    answer = in_charge.post(page("issue", cohort.pk), {"complete": [person.pk]}, follow=True)
    run = IssueRun.objects.get()
    assert (run.wanted, run.stage) == ([{"who": person.pk, "is_partial": False}], Stage.WAITING)
    assert answer.redirect_chain == [(page("issue_run", cohort.pk, run.pk), 302)]
    in_charge.post(page("cancel_run", cohort.pk, run.pk))
    run.refresh_from_db()
    assert run.stage == Stage.CANCELLED


def test_somebody_of_another_cohort_cannot_be_chosen(in_charge, cohort):
    stranger = certifying.complete(certifying.make_certified())
    answer = in_charge.post(page("issue", cohort.pk), {"complete": [stranger.pk]})
    assert "Look at the list again" in str(answer.context["form"].errors)
    assert not IssueRun.objects.exists()


def test_choosing_nobody_is_said(in_charge, cohort):
    certifying.complete(cohort)
    answer = in_charge.post(page("issue", cohort.pk), {})
    assert "Choose at least one person" in str(answer.context["form"].errors)


def test_the_run_says_with_whom_something_was_wrong(in_charge, cohort):
    person = certifying.complete(cohort)
    certifying.Wish(person.pk)
    behind = enrol(cohort, "Bert Lind")
    run = certifying.run_for(cohort, cohort.created_by, certifying.Wish(behind.pk))
    shown = text_of(in_charge.get(page("issue_run", cohort.pk, run.pk)))
    assert "Bert Lind" in shown
    assert "not completed any more" in shown


def test_all_that_hold_come_in_one_zip(in_charge, cohort, certificate):
    back = certifying.certify(certifying.complete(cohort, "Bert Lind"))
    actions.revoke(back, cohort.created_by, why="By mistake")
    answer = in_charge.get(page("certificates_zip", cohort.pk), {"language": "fi"})
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        assert packed.namelist() == [f"Aino_Ek_{certificate.number}.pdf"]
        assert packed.read(packed.namelist()[0]).startswith(b"%PDF-")


def test_taking_back_asks_why(in_charge, cohort, certificate):
    address = page("revoke", cohort.pk, certificate.pk)
    assert in_charge.post(address, {"why": " "}).status_code == 200
    assert in_charge.post(address, {"why": "By mistake"}).status_code == 302
    certificate.refresh_from_db()
    assert (certificate.revoked_why, certificate.revoked_by) == ("By mistake", cohort.created_by)
    assert "By mistake" in text_of(in_charge.get(page("certificate", cohort.pk, certificate.pk)))


def test_a_name_is_corrected_with_a_new_certificate(in_charge, cohort, certificate):
    address = page("reissue", cohort.pk, certificate.pk)
    assert in_charge.post(address, {"name": "Aino Eck", "why": "Misspelt"}).status_code == 302
    assert Certificate.objects.get(revoked=None).content["learner"] == "Aino Eck"


def test_a_certificate_of_another_cohort_is_not_found(in_charge, certificate):
    other = certifying.make_certified(certificate.cohort.partner, certificate.cohort.created_by)
    assert in_charge.get(page("certificate", other.pk, certificate.pk)).status_code == 404


def test_a_member_who_is_not_in_charge_reads_and_issues_nothing(client, cohort, certificate):
    client.force_login(make_member(cohort.partner))
    shown = text_of(client.get(page("certificates", cohort.pk)))
    assert page("issue", cohort.pk) not in shown
    assert client.post(page("revoke", cohort.pk, certificate.pk), {"why": "x"}).status_code == 403
    certificate.refresh_from_db()
    assert certificate.revoked is None


# Holders


def test_the_holder_fetches_it_in_five_languages_and_as_a_badge(client, certificate):
    link = certificate.participant.link
    shown = text_of(client.get(page("own_certificates", link)))
    for code in ("en", "lt", "lv", "sv", "fi"):
        address = page("own_certificate_file", link, certificate.number, f"{code}.pdf")
        assert address in shown
    answer = client.get(address)
    assert (answer["Content-Type"], answer["Referrer-Policy"]) == ("application/pdf", "same-origin")
    assert answer.content.startswith(b"%PDF-")
    badge = client.get(page("own_certificate_file", link, certificate.number, "badge.json"))
    assert json.loads(badge.content) == certificate.badge


def test_europass_is_offered_once_the_registration_is_known(client, cohort):
    plain = certifying.certify(certifying.complete(cohort))
    address = page("own_certificate_file", plain.participant.link, plain.number, "europass.json")
    assert client.get(address).status_code == 404
    certifying.write_terms(cohort, body_registration="302345678")
    whole = certifying.certify(certifying.complete(cohort, "Bert Lind"))
    address = page("own_certificate_file", whole.participant.link, whole.number, "europass.json")
    found = json.loads(client.get(address).content)
    assert found["issuer"]["eIDASIdentifier"]["notation"] == "302345678"
    assert found["credentialSubject"]["fullName"] == {"en": "Bert Lind"}


def test_the_holder_decides_what_everybody_sees(client, certificate):
    link, public = certificate.participant.link, page("verify", certificate.number)
    shown = text_of(client.get(public))
    assert "Mentoring colleagues" in shown
    assert "Aino" not in shown
    settings = page("own_certificate_settings", link, certificate.number)
    client.post(settings, {"shows_name": "on"})
    assert "Aino Ek" in text_of(client.get(public))
    client.post(settings, {"is_hidden": "on"})
    assert client.get(public).status_code == 404


def test_one_holder_has_no_hand_on_what_another_holds(client, cohort, certificate):
    other = certifying.complete(cohort, "Bert Lind")
    certifying.certify(other)
    for name, args in (("own_certificate_file", ["badge.json"]), ("own_certificate_settings", [])):
        address = page(name, other.link, certificate.number, *args)
        answer = client.post(address) if name.endswith("settings") else client.get(address)
        assert answer.status_code == 404


def test_what_was_taken_back_says_why_and_offers_no_files(client, certificate):
    actions.revoke(certificate, certificate.cohort.created_by, why="Issued by mistake")
    link = certificate.participant.link
    assert "Issued by mistake" in text_of(client.get(page("own_certificates", link)))
    address = page("own_certificate_file", link, certificate.number, "badge.json")
    assert client.get(address).status_code == 404


def test_who_has_none_yet_reads_what_is_missing(client, cohort):
    shown = text_of(client.get(page("own_certificates", enrol(cohort).link)))
    assert "A quiz" in shown
    assert "80 % are needed" in shown


# Everybody


def test_unknown_hidden_and_forgotten_numbers_are_the_same(client, cohort, certificate):
    hidden = certifying.certify(certifying.complete(cohort, "Bert Lind"))
    actions.show(hidden, shows_name=True, is_hidden=True)
    person = Participant.objects.get(pk=certificate.participant_id)
    actions.forget_holder(person)
    numbers = ("AAAAA-AAAAA-AAAAA-AAAAA", hidden.number, certificate.number, "NONSENSE-NONSENSE-NONSE")
    answers = [client.get(page("verify", number)) for number in numbers]
    assert {answer.status_code for answer in answers} == {404}
    told = [text_of(one).replace(number, "N") for number, one in zip(numbers, answers, strict=True)]
    assert len({TOKEN.sub("", one) for one in told}) == 1  # but for the address that was asked for
    headers = [
        {name: value for name, value in one.headers.items() if name != "X-Request-ID"} for one in answers
    ]
    assert all(one == headers[0] for one in headers)


def test_a_number_is_found_however_it_is_typed(client, certificate):
    typed = f"  {certificate.number.lower().replace('-', ' ')} "
    answer = client.get(page("check"), {"number": typed}, follow=True)
    assert answer.status_code == 200
    assert certificate.number in text_of(answer)


def test_what_was_taken_back_is_said_without_the_reason(client, certificate):
    actions.revoke(certificate, certificate.cohort.created_by, why="A private matter")
    shown = text_of(client.get(page("verify", certificate.number)))
    assert "was taken back" in shown
    assert "private matter" not in shown


def test_who_tries_many_numbers_has_to_wait_and_known_ones_are_still_found(client, certificate, monkeypatch):
    monkeypatch.setattr(verifying, "UNKNOWN_A_MINUTE", 0)
    answer = client.get(page("verify", "AAAAA-AAAAA-AAAAA-AAAAA"))
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert client.get(page("verify", certificate.number)).status_code == 200


def send(client, badge, **more):
    return client.post(
        page("check_badge"), {"text": badge if isinstance(badge, str) else json.dumps(badge), **more}
    )


def test_a_badge_is_judged_in_words(client, certificate):
    good = text_of(send(client, certificate.badge))
    assert "The badge is genuine" in good
    assert "Aino Ek" in good
    changed = {**certificate.badge, "name": "Doctor of everything"}
    assert "not to be trusted" in text_of(send(client, changed))


def test_a_badge_comes_as_a_file_too(client, certificate):
    file = SimpleUploadedFile("badge.json", json.dumps(certificate.badge).encode())
    assert "The badge is genuine" in text_of(client.post(page("check_badge"), {"file": file}))


@pytest.mark.parametrize("text", ["no badge", "{}", "[" * 5000, '{"type": []}', "\x00", "x" * LONGEST])
def test_what_is_no_badge_is_said_to_be_none(client, text):
    answer = send(client, text)
    assert answer.status_code == 200
    assert "The badge is genuine" not in text_of(answer)


def test_nothing_sent_is_asked_for_again(client):
    assert "Choose a file, or paste its text." in text_of(client.post(page("check_badge"), {"text": ""}))


def test_a_badge_of_another_issuer_is_not_called_forged(client, certificate, settings):
    badge = certificate.badge
    settings.MENTORWAY_PUBLIC = type(settings.MENTORWAY_PUBLIC)("https", "other.example.org", None)
    shown = text_of(send(client, badge))
    assert "does not know" in shown
    assert "not to be trusted" not in shown.split("<h1>")[1].split("</h1>")[0]


def test_checking_very_many_badges_has_to_wait(client, certificate, monkeypatch):
    monkeypatch.setattr(verifying, "BADGES_A_MINUTE", 0)
    assert send(client, certificate.badge).status_code == 429


def test_the_status_list_is_public_and_signed_anew_when_something_is_taken_back(client, certificate):
    before = client.get(page("status_list", 1))
    assert (before["Content-Type"], before["Access-Control-Allow-Origin"]) == ("application/vc", "*")
    assert client.get(page("status_list", 1)).content == before.content
    actions.revoke(certificate, certificate.cohort.created_by, why="By mistake")
    after = json.loads(client.get(page("status_list", 1)).content)
    assert (
        after["credentialSubject"]["encodedList"]
        != json.loads(before.content)["credentialSubject"]["encodedList"]
    )
    assert client.get(page("status_list", 2)).status_code == 404
