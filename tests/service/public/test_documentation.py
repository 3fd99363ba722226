from __future__ import annotations

from flask.testing import FlaskClient
from openapi_spec_validator import validate

from service.public.problems import KINDS

METHODS = {
    "/api/v1/ask": ("post", "200", ["400", "403", "405", "413", "415", "500", "503"]),
    "/api/v1/questions/suggestions": (
        "post",
        "200",
        ["400", "403", "405", "413", "415", "500", "503"],
    ),
    "/api/v1/feedback": ("post", "200", ["400", "403", "404", "405", "413", "415", "500", "503"]),
    "/api/v1/consultations": (
        "post",
        "201",
        ["400", "403", "405", "409", "413", "415", "500", "503"],
    ),
    "/api/v1/answers/{answer_id}/explanation": (
        "get",
        "200",
        ["400", "401", "403", "404", "405", "500", "503"],
    ),
    "/api/v1/consultations/lookup": (
        "post",
        "200",
        ["400", "403", "404", "405", "413", "415", "429", "500", "503"],
    ),
    **{
        f"/api/v1/consultations/{move}": (
            "post",
            "200",
            ["400", "403", "404", "405", "409", "413", "415", "429", "500", "503"],
        )
        for move in ("supplement", "withdraw", "rate", "reopen")
    },
}


def test_the_document_is_valid_openapi_3_1(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_the_document_is_the_same_whoever_asks(client: FlaskClient) -> None:
    first = client.get("/api/v1/openapi.json", headers={"Host": "evil.example"}).text
    assert client.get("/api/v1/openapi.json").text == first
    assert "evil" not in first
    assert client.get("/api").status_code == 200
    assert client.get("/api/v1/openapi.json").text == first


def test_every_operation_documents_its_success_and_every_problem(client: FlaskClient) -> None:
    paths = client.get("/api/v1/openapi.json").json["paths"]
    assert set(paths) == set(METHODS)
    for path, (method, success, problems) in METHODS.items():
        operation = paths[path][method]
        assert (method == "get") == ("requestBody" not in operation)
        assert method == "get" or operation["requestBody"]["required"] is True
        assert list(operation["responses"]) == [success, *problems]
        for status in problems:
            assert list(operation["responses"][status]["content"]) == ["application/problem+json"]


def test_every_shape_has_one_plain_name(client: FlaskClient) -> None:
    schemas = client.get("/api/v1/openapi.json").json["components"]["schemas"]
    assert all(name.isalnum() for name in schemas)
    assert {"AskIn", "AskOut", "CitationOut", "ReceiptOut", "StatusOut", "Problem"} <= set(schemas)


def test_the_readable_page_shows_every_path_shape_and_kind_of_problem(
    client: FlaskClient,
) -> None:
    document = client.get("/api/v1/openapi.json").json
    page = client.get("/api").text
    for path in document["paths"]:
        assert f"<code>{path}</code>" in page
    for name, schema in document["components"]["schemas"].items():
        assert "properties" not in schema or f'id="schema-{name}"' in page
    for kind in KINDS.values():
        assert f'id="problem-{kind.slug}"' in page
