#!/usr/bin/env python3
"""Import beside the sqlite3 shell, by turns in one run.

    import_beside_sqlite3.py CONVERSATIONS.jsonl [TURNS] [BINARY]

Both make a new file on the same disk, with the same rows, indexes and index of words. The program reads JSON Lines and
commits every batch; the shell reads CSV that was prepared from the program's own store, in one transaction. Shells know
no STRICT import (an empty field is no NULL), so its tables take any type, and digests are hexadecimal there.
Prints the wall time and processor time of each, and the ratio of the medians: 1 is as fast as the shell, more is faster.
"""
import os
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time

source = sys.argv[1]
turns = int(sys.argv[2]) if len(sys.argv) > 2 else 5
binary = os.path.abspath(sys.argv[3] if len(sys.argv) > 3 else "target/release/aplomb")
schema = (pathlib.Path(__file__).parent.parent / "src/storage/schema.sql").read_text()
schema = re.sub(r"--[^\n]*", "", schema)

KEPT = r"CREATE TABLE (conversation|message)\(|CREATE INDEX conversation_|CREATE VIEW spoken|CREATE VIRTUAL TABLE word|INSERT INTO word"
statements = [part.strip() + ";" for part in schema.split(";\n") if re.match(KEPT, part.strip())]
version = tuple(map(int, subprocess.run(["sqlite3", "--version"], capture_output=True, text=True).stdout.split()[0].split(".")))
if version < (3, 42):
    statements = [statement for statement in statements if "secure-delete" not in statement]
tables = "\n".join(statement.replace(") STRICT;", ");") for statement in statements)


def spent():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def timed(command, text=None):
    before, began = spent(), time.monotonic()
    subprocess.run(command, input=text, text=True, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began, spent() - before


with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(source))) as folder:
    ours, theirs = [], []
    for turn in range(turns):
        data = f"{folder}/data-{turn}"
        ours.append(timed([binary, "--data-dir", data, "import", "--everyone", source]))
        if turn == 0:
            store = f"{data}/aplomb.db"
            columns = subprocess.run(
                ["sqlite3", "-readonly", store, "SELECT name FROM pragma_table_info('conversation') ORDER BY cid"],
                capture_output=True, text=True, check=True).stdout.split()
            columns = ", ".join(f"hex({c})" if c in ("snapshot", "digest") else c for c in columns)
            subprocess.run(["sqlite3", "-readonly", store], text=True, check=True, input=f"""
.mode csv
.output {folder}/conversation.csv
SELECT {columns} FROM conversation;
.output {folder}/message.csv
SELECT * FROM message;
""")
            rows = subprocess.run(
                ["sqlite3", "-readonly", store, "SELECT count(*) FROM conversation UNION ALL SELECT count(*) FROM message"],
                capture_output=True, text=True, check=True).stdout.split()
        else:
            os.remove(f"{data}/aplomb.db")
        theirs.append(timed(["sqlite3", "-bail", f"{folder}/shell-{turn}.db"], f"""
BEGIN;
{tables}
.mode csv
.import {folder}/conversation.csv conversation
.import {folder}/message.csv message
INSERT INTO word(word) VALUES('rebuild');
COMMIT;
"""))
        size = os.path.getsize(f"{folder}/shell-{turn}.db")
        if turn > 0:
            os.remove(f"{folder}/shell-{turn}.db")
        print(f"turn {turn + 1}: aplomb {ours[-1][0]:.1f} s wall, {ours[-1][1]:.1f} s of processors; "
              f"sqlite3 {theirs[-1][0]:.1f} s wall, {theirs[-1][1]:.1f} s of processors", flush=True)
    wall = [statistics.median(times[0] for times in side) for side in (ours, theirs)]
    spent_each = [statistics.median(times[1] for times in side) for side in (ours, theirs)]
    print(f"{rows[0]} conversations, {rows[1]} messages, {turns} turns; sqlite3 {'.'.join(map(str, version))}")
    print(f"wall, median: aplomb {wall[0]:.1f} s, sqlite3 {wall[1]:.1f} s: {wall[1] / wall[0]:.2f} of its speed")
    print(f"processors, median: aplomb {spent_each[0]:.1f} s, sqlite3 {spent_each[1]:.1f} s")
    print(f"size: aplomb {os.path.getsize(store) / 1e6:.0f} MB, sqlite3 {size / 1e6:.0f} MB")
