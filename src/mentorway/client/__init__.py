"""A small client of a Mentorway installation, in plain Python.

client = Client("https://mentorway.example.org", token)
for partner in client.list("network/partners"):
    print(partner["name"])
"""

from mentorway.client.asking import Client, Done
from mentorway.client.carrying import Answer, BrokenLineError, Carrier, Question, over_http
from mentorway.client.problems import (
    ApiProblemError,
    ConflictError,
    NotAllowedError,
    NotFoundError,
    WrongFieldsError,
)

__all__ = [
    "Answer",
    "ApiProblemError",
    "BrokenLineError",
    "Carrier",
    "Client",
    "ConflictError",
    "Done",
    "NotAllowedError",
    "NotFoundError",
    "Question",
    "WrongFieldsError",
    "over_http",
]
