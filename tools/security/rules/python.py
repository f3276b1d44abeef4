"""Faults planted so that the rules beside this file are seen to fire; nobody runs this."""

import datetime as dt
import hashlib
import hmac
import json
import logging
import os
import pickle
import random
import secrets
import socket
import ssl
import subprocess
import urllib.request
import zipfile

import requests
import yaml
from django.utils import timezone
from lxml import etree

logger = logging.getLogger(__name__)


def commands(name):
    # ruleid: shell
    subprocess.run(f"ls {name}", shell=True, timeout=3)
    # ruleid: shell
    os.system("ls " + name)
    # ok: shell
    subprocess.run(["ls", name], timeout=3)


def code(text):
    # ruleid: text-becomes-code
    eval(text)
    # ruleid: text-becomes-code
    exec(text)
    # ok: text-becomes-code
    json.loads(text)


def objects(text):
    # ruleid: objects-from-outside
    pickle.loads(text)
    # ruleid: objects-from-outside
    yaml.load(text)
    # ok: objects-from-outside
    yaml.safe_load(text)


def xml(text):
    # ruleid: xml-with-entities
    loose = etree.XMLParser()
    # ruleid: xml-with-entities
    etree.fromstring(text)
    # ok: xml-with-entities
    strict = etree.XMLParser(resolve_entities=False, no_network=True)
    # ok: xml-with-entities
    etree.fromstring(text, strict)


def asking(address):
    # ruleid: waits-for-ever
    requests.get(address)
    # ruleid: waits-for-ever
    urllib.request.urlopen(address)
    # ruleid: waits-for-ever
    socket.create_connection((address, 80))
    # ruleid: waits-for-ever
    subprocess.run(["sleep", "9"])
    # ok: waits-for-ever
    requests.get(address, timeout=3)
    # ok: waits-for-ever
    urllib.request.urlopen(address, timeout=3)


def logs(user, request):
    # ruleid: address-of-a-person-in-a-log
    logger.warning("A letter to %s came back", user.email)
    # ruleid: address-of-a-person-in-a-log
    logger.info(f"{user.email} signed in")
    # ruleid: address-of-a-person-in-a-log
    logger.info("Sent: %s", request.POST)
    # ok: address-of-a-person-in-a-log
    logger.warning("A letter to person %s came back", user.pk)
    # ruleid: printed
    print(user)


def numbers():
    # ruleid: guessable
    first = random.randint(0, 9)
    # ruleid: guessable
    second = random.Random(3)
    # ok: guessable
    third = secrets.token_urlsafe(32)
    # ok: guessable
    random.SystemRandom().shuffle([])


def moments():
    # ruleid: time-without-zone
    first = dt.datetime.now()
    # ruleid: time-without-zone
    second = dt.date.today()
    # ok: time-without-zone
    third = timezone.now()


def hashes(text):
    # ruleid: broken-hash
    first = hashlib.md5(text)
    # ok: broken-hash
    second = hashlib.md5(text, usedforsecurity=False)
    # ok: broken-hash
    third = hashlib.sha256(text)


def certificates(address):
    # ruleid: certificate-not-looked-at
    requests.get(address, verify=False, timeout=3)
    # ruleid: certificate-not-looked-at
    context = ssl._create_unverified_context()
    # ok: certificate-not-looked-at
    context = ssl.create_default_context()


def archives(path):
    with zipfile.ZipFile(path) as packed:
        # ruleid: archive-unpacked-as-it-names
        packed.extractall("/tmp")
        # ok: archive-unpacked-as-it-names
        packed.read("a.txt")


def keys(text, given):
    # ruleid: key-compared-letter-by-letter
    if hmac.new(b"k", text, "sha256").hexdigest() == given:
        return True
    # ok: key-compared-letter-by-letter
    return hmac.compare_digest(hmac.new(b"k", text, "sha256").hexdigest(), given)
