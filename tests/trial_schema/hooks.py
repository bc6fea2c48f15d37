"""What schemathesis cannot know: identifiers that exist, who must live on, and what HTTP itself refuses."""

import json
import os
import re
from urllib.parse import quote

import schemathesis

WORLD = json.loads(os.environ["TRIAL_WORLD"])
# The HTTP library answers longer request targets itself, without a body.
TARGET_BYTES_MAX = 60_000


def digits(value):
    return int(re.sub(r"[^0-9]", "", value) or 0)


def known(value):
    """An identifier of the same kind that exists, for three of four; never one of those who ask."""
    match = re.match(r"^([A-Z]+)-[0-9]{4}", value) if isinstance(value, str) else None
    ids = WORLD["ids"].get(match.group(1)) if match else None
    if not ids or (digits(value) % 4 == 3 and value not in WORLD["own"]):
        return value
    return ids[digits(value) % len(ids)]


def replaced(value):
    if isinstance(value, dict):
        return {name: replaced(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [replaced(inner) for inner in value]
    return known(value)


@schemathesis.hook
def map_body(context, body):
    return replaced(body) if isinstance(body, (dict, list)) else body


@schemathesis.hook
def filter_query(context, query):
    """`select` may leave members out that the schema of the answer requires."""
    select = (query or {}).get("select")
    items = select if isinstance(select, list) else str(select or "").split(",")
    if any(str(item).strip().startswith("-") for item in items):
        return False
    return len(quote(json.dumps(query or {}))) < TARGET_BYTES_MAX


@schemathesis.hook
def before_call(context, case, kwargs):
    path = case.path_parameters or {}
    path.update(replaced(path))
    if "account" in path and "user" in path and digits(str(path["user"])) % 4 != 3:
        pairs = WORLD["pairs"]
        path["account"], path["user"] = pairs[digits(str(path["user"])) % len(pairs)]
