"""Everybody may read whom to tell about a weakness."""

from tests.web.access_table import Address

ADDRESSES = {"security_txt": Address("200 200 200 200 200 200")}
