"""ODK Collect: the list, the form, and answers that are never refused for being late or wrong."""

import datetime as dt
import hashlib
import re
from email.utils import parsedate_to_datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from lxml import etree
from tests.web.study.filling_making import make_device, make_study, make_version

from mentorway.questionnaire import Form, Sheet, Workbook, publish, write_submission
from mentorway.web.study.models import Device, Mode, Response, Source, State, Status, Study, Target
from mentorway.web.study.respondent.traces import without_traces

pytestmark = pytest.mark.django_db
NAMES = {"list": "http://openrosa.org/xforms/xformsList", "said": "http://openrosa.org/http/response"}
ANSWERS = {
    "job": "Teacher", "age": "41", "mentor": "yes", "gains": "advice time", "country": "fi", "town": "oulu",
    "mood": "7", "c1": "4", "begun": "2026-05-01T10:11:12.000+03:00", "older": "51",
}  # fmt: skip


def at(name, key):
    return reverse(f"study:odk_{name}", args=[key])


def xml_of(study, answers=None, instance="uuid:1", version=None):
    form = Form.from_json((version or study.version).form_json)
    return write_submission(form, {**ANSWERS, **(answers or {})}, instance)


def post(client, key, xml):
    file = SimpleUploadedFile("submission.xml", xml, "text/xml")
    return client.post(at("submission", key), {"xml_submission_file": file})


def said(response):
    return etree.fromstring(response.content).findtext("said:message", namespaces=NAMES)


def test_the_list_names_the_form_with_the_hash_of_what_is_downloaded(client):
    study = make_study()
    key, _device = make_device(study)
    listed = etree.fromstring(client.get(at("list", key)).content)
    entry = {each.tag.split("}")[1]: each.text for each in listed[0]}
    downloaded = client.get(entry["downloadUrl"].removeprefix("http://localhost:8000"))
    assert entry["hash"] == "md5:" + hashlib.md5(downloaded.content).hexdigest()  # noqa: S324
    assert (entry["formID"], entry["version"], entry["name"]) == (
        f"q{study.version.questionnaire_id}", "1", study.title
    )  # fmt: skip
    assert downloaded.content.decode() == study.version.xform


def test_every_answer_says_which_protocol_it_speaks(client):
    key, _device = make_device(make_study())
    for response in (
        client.get(at("list", key)),
        client.get(at("form", key)),
        client.get(at("manifest", key)),
        client.head(at("submission", key)),
        client.get(at("list", "unknown")),
    ):
        assert response["X-OpenRosa-Version"] == "1.0"
        assert abs((parsedate_to_datetime(response["Date"]) - dt.datetime.now(dt.UTC)).total_seconds()) < 60
        assert int(response["X-OpenRosa-Accept-Content-Length"]) == 2_000_000


def test_the_manifest_is_empty(client):
    key, _device = make_device(make_study())
    assert len(etree.fromstring(client.get(at("manifest", key)).content)) == 0


def test_the_device_asks_first_where_to_send(client):
    key, _device = make_device(make_study())
    response = client.head(at("submission", key))
    assert (response.status_code, response["Location"]) == (204, f"http://testserver{at('submission', key)}")


def test_answers_are_kept_typed_with_what_came(client):
    study = make_study()
    key, _device = make_device(study)
    xml = xml_of(study)
    response = post(client, key, xml)
    assert (response.status_code, said(response)) == (201, "The answers have arrived.")
    kept = Response.objects.get()
    assert (kept.status, kept.source, kept.instance_id) == (Status.COMPLETE, Source.OPENROSA, "uuid:1")
    assert (kept.answers["age"], kept.answers["gains"]) == (41, ["advice", "time"])
    assert kept.raw.encode() == xml.replace(b"T10:11:12.000+03:00", b"")


def test_what_the_device_computed_is_computed_again(client):
    study = make_study()
    key, _device = make_device(study)
    post(client, key, xml_of(study, {"older": "999"}))
    kept = Response.objects.get()
    assert (kept.answers["older"], kept.answers["begun"]) == (51, timezone.localdate().isoformat())


def test_the_same_instance_is_there_once(client):
    study = make_study()
    key, _device = make_device(study)
    answers = [post(client, key, xml_of(study)) for _time in range(3)]
    assert [response.status_code for response in answers] == [201, 201, 201]
    assert said(answers[1]) == "The answers had arrived before."
    assert Response.objects.count() == 1


def test_other_answers_under_a_known_instance_are_not_taken_silently(client):
    study = make_study()
    key, _device = make_device(study)
    post(client, key, xml_of(study))
    assert post(client, key, xml_of(study, {"job": "Nurse"})).status_code == 409
    assert Response.objects.get().answers["job"] == "Teacher"


@pytest.mark.parametrize(
    "answers",
    [{"age": "7"}, {"age": "many"}, {"job": ""}, {"town": "kaunas"}, {"wish": "yes"}],
    ids=["constraint", "type", "missing", "choice", "hidden"],
)
def test_answers_with_a_fault_are_kept_to_be_looked_at(client, answers):
    study = make_study()
    key, _device = make_device(study)
    assert post(client, key, xml_of(study, answers)).status_code == 201
    kept = Response.objects.get()
    assert kept.status == Status.REVIEW
    assert set(kept.answers) & set(answers) == set()
    assert kept.raw.encode() == xml_of(study, answers).replace(b"T10:11:12.000+03:00", b"")


@pytest.mark.parametrize("mode", [Mode.ANONYMOUS, Mode.CODE])
def test_what_the_device_says_of_itself_and_of_the_minute_is_not_kept(client, mode):
    study = make_study(mode=mode)
    key, _device = make_device(study)
    traces = (
        b"<start>2026-05-01T10:11:12.000+03:00</start><end>2026-05-01T10:31:12.000+03:00</end>"
        b"<deviceid>collect:q7Jx2mVb</deviceid><device_id>8</device_id><subscriberid>244053</subscriberid>"
        b"<simserial>8935</simserial><phonenumber>+358401234567</phonenumber><username>vilma</username>"
        b"<email>vilma@example.org</email>"
    )
    about = (
        b'<meta xmlns:orx="http://openrosa.org/xforms"><orx:userID>username:vilma</orx:userID>'
        b"<orx:timeEnd>2026-05-01T10:31:12.000+03:00</orx:timeEnd><audit>audit-vilma.csv</audit>"
    )
    xml = xml_of(study).replace(b"<job>", traces + b"<job>").replace(b"<meta>", about)
    xml = xml.replace(b' version="1"', b' version="1" submissionDate="2026-05-01T10:31:12.000+03:00"')
    assert post(client, key, xml).status_code == 201
    assert said(post(client, key, xml)) == "The answers had arrived before."
    raw = Response.objects.get().raw
    assert [word for word in ("vilma", "collect:", "35840", "8935", "244053", "10:") if word in raw] == []
    found = {each.tag.split("}")[-1]: each.text for each in etree.fromstring(raw.encode()).iter()}
    assert (found["job"], found["age"], found["instanceID"]) == ("Teacher", "41", "uuid:1")
    assert (found["start"], found["end"], found["timeEnd"], found["deviceid"]) == (
        *("2026-05-01", "2026-05-01", "2026-05-01"),
        None,
    )


def test_a_question_that_people_are_asked_keeps_its_answer_whatever_its_name_is():
    rows = (("text", "email", "E-mail?"), ("start", "begun", ""))
    survey = Sheet("survey", ("type", "name", "label"), rows)
    form = publish(Workbook((survey,)), name="named", version="1").form
    sent = write_submission(form, {"email": "vilma@example.org", "begun": "half past ten"}, "uuid:1")
    kept = {each.tag: each.text for each in etree.fromstring(without_traces(sent, form).encode()).iter()}
    assert (kept["email"], kept["begun"]) == ("vilma@example.org", None)


def test_unknown_questions_are_kept_to_be_looked_at(client):
    study = make_study()
    key, _device = make_device(study)
    xml = xml_of(study).replace(b"<job>", b"<shoe>38</shoe><job>")
    assert post(client, key, xml).status_code == 201
    assert Response.objects.get().status == Status.REVIEW


@pytest.mark.parametrize("state", [State.CLOSED, State.ARCHIVED])
def test_answers_that_come_after_closing_are_kept_to_be_looked_at(client, state):
    study = make_study()
    key, _device = make_device(study)
    Study.objects.update(state=state)
    assert post(client, key, xml_of(study)).status_code == 201
    assert Response.objects.get().status == Status.REVIEW


def test_one_answer_too_many_is_kept_to_be_looked_at(client):
    study = make_study(maximum=1)
    key, _device = make_device(study)
    post(client, key, xml_of(study))
    post(client, key, xml_of(study, instance="uuid:2"))
    statuses = dict(Response.objects.values_list("instance_id", "status"))
    assert statuses == {"uuid:1": Status.COMPLETE, "uuid:2": Status.REVIEW}


def test_answers_to_an_older_version_are_kept_with_that_version(client):
    study = make_study()
    old = study.version
    key, _device = make_device(study)
    Study.objects.update(version=make_version(questionnaire=old.questionnaire, number=2))
    assert post(client, key, xml_of(study, version=old)).status_code == 201
    kept = Response.objects.get()
    assert (kept.version, kept.status) == (old, Status.REVIEW)


def test_answers_to_a_version_that_nobody_knows_are_kept_to_be_looked_at(client):
    study = make_study()
    key, _device = make_device(study)
    xml = xml_of(study).replace(b'version="1"', b'version="77"')
    assert post(client, key, xml).status_code == 201
    assert Response.objects.get().status == Status.REVIEW


def test_a_correction_is_kept_to_be_looked_at(client):
    study = make_study()
    key, _device = make_device(study)
    meta = b"<meta><deprecatedID>uuid:1</deprecatedID>"
    xml = xml_of(study, instance="uuid:2").replace(b"<meta>", meta)
    assert post(client, key, xml).status_code == 201
    assert Response.objects.get().status == Status.REVIEW


def test_a_form_that_is_not_of_this_study_is_unknown(client):
    study = make_study()
    key, _device = make_device(study)
    xml = re.sub(rb'id="q\d+"', b'id="other"', xml_of(study))
    response = post(client, key, xml)
    assert (response.status_code, said(response)) == (
        404,
        "This device or this questionnaire is not known here.",
    )


@pytest.mark.parametrize(
    ("xml", "sentence"),
    [
        (b'<!DOCTYPE d [<!ENTITY e "x">]><d id="q">&e;</d>', "The XML has a document type"),
        (b'<!DOCTYPE d SYSTEM "http://example.org/x.dtd"><d/>', "The XML has a document type"),
        (b"no xml", "The XML cannot be read"),
        (b"", "The XML cannot be read"),
        (b"<d id='q'><a/></d>", "has no instanceID"),
        (b"<d>" + b"x" * 2_000_001 + b"</d>", "The submission has 2.0 MB"),
    ],
    ids=["entity", "dtd", "text", "empty", "nameless", "large"],
)
def test_what_is_no_submission_is_refused_with_a_sentence(client, xml, sentence):
    key, _device = make_device(make_study())
    response = post(client, key, xml)
    assert (response.status_code, Response.objects.count()) == (400, 0)
    assert sentence in said(response)


def test_entities_are_not_followed(client, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("very secret")
    key, _device = make_device(make_study())
    xml = f'<!DOCTYPE d [<!ENTITY e SYSTEM "file://{secret}">]><d id="q"><job>&e;</job></d>'
    response = post(client, key, xml.encode())
    assert (response.status_code, b"very secret" in response.content) == (400, False)


def test_a_request_that_is_far_too_large_is_not_read(client):
    key, _device = make_device(make_study())
    response = client.post(at("submission", key), {}, headers={"Content-Length": "999999999"})
    assert (response.status_code, "Send it without files." in said(response)) == (413, True)


def test_a_request_without_the_file_is_refused(client):
    key, _device = make_device(make_study())
    assert client.post(at("submission", key), {}).status_code == 400


def test_an_unknown_key_and_a_key_that_was_shut_out_lead_nowhere(client):
    study = make_study()
    key, _device = make_device(study)
    Device.objects.update(revoked=True)
    for shut in (key, "unknown"):
        asked = [client.get(at("list", shut)), client.get(at("form", shut))]
        assert [response.status_code for response in asked] == [404, 404]
        assert post(client, shut, xml_of(study)).status_code == 404
    assert Response.objects.count() == 0


def test_the_key_is_not_in_the_database(client):
    key, device = make_device(make_study())
    assert key not in str(Device.objects.values().get(pk=device.pk))


def test_a_key_opens_its_own_study_only(client):
    first, second = make_study(), make_study()
    key, _device = make_device(first)
    assert post(client, key, xml_of(second)).status_code == 404


def test_a_closed_study_offers_no_form_and_still_takes_what_was_filled_in(client):
    study = make_study()
    key, _device = make_device(study)
    Study.objects.update(state=State.CLOSED)
    assert len(etree.fromstring(client.get(at("list", key)).content)) == 0
    assert client.get(at("form", key)).status_code == 404


def test_a_plan_of_one_row_says_where_the_answers_come_from(client):
    study = make_study()
    Target.objects.create(study=study, country="LV", sector="business", goal=1)
    key, _device = make_device(study)
    post(client, key, xml_of(study))
    kept = Response.objects.get()
    assert (kept.country, kept.sector) == ("LV", "business")


def test_a_browser_that_opens_the_address_reads_what_it_is(client):
    study = make_study()
    key, _device = make_device(study)
    response = client.get(reverse("study:openrosa", args=[key]))
    assert study.title in said(response)


def test_only_sending_is_taken_at_the_address_for_sending(client):
    key, _device = make_device(make_study())
    assert client.get(at("submission", key)).status_code == 405


def test_no_address_and_no_browser_is_kept_of_a_device(client):
    study = make_study()
    key, device = make_device(study)
    client.defaults |= {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Collect/9"}
    post(client, key, xml_of(study))
    row = str(Response.objects.values().get()) + str(Device.objects.values().get())
    assert ("203.0.113.77" in row, "Collect/9" in row, device.name in str(Response.objects.values())) == (
        False, False, False
    )  # fmt: skip
