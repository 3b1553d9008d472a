#!/usr/bin/env python3
"""Every command that reads the whole store, on a large store and on a small one, by turns in one run.

    commands_on_a_store.py LARGE_DIR SMALL_DIR [TURNS] [BINARY] [--only NAME]

Both are data folders made for measuring, with conversations of `many_conversations`: the commands say who I am
(agent-001), draw, and leave files beside the store. Prints wall time, processor time and highest memory of each, so that
what grows with the store is seen beside what does not. The sqlite3 shell, where it is here, does the same work where it
has a word for it: `backup`, and `PRAGMA integrity_check` beside `doctor`.
"""
import argparse
import os
import pathlib
import tempfile

import measure

arguments = argparse.ArgumentParser(usage=__doc__)
arguments.add_argument("large", type=pathlib.Path)
arguments.add_argument("small", type=pathlib.Path)
arguments.add_argument("turns", nargs="?", type=int, default=3)
arguments.add_argument("binary", nargs="?", default="target/release/aplomb")
arguments.add_argument("--only")
wanted = arguments.parse_args()
binary = os.path.abspath(wanted.binary)
shell = measure.found("sqlite3")

COMMANDS = [
    ("conversations", ["--json", "conversations", "--limit", "20"]),
    ("conversations, a rare word", ["--json", "conversations", "zoudépin", "--limit", "20"]),
    ("conversations, two words", ["--json", "conversations", "refund parcel", "--limit", "20"]),
    ("conversations, the commonest word", ["--json", "conversations", "the", "--limit", "20"]),
    ("conversations, by agent and channel", ["--json", "conversations", "agent:agent-001 channel:chat", "--limit", "20"]),
    ("conversations, by rating and day", ["--json", "conversations", "is:rated since:7d", "--limit", "20"]),
    ("show", ["show", "c17"]),
    ("draw", ["--json", "draw", "-n", "20", "--since", "90d", "--seed", "1", "--dry-run"]),
    ("draw by channel from all", ["--json", "draw", "-n", "20", "--seed", "1", "--per", "channel", "--dry-run"]),
    ("mirror", ["--json", "mirror"]),
    ("brief", ["team", "brief"]),
    ("metrics, a week", ["--json", "metrics", "--period", "week"]),
    ("metrics, four weeks by channel", ["--json", "metrics", "--since", "4w", "--by", "channel"]),
    ("metrics, a year", ["--json", "metrics", "--since", "52w"]),
    ("keywords, four weeks", ["--json", "keywords"]),
    ("purge, dry run", ["--json", "purge", "--dry-run"]),
    ("export person", ["export", "person", "customer-17@mail.example", "-o", "OUT/person.json", "--force"]),
    ("export conversations as JSON", ["export", "conversations", "--format", "json", "-o", "OUT/conversations.jsonl", "--force"]),
    ("export conversations as CSV", ["export", "conversations", "--format", "csv", "-o", "OUT/conversations.csv", "--force"]),
    ("backup", ["backup", "OUT/backup.db", "--force"]),
    ("doctor", ["--json", "doctor"]),
]
SLOW = ("export conversations", "backup", "doctor")


def of_the_shell(what, folder, out):
    store = folder / "aplomb.db"
    if what == "backup":
        return ["sqlite3", "-readonly", store, f"VACUUM INTO '{out}/shell.db'"]
    if what == "doctor":
        return ["sqlite3", "-readonly", store, "PRAGMA integrity_check; PRAGMA foreign_key_check"]
    return None


for folder in (wanted.large, wanted.small):
    measure.run([binary, "--data-dir", folder, "me", "--name", "Load", "--alias", "agent-001@desk.example"])
for what, command in COMMANDS:
    if wanted.only and wanted.only not in what:
        continue
    # What reads or writes every byte is asked once.
    turns = 1 if what.startswith(SLOW) else wanted.turns
    with tempfile.TemporaryDirectory(dir=wanted.large) as out:
        large, small, shells, written, copied = [], [], [], None, None
        for turn in range(turns):
            for folder, runs in ((wanted.large, large), (wanted.small, small)):
                words = [word.replace("OUT/", f"{out}/") for word in command]
                runs.append(measure.run([binary, "--data-dir", folder, *words], accept=(0, 1)))
                files = [os.path.getsize(f"{out}/{name}") for name in os.listdir(out)]
                if folder == wanted.large and files:
                    written = max(files)
                for name in os.listdir(out):
                    os.remove(f"{out}/{name}")
            if shell and (asked := of_the_shell(what, wanted.large, out)):
                shells.append(measure.run(asked))
                copied = max((os.path.getsize(f"{out}/{name}") for name in os.listdir(out)), default=None)
                for name in os.listdir(out):
                    os.remove(f"{out}/{name}")
        measure.row("commands", what, large, f"sqlite3 {shell}" if shells else "", shells, written, copied,
                    note=f"on the small store {measure.middle(small):.3f} s, {measure.size(max(took.memory for took in small))}")
