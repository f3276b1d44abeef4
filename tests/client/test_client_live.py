"""The client against a server that runs: from a list to a deed to a file."""

import pytest
from tests.conftest import make_member, make_partner
from tests.web.api.asking import token_for

from mentorway.client import Client, NotAllowedError, WrongFieldsError
from mentorway.web.network.models import Partner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]


def test_from_a_list_to_a_deed_to_a_file(live_server, tmp_path):
    partner = make_partner(name="Alfa")
    admin = make_member(partner, role="admin")
    client = Client(live_server.url, token_for(admin))
    assert client.me()["email"] == admin.email
    [row] = [one for one in client.list("network/partners") if one["name"] == "Alfa"]
    arguments = {"pk": row["id"]} if "id" in row else {"pk": row["pk"]}
    form = client.form("network:describe", arguments)["forms"][0]
    assert "city" in [one["name"] for one in form["fields"]]
    done = client.deed("network:describe", arguments, {"city": "Kaunas"})
    assert (done.done, done.name) == (True, "network:partner")
    assert Partner.objects.get(pk=partner.pk).city == "Kaunas"
    with pytest.raises(WrongFieldsError) as wrong:
        client.deed("network:describe", arguments, {"country": "XX"})
    assert list(wrong.value.errors) == ["country"]
    file = client.file("network:partners_file", {"kind": "csv"}, to=tmp_path / "partners.csv")
    assert "Alfa" in file.read_text("utf-8-sig")
    with pytest.raises(NotAllowedError):
        Client(live_server.url, "mentorway_wrong").me()
