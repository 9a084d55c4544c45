"""The API's reference as a page: the OpenAPI document in the order people read it."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def operations(document: Json) -> dict[str, list[Json]]:
    """Operations by tag, each with its parameters and the fields of its body."""
    groups: dict[str, list[Json]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            summary, _, more = operation.get("description", "").partition("\n")
            shown = {
                "method": method.upper(),
                "path": path,
                "about": summary,
                "more": more.strip(),
                "parameters": [_parameter(each) for each in operation.get("parameters", [])],
                "fields": list(_fields(operation, document)),
            }
            groups.setdefault(operation["tags"][0], []).append(shown)
    return groups


def _parameter(parameter: Json) -> Json:
    schema = parameter["schema"]
    return {
        "name": parameter["name"],
        "required": parameter.get("required", False),
        "kind": _kind(schema),
        "default": schema.get("default"),
        "about": parameter.get("description", ""),
    }


def _fields(operation: Json, document: Json) -> Iterator[Json]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    schema = _resolved(content.get("schema", {}), document)
    for name, field in schema.get("properties", {}).items():
        required = name in schema.get("required", [])
        yield {"name": name, "required": required, "kind": _kind(field), "default": None, "about": field.get("description", "")}


def _resolved(schema: Json, document: Json) -> Json:
    target: Json = document
    for part in schema["$ref"].removeprefix("#/").split("/") if "$ref" in schema else ():
        target = target[part]
    return target if "$ref" in schema else schema


def _kind(schema: Json) -> str:
    """A type as a reader says it: `integer, 1 to 200`."""
    kinds = [each for each in schema.get("anyOf", [schema]) if each.get("type") != "null"]
    first: Json = kinds[0] if kinds else {}
    name = str(first.get("type") or first.get("$ref", "").rpartition("/")[2] or "any")
    bounds = (first.get("minimum"), first.get("maximum"))
    if None not in bounds:
        return f"{name}, {bounds[0]} to {bounds[1]}"
    return name
