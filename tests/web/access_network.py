from tests.web.access_table import Address


def partner(world):
    return {"pk": world.partner.pk}


def place(world):
    return {"pk": world.people["member"].memberships.get().pk}


ADDRESSES = {
    "network:partners": Address("login 200 200 200 200 200"),
    "network:found": Address("login 403 403 403 200 200"),
    "network:partner": Address("login 404 200 200 200 200", partner),
    "network:describe": Address("login 404 403 200 200 200", partner),
    "network:add_person": Address("login 404 403 200 200 200", partner),
    "network:change_role": Address("login 404 403 200 200 200", place),
    "network:remove_person": Address("login 404 403 200 200 200", place),
}
