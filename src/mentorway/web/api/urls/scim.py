"""Addresses of SCIM, as its clients build them: without a slash at the end, which is taken all the same."""

from django.urls import re_path

from mentorway.web.api.views import scim

app_name = "scim"
urlpatterns = [
    re_path(r"^Users/?$", scim.users, name="users"),
    re_path(r"^Users/(?P<pk>[0-9]{1,18})/?$", scim.user, name="user"),
    re_path(r"^Groups/?$", scim.groups, name="groups"),
    re_path(r"^Groups/(?P<pk>[0-9]{1,18})/?$", scim.group, name="group"),
    re_path(r"^ServiceProviderConfig/?$", scim.service, name="service"),
    re_path(r"^ResourceTypes/?$", scim.types, name="types"),
    re_path(r"^Schemas/?$", scim.schemas, name="schemas"),
]
