"""Addresses of allauth, without those that it keeps for links from before we used it, which have no name."""

from allauth.urls import urlpatterns as theirs
from django.urls import URLResolver

urlpatterns = [one for one in theirs if isinstance(one, URLResolver) or one.name]
