#!/usr/bin/env python3
"""Takes in every file of some folders, each by itself and each folder as a whole, and prints what came of it.

    each_file.py APLOMB FOLDER...

Every file and folder gets a store of its own, is taken in without a map, written out again and counted, and taken in a
second time: `again` says how much that changed. Rows of a table in Markdown; the exit code is 1 where the program ended
otherwise than with 0 or 1, said nothing about a refusal, or changed something the second time. Standard library only.
"""
import json
import os
import subprocess
import sys
import tempfile

PASSED_BY = {"README.md", "LICENSE.txt", "NOTICE.txt", "target.json"}
KINDS = (".json", ".jsonl", ".ndjson", ".csv", ".txt", ".mbox", ".eml", ".zip")
COLUMNS = ["what", "recognised", "conversations", "messages", "notes", "agents", "with offset", "ratings", "transfers",
           "reopenings", "waiting", "beside", "problems", "again"]


def run(aplomb, home, *arguments):
    settled = {"APLOMB_CONFIG": home, "APLOMB_DATA_DIR": home, "PATH": os.environ.get("PATH", ""), "TZ": "UTC", "LANG": "C.UTF-8", "HOME": home}
    return subprocess.run([aplomb, *arguments], env=settled, capture_output=True, text=True, errors="replace")


def known(conversations, key):
    values = [conversation[key] for conversation in conversations if conversation.get(key) is not None]
    return f"{sum(values)} in {len(values)}" if values else "-"


def taken(aplomb, path, name):
    """The cells of one row, and whether all is well."""
    with tempfile.TemporaryDirectory() as home:
        order = ("import", path, "--everyone", "--zone", "UTC", "--json")
        first = run(aplomb, home, *order)
        if first.returncode not in (0, 1):
            return [name, f"exit code {first.returncode}"], False
        if not first.stdout.strip():
            sentence = " ".join(first.stderr.split())
            return [name, f"refused: {sentence[:160]}"], bool(sentence)
        report = json.loads(first.stdout)
        if first.returncode == 1 and not report["conversations"]["added"]:
            said = (report["problems"] or [{"accepted": ""}])[0]["accepted"]
            return [name, f"refused: {said[:160]}"], bool(said)
        written = run(aplomb, home, "export", "conversations", "--format", "json")
        conversations = [json.loads(line) for line in written.stdout.splitlines()]
        messages = [message for conversation in conversations for message in conversation["messages"]]
        notes = sum(1 for message in messages if message.get("private"))
        agents = {message.get("author") for message in messages if message["role"] == "agent"}
        agents |= {conversation["agent"] for conversation in conversations if conversation.get("agent")}
        offsets = sum(1 for message in messages if not message["at"].endswith("Z"))
        second = json.loads(run(aplomb, home, *order).stdout)
        again = sum(second[kind][change] for kind in ("conversations", "messages") for change in ("added", "updated"))
        cells = [name, report["format"], len(conversations), len(messages) - notes, notes, len(agents - {None, ""}), offsets,
                 known([{"csat": 1} for c in conversations if c.get("csat")], "csat"), known(conversations, "transfers"),
                 known(conversations, "reopens"), report["waiting"]["pieces"], sum(report["beside"].values()),
                 len(report["problems"]), again]
        return cells, again == 0


def main():
    aplomb, folders = os.path.abspath(sys.argv[1]), sys.argv[2:]
    print("| " + " | ".join(COLUMNS) + " |\n|" + "---|" * len(COLUMNS))
    well = True
    for folder in folders:
        for where, _, files in sorted(os.walk(folder)):
            files = [file for file in sorted(files) if file not in PASSED_BY and file.endswith(KINDS)]
            paths = [(os.path.join(where, file), os.path.join(where, file)) for file in files]
            if len(paths) > 1:
                paths.append((where, where + "/ (whole)"))
            for path, name in paths:
                cells, good = taken(aplomb, path, os.path.relpath(name, os.path.dirname(folder.rstrip("/"))))
                well &= good
                print("| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |", flush=True)
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
