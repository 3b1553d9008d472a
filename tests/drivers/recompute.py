#!/usr/bin/env python3
"""Computes a review's scores anew, from its answers and its checklist alone.

    aplomb review ID --json > review.json
    aplomb checklist show four-pillars --json > checklist.json
    recompute.py review.json checklist.json

Knows nothing of how the program does it: 100 x sum(weight x share) / sum(weight) over applicable, answered items.
"""
import json
import sys

review, checklist = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
items = {item["id"]: item for item in checklist["items"]}
wrong = 0
for pillar in review["pillars"]:
    met = weights = 0.0
    for answer in review["answers"]:
        if answer["pillar"] != pillar["pillar"] or answer["value"] is None:
            continue
        if answer["value"] == "n/a":
            if checklist["na_policy"] != "full":
                continue
            share = 1.0
        elif answer["value"] in ("yes", "no"):
            share = float(answer["value"] == "yes")
        else:
            points = items[answer["item"]]["scale"]["points"]
            share = (float(answer["value"]) - points["min"]) / (points["max"] - points["min"])
        weight = float(items[answer["item"]]["weight"])
        met, weights = met + weight * share, weights + weight
    score = 100 * met / weights if weights else None
    given = pillar["score_raw"]
    same = score == given if None in (score, given) else abs(score - given) < 1e-9
    wrong += not same
    print(f"{'same' if same else 'DIFFERENT'}  {pillar['pillar']}: {score} here, {given} there")
sys.exit(1 if wrong or not review["pillars"] else 0)
