"""The pages on which publications are written, looked at, published and found again."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.dissemination import entry_making, making

from mentorway.web.dissemination.actions import entry_life
from mentorway.web.dissemination.models import Entry, Kind, State, TargetGroup

pytestmark = pytest.mark.django_db
HOSTILE = (
    "<script>alert(1)</script> [x](javascript:alert(1)) [y](data:text/html,<b>) "
    "<img src=x onerror=alert(1)>\n\n"
    "**unbalanced *marks ]]( [[claim:a]\n\n```\n</textarea><script>alert(2)</script>"
)
HARMFUL = ("<script>alert", "<img src=x", 'href="javascript:', 'href="data:')


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


@pytest.fixture
def partner():
    return make_partner()


@pytest.fixture
def writer(client, partner):
    user = make_member(partner)
    client.force_login(user)
    return user


def address(name, *args):
    return reverse(f"dissemination:{name}", args=args)


def shown(client, name, *args, **more):
    answer = client.get(address(name, *args), more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_says_what_to_do_where_there_is_nothing(client, writer):
    assert "No publication yet" in shown(client, "entries")
    assert "No claim is published yet" in shown(client, "figures_to_name")
    assert "Nothing is deleted." in shown(client, "deleted_entries")


def test_who_has_no_partner_is_told_so(client):
    from tests.conftest import make_user  # noqa: PLC0415 - only here

    client.force_login(make_user())
    for name, args in (("entries", ()), ("new_entry", ()), ("begin_entry", ("news",))):
        assert "You do not belong to a partner yet." in shown(client, name, *args)


def test_the_list_is_narrowed_by_words_kind_state_and_language(client, writer, partner):
    news = making.make_entry(partner, writer)
    lithuanian = {"lt": {"title": "Žmonės", "body": "…"}}
    page = entry_making.begin(writer, partner, Kind.PAGE, "lt", "Žmonės")
    making.make_shown_entry(partner, writer, texts=lithuanian, language="lt")
    found = [
        client.get(address("entries"), chosen).context["page"].paginator.count
        for chosen in (
            {"q": "zmones"}, {"kind": "page"}, {"state": "published"}, {"language": "lt"},
            {"language": "fi"}, {"kind": "nonsense"}, {"state": "waiting"},
        )
    ]  # fmt: skip
    assert found == [1, 1, 1, 2, 0, 3, 0]
    assert "No publication fits." in shown(client, "entries", language="fi")
    assert str(news) in shown(client, "entries")
    assert page.slug == "zmones"


def test_a_long_list_is_read_with_a_fixed_number_of_queries(
    client, writer, partner, django_assert_max_num_queries
):
    Entry.objects.bulk_create(
        Entry(partner=partner, kind="news", slug=f"n-{n}", texts={"en": {"title": f"N {n}"}})
        for n in range(60)
    )
    shown(client, "entries")
    with django_assert_max_num_queries(16):
        text = shown(client, "entries", page=2)
    assert text.count("card card-link") == 20
    assert "Page 2 of 3" in text


def test_a_publication_is_begun_and_leads_to_its_text(client, writer, partner):
    sent = {"partner": partner.pk, "language": "sv", "title": "Ett möte"}
    answer = client.post(address("begin_entry", "news"), sent)
    entry = Entry.objects.get()
    assert (answer.url, entry.slug, entry.language) == (
        address("entry_text", entry.pk, "sv"),
        "ett-mote",
        "sv",
    )
    assert "Changed since it was published" not in shown(client, "entry", entry.pk)
    again = client.post(address("begin_entry", "page"), {**sent, "slug": "ett-mote"})
    assert "Publication with this Address already exists." in again.content.decode()
    assert (
        "small letters, digits and hyphens only"
        in client.post(address("begin_entry", "page"), {**sent, "slug": "Ett Möte"}).content.decode()
    )
    assert client.get(address("begin_entry", "nonsense")).status_code == 404


def test_an_event_says_which_hour_is_wrong(client, writer, partner):
    sent = {
        "partner": partner.pk, "language": "en", "title": "Night", "zone": "Europe/Riga",
        "day": "2027-03-28", "begins": "03:30",
    }  # fmt: skip
    answer = client.post(address("begin_entry", "event"), sent)
    assert "Clocks are put forward that night" in answer.content.decode()
    client.post(address("begin_entry", "event"), {**sent, "begins": "10:00"})
    assert Entry.objects.get().starts.isoformat() == "2027-03-28T07:00:00+00:00"
    assert client.post(address("begin_entry", "event"), {**sent, "day": ""}).status_code == 200


def test_a_language_is_written_with_the_source_beside(client, writer, partner):
    entry = making.make_entry(partner, writer)
    text = shown(client, "entry_text", entry.pk, "fi")
    assert "In short." in text
    assert "Text in suomi" in text
    sent = {"title_fi": "Uutinen", "summary_fi": "", "body_fi": "Pitkästi.", "revision": 1}
    client.post(address("entry_text", entry.pk, "fi"), sent)
    entry.refresh_from_db()
    assert entry.texts["fi"] == {"title": "Uutinen", "body": "Pitkästi."}
    answer = client.post(address("entry_text", entry.pk, "en"), {"title_en": "", "revision": 2})
    assert "This field is required." in answer.content.decode()
    long = {"title_en": "T", "body_en": "x" * 50_001, "revision": 2}
    assert (
        "at most 50000 characters"
        in client.post(address("entry_text", entry.pk, "en"), long).content.decode()
    )


def test_the_picker_shows_markers_to_copy_and_no_claim_that_does_not_stand(client, writer, partner):
    making.make_published(slug="sound")
    making.make_claim(slug="draft")
    entry = making.make_entry(partner, writer)
    for text in (shown(client, "entry_text", entry.pk, "lt"), shown(client, "figures_to_name")):
        assert "<code>[[claim:sound]]</code>" in text
        assert "[[claim:draft]]" not in text
    assert "Nothing found" in shown(client, "figures_to_name", q="nowhere")


def test_two_people_write_the_same_text_and_nothing_is_lost(client, writer, partner):
    body = "First.\n\nSecond.\n\nThird."
    entry = entry_making.begin(writer, partner, title="News", body=body)
    mine = {"title_en": "News", "summary_en": "", "revision": 1}
    entry_making.write(entry, make_member(partner), title="News", summary="", body=body.replace("First", "1"))
    put = client.post(address("entry_text", entry.pk, "en"), {**mine, "body_en": body.replace("Third", "3")})
    entry.refresh_from_db()
    assert (put.status_code, entry.texts["en"]["body"]) == (302, "1.\n\nSecond.\n\n3.")
    clash = client.post(
        address("entry_text", entry.pk, "en"), {**mine, "body_en": body.replace("First", "One")}
    )
    assert clash.status_code == 409
    assert "You both changed" in clash.content.decode()


def test_two_people_change_the_hour_and_the_place(client, writer, partner):
    hours = {"day": dt.date(2030, 1, 1), "begins": dt.time(10), "zone": "UTC"}
    event = entry_making.begin(writer, partner, Kind.EVENT, title="Morning", **hours)
    kept = client.get(address("change_entry", event.pk)).context["form"]
    sent = {name: kept[name].value() for name in ("day", "begins", "zone", "licence", "slug")}
    sent = {**sent, "begins": "10:00", "revision": 1}
    client.post(address("change_entry", event.pk), {**sent, "venue": "Riga"})
    client.post(address("change_entry", event.pk), {**sent, "came": "12"})
    event.refresh_from_db()
    assert (event.venue, event.came, event.revision) == ("Riga", 12, 3)
    bad = client.post(
        address("change_entry", event.pk),
        {**sent, "revision": 3, "link": "javascript:alert(1)", "came": "-1"},
    )
    text = bad.content.decode()
    assert "Enter a valid URL." in text
    assert "greater than or equal to 0" in text
    ftp = client.post(address("change_entry", event.pk), {**sent, "revision": 3, "link": "ftp://x.org/"})
    assert "must begin with https:// or http://" in ftp.content.decode()


def test_a_published_address_stays(client, writer, partner):
    entry = making.make_shown_entry(partner, writer, slug="kept")
    client.post(address("change_entry", entry.pk), {"slug": "other", "licence": "CC0-1.0", "revision": 1})
    entry.refresh_from_db()
    assert (entry.slug, entry.licence) == ("kept", "CC0-1.0")


def test_hostile_texts_do_no_harm_on_any_page(client, writer, partner):
    texts = {"en": {"title": HOSTILE[:100], "summary": HOSTILE[:400], "body": HOSTILE}}
    entry = making.make_entry(partner, writer, texts={**texts, "lt": texts["en"]})
    entry_making.write(entry, writer, language="fi", title=HOSTILE[:90], summary=HOSTILE[:90], body=HOSTILE)
    pages = [
        ("entries",), ("entry", entry.pk), ("entry_text", entry.pk, "lt"), ("entry_preview", entry.pk, "en"),
        ("entry_preview", entry.pk, "sv"), ("entry_history", entry.pk), ("entry_revision", entry.pk, 2),
    ]  # fmt: skip
    found = [shown(client, *page) for page in pages]
    client.force_login(make_member(role="coordinator"))
    found.append(shown(client, "publish_entry", entry.pk))
    assert [
        (page, bad) for page, text in zip(pages, found, strict=False) for bad in HARMFUL if bad in text
    ] == []
    assert [bad for bad in HARMFUL if bad in found[-1]] == []
    assert "&lt;script&gt;alert(1)" in found[3]


def test_a_preview_is_what_readers_will_see_with_figures_in_their_places(client, writer, partner):
    claim = making.make_published(slug="sound")
    entry = making.make_entry(partner, writer)
    entry_making.write(entry, writer, body="## Now\n\nSo many: [[claim:sound]], and [[claim:none]].")
    text = shown(client, "entry_preview", entry.pk, "en")
    figure = str(int(claim.versions.get().value))
    assert f'href="{reverse("site:claim", args=["en", "sound"])}"' in text
    assert f">{figure}</a>" in text
    assert "(figure not published)" in text
    finnish = shown(client, "entry_preview", entry.pk, "fi")
    assert '<html lang="fi">' in finnish
    assert '<article lang="en">' in finnish
    assert "csrfmiddlewaretoken" not in finnish  # as everybody sees it, without the request


def test_a_second_reader_sees_what_is_new_and_publishes_it(client, partner):
    coordinator = make_member(role="coordinator")
    entry = making.make_shown_entry(partner)
    entry_making.write(entry, entry.created_by, body="At full length: 35 %.")
    entry_life.hand_in(entry, entry.created_by)
    client.force_login(coordinator)
    text = shown(client, "publish_entry", entry.pk)
    assert "<ins>" in text
    assert "35 %" in text
    assert "From which day on" not in text
    answer = client.post(address("publish_entry", entry.pk), {"revision": 2, "note": ""})
    entry.refresh_from_db()
    assert (answer.status_code, entry.shown["en"]["body"]) == (302, "At full length: 35 %.")


def test_publishing_for_later_names_what_is_wrong_with_the_moment(client, partner):
    entry = making.make_entry(partner)
    entry_life.hand_in(entry, entry.created_by)
    client.force_login(make_member(role="coordinator"))
    sent = {"revision": 1, "zone": "Europe/Riga"}
    for more, sentence in (
        ({"time": "10:00"}, "Say on which day, or leave the time empty."),
        ({"day": "2020-01-01"}, "This moment is over."),
        ({"day": "2027-03-28", "time": "03:30"}, "Clocks are put forward that night"),
    ):
        assert sentence in client.post(address("publish_entry", entry.pk), {**sent, **more}).content.decode()
    later = timezone.localdate() + dt.timedelta(days=3)
    client.post(address("publish_entry", entry.pk), {**sent, "day": later, "time": "10:00"})
    entry.refresh_from_db()
    assert (entry.state, entry.published > timezone.now()) == (State.PUBLISHED, True)
    assert "Readers see it from" in shown(client, "entry", entry.pk)


def test_it_is_handed_in_given_back_and_withdrawn_by_its_buttons(client, writer, partner):
    coordinator = make_member(role="coordinator")
    entry = making.make_shown_entry(partner, writer)
    entry_making.write(entry, writer, body="Other.")
    client.post(address("hand_in_entry", entry.pk))
    client.force_login(coordinator)
    empty = client.post(address("send_back_entry", entry.pk), {"note": ""})
    assert "This field is required." in empty.content.decode()
    client.post(address("send_back_entry", entry.pk), {"note": "Shorter."})
    client.force_login(writer)
    said = client.post(address("take_back_entry", entry.pk), follow=True)
    assert "It is not handed in." in said.content.decode()
    client.post(address("withdraw_entry", entry.pk), {"reason": "Wrong day."})
    assert "It was withdrawn: Wrong day." in shown(client, "entry", entry.pk)
    history = shown(client, "entry_history", entry.pk)
    assert "The second reader gave it back." in history
    assert "Shorter." in history


def test_an_earlier_text_comes_back_by_its_button(client, writer, partner):
    entry = entry_making.begin(writer, partner, title="First")
    entry_making.write(entry, writer, title="Second")
    assert "Bring these texts back" in shown(client, "entry_revision", entry.pk, 1)
    client.post(address("bring_back_entry_texts", entry.pk, 1))
    entry.refresh_from_db()
    assert str(entry) == "First"
    assert client.get(address("entry_revision", entry.pk, 77)).status_code == 404
    lost = client.post(address("bring_back_entry_texts", entry.pk, 77), follow=True)
    assert "There is no such revision." in lost.content.decode()


def test_files_are_added_described_served_and_removed(client, writer, partner):
    entry = making.make_entry(partner, writer)
    sent = {"file": entry_making.picture(), "caption": "", "language": "", "licence": "CC0-1.0"}
    client.post(address("entry_files", entry.pk), sent)
    row = entry.files.get()
    assert (row.licence, row.is_shown) == ("CC0-1.0", False)
    answer = client.get(address("entry_file", entry.pk, row.pk))
    assert answer["Content-Type"] == "image/png"
    answer.close()
    about = {"caption": "An oak", "language": "lt", "licence": "CC-BY-4.0"}
    client.post(address("change_entry_file", entry.pk, row.pk), about)
    row.refresh_from_db()
    assert (row.caption, row.language, row.licence) == ("An oak", "lt", "CC-BY-4.0")
    page = SimpleUploadedFile("page.html", b"<script>alert(1)</script>", content_type="text/html")
    refused = client.post(address("entry_files", entry.pk), {**sent, "file": page})
    assert "is not taken" in refused.content.decode()
    other = making.make_entry(partner, writer)
    assert client.get(address("entry_file", other.pk, row.pk)).status_code == 404
    client.post(address("remove_entry_file", entry.pk, row.pk))
    assert not entry.files.exists()


def test_what_is_deleted_comes_back(client, partner):
    admin = make_member(partner, role="admin")
    client.force_login(admin)
    entry = making.make_entry(partner, admin)
    client.post(address("delete_entry", entry.pk))
    assert client.get(address("entry", entry.pk)).status_code == 404
    assert str(entry) in shown(client, "deleted_entries")
    client.post(address("restore_entry", entry.pk))
    assert str(entry) in shown(client, "entries")


def test_coordinators_name_target_groups_in_every_language(client, writer, partner):
    client.force_login(make_member(role="coordinator"))
    assert "No target group yet" in shown(client, "target_groups")
    nameless = client.post(address("new_target_group"), {"position": 1})
    assert "Name the group in one language at least." in nameless.content.decode()
    client.post(address("new_target_group"), {"position": 1, "name_lt": "Mokytojai"})
    group = TargetGroup.objects.get()
    client.post(
        address("change_target_group", group.pk),
        {"position": 2, "name_lt": "Mokytojai", "name_en": "Teachers"},
    )
    assert "Teachers" in shown(client, "target_groups")
    client.force_login(writer)
    entry = making.make_entry(partner, writer)
    sent = {"slug": "", "licence": "CC0-1.0", "revision": 1, "target_groups": [group.pk]}
    client.post(address("change_entry", entry.pk), sent)
    assert "Teachers" in shown(client, "entry", entry.pk)
    client.force_login(make_member(role="coordinator"))
    client.post(address("remove_target_group", group.pk))
    entry.refresh_from_db()
    assert not entry.target_groups.exists()
