#!/usr/bin/env python3
"""Computes the seal of the sample request again, from docs/bundles.md alone and without a line of the program.

    tests/drivers/recompute_seal.py tests/fixtures/bundles

Exit code 1 where it is not the one in the request. The samples are sealed with a card of 32 bytes 07.
"""

import hashlib
import json
import pathlib
import struct
import sys
import tomllib


def digest(purpose, parts):
    h = hashlib.sha256()
    for part in [purpose.encode(), *parts]:
        h.update(struct.pack("<Q", len(part)) + part)
    h.update(struct.pack("<Q", len(parts) + 1))
    return h.digest()


def number(n):
    return struct.pack("<q", n)


def real(x):
    return struct.pack("<d", x)


def code(value):
    return {"no": 252, "yes": 253, "n/a": 254}.get(value) or int(value)


def answers(items, given):
    out = []
    for item in items:
        out.append(item["id"].encode())
        answer = given.get(item["id"])
        if answer is None:
            out.append(b"")
            continue
        evidence = answer.get("evidence", [])
        out += [bytes([code(answer["value"])]), number("cause" in answer), answer.get("cause", "").encode()]
        out += [answer.get("comment", "").encode(), number(len(evidence)), *(m.encode() for m in evidence)]
    return digest("aplomb/answers/v1", out)


def conversation(c):
    out = [c[key].encode() for key in ("source", "id", "channel", "subject", "agent", "customer")]
    out.append(c.get("status", "").encode())
    out += map(number, c["opened"])
    out += map(number, c["closed"]) if "closed" in c else [b"-"]
    out += [number(len(c["tags"])), *(tag.encode() for tag in c["tags"])]
    if rating := c.get("csat"):
        out += [real(rating[key]) for key in ("score", "min", "max")] + [rating.get("comment", "").encode()]
    else:
        out.append(b"-")
    out += [number(c.get("transfers", -1)), number(c.get("reopens", -1))]
    for m in c["messages"]:
        out += [m["id"].encode(), *map(number, m["at"]), m["role"].encode(), m["author"].encode(), m["text"].encode()]
        out += [number(0), b"", number("macro" in m), m.get("macro", "").encode(), number(m.get("private", False))]
    return digest("aplomb/conversation/v1", out)


def both(text):
    return [text["en"].encode(), text["fr"].encode()] if text else [b"", b""]


def checklist(body, c):
    out = [c["id"].encode(), number(c["version"]), c["subject"].encode(), *both(c["title"])]
    out += [body.get("from", "").encode(), number(c.get("na_policy") == "full"), number(c.get("index", False))]
    out += [number(c.get("peer_reviews_before_submission", 1)), number(len(c["pillars"]))]
    for pillar in c["pillars"]:
        out += [pillar["id"].encode(), *both(pillar["name"]), real(pillar.get("weight", 1))]
    for item in c["items"]:
        out += [item["id"].encode(), item["pillar"].encode()]
        out += [part for key in ("text", "guidance", "why") for part in both(item.get(key))]
        out += [item.get("row", "").encode(), real(item.get("weight", 1))]
        scale = item.get("answer", "yes-no")
        out.append(b"yes-no" if scale == "yes-no" else bytes(map(int, scale.split("-"))))
        out += [number("na" in item), *both(item.get("na")), item.get("critical", "").encode()]
        causes = item.get("causes", [])
        out += [item.get("when", "").encode(), number(len(causes))]
        for cause in causes:
            out += [cause["id"].encode(), *both(cause)]
        out.append(bytes(map(code, item.get("comment_on", []))))
    for metric in c.get("metrics", []):
        out += [metric["id"].encode(), metric["pillar"].encode(), *both(metric["name"])]
        out += [metric.get("row", "").encode(), number({"higher": 1, "neither": 0, "lower": -1}[metric["better"]])]
    return digest("aplomb/checklist/v1", out)


folder = pathlib.Path(sys.argv[1])
request = json.loads((folder / "request.json").read_text("utf-8"))
reveal = json.loads((folder / "reveal.json").read_text("utf-8"))
of = bytes.fromhex
file = tomllib.loads(request["checklist"]["file"])
seal = digest(
    "aplomb/seal/v1",
    [
        of(request["exchange"]),
        of(request["reader"]),
        request["role"].encode(),
        conversation(request["conversation"]),
        of(request["original"]),
        checklist(request["checklist"], file),
        bytes([7] * 32),
        answers(file["items"], reveal["answers"]),
        of(reveal["nonce"]),
    ],
).hex()
print(seal)
sys.exit(seal != request["seal"])
