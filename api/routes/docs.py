"""The description of the API for people: the OpenAPI document as one plain page, which needs nothing from elsewhere."""

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages import render

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def show_docs(request: Request) -> HTMLResponse:
    """Every operation with its parameters, then every shape with its members or values."""
    described = request.app.openapi()
    shapes = described["components"]["schemas"]
    return render(request, "docs.html", "en", info=described["info"], operations=list(_operations(described)), shapes=shapes, kind=kind)


def _operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield {
                "call": f"{method.upper()} {path}",
                "id": operation["operationId"],
                "description": operation.get("description", ""),
                "parameters": operation.get("parameters", []),
                "answers": {status: _answer(answer) for status, answer in operation["responses"].items()},
            }


def _answer(answer: dict[str, Any]) -> list[str]:
    """The shape of an answer, or its media type where it is no JSON."""
    content = answer.get("content", {})
    return [name for media in content.values() if "schema" in media for name in kind(media["schema"])] or list(content)


def kind(schema: dict[str, Any]) -> list[str]:
    """The words for the type of a value, such as ``integer`` or the name of a shape; several where it may be either."""
    if "$ref" in schema:
        return [schema["$ref"].rsplit("/", 1)[-1]]
    if "anyOf" in schema:
        return [word for each in schema["anyOf"] for word in kind(each)]
    if "enum" in schema:
        return [repr(value) for value in schema["enum"]]
    if schema.get("type") == "array":
        return [f"list of {' or '.join(kind(schema.get('items', {})))}"]
    return [schema.get("format", schema.get("type", "any"))]
