"""Clients of the web application of a real office."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from service.apps import create_app
from service.config import Settings
from service.consultations.numbers import new_form_token
from service.wiring import Office, open_office
from tests.clocks import FrozenClock
from tests.offices import furnished_home, office

__all__ = ["furnished_home", "office"]  # fixtures of every test here


@pytest.fixture(scope="session")
def app(office: Office) -> APIFlask:
    """The web application of the office."""
    return create_app(office)


@pytest.fixture
def client(app: APIFlask) -> FlaskClient:
    """A program that sends neither Origin nor Sec-Fetch-Site."""
    return app.test_client()


@pytest.fixture
def form_token() -> str:
    """The token of a form that was never sent."""
    return new_form_token()


@pytest.fixture(scope="module")
def bare_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of an office that has a store and no index."""
    opened = open_office(Settings(home=tmp_path_factory.mktemp("bare")), FrozenClock())
    yield create_app(opened).test_client()
    opened.close()


class FailingAnswers:
    """Answers that fail as no one foresaw, the question in the error's message."""

    def ask(self, request: object) -> object:
        raise RuntimeError(f"unforeseen: {request}")


@pytest.fixture
def failing_client(office: Office) -> FlaskClient:
    """A client of an office whose answers fail."""
    return create_app(dataclasses.replace(office, answers=FailingAnswers())).test_client()
