#!/usr/bin/env python3
"""Import beside the sqlite3 shell and sqlite-utils, by turns in one run.

    import_beside_sqlite3.py CONVERSATIONS.jsonl [TURNS] [BINARY] [--keep STORE_DIR] [--utils] [--watch]

All make a new file on the same disk, with the same rows, indexes and index of words. The program reads JSON Lines and
commits every batch; the shell reads CSV that was prepared from the program's own store, in one transaction. Shells know
no STRICT import (an empty field is no NULL), so its tables take any type, and digests are hexadecimal there. With --utils
sqlite-utils takes the same CSV in (`insert --csv`), makes the same indexes and its own index of words (`enable-fts`): it
is asked only where it is wanted, since it needs about ten times as long. --keep leaves the program's store there; --watch
tells its resident memory every ten seconds, and when the index of words began.
Prints wall time, processor time, highest memory and size of each, and the ratio of the medians: 1 is as fast, more is faster.
"""
import argparse
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import measure

arguments = argparse.ArgumentParser(usage=__doc__)
arguments.add_argument("source")
arguments.add_argument("turns", nargs="?", type=int, default=5)
arguments.add_argument("binary", nargs="?", default="target/release/aplomb")
arguments.add_argument("--keep")
arguments.add_argument("--utils", action="store_true")
arguments.add_argument("--watch", action="store_true")
wanted = arguments.parse_args()
binary = os.path.abspath(wanted.binary)
shell, utils = measure.found("sqlite3"), measure.found("sqlite-utils") if wanted.utils else None
storage = pathlib.Path(__file__).parent.parent / "src/storage"
# With the indexes that later versions added.
schema = "".join(file.read_text() for file in [storage / "schema.sql", *sorted(storage.glob("version_*.sql"))])
schema = re.sub(r"--[^\n]*", "", schema)
KEPT = r"CREATE TABLE (conversation|message)\(|CREATE INDEX conversation_|CREATE VIEW spoken|CREATE VIRTUAL TABLE word|INSERT INTO word"
statements = [part.strip() + ";" for part in schema.split(";\n") if re.match(KEPT, part.strip())]
if shell and tuple(map(int, shell.split("."))) < (3, 42):
    statements = [statement for statement in statements if "secure-delete" not in statement]
tables = "\n".join(statement.replace(") STRICT;", ");") for statement in statements)


def watch(store):
    """Tells resident memory, and whether words are being indexed, while the program runs."""
    def tell(seconds, memory):
        try:
            with sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=0.2) as db:
                mark = db.execute("SELECT value FROM meta WHERE key = 'indexed_to'").fetchone()
                last = db.execute("SELECT max(id) FROM conversation").fetchone()[0]
            state = f"{last or 0:,} conversations in, {int(mark[0]) if mark else 0:,} indexed"
        except sqlite3.Error:
            state = "busy"
        print(f"  {seconds:5.0f} s: {measure.size(memory)} resident; {state}", flush=True)
    return tell


def asked(store, question):
    return subprocess.run(["sqlite3", "-readonly", store, question], capture_output=True, text=True, check=True).stdout.split()


def prepare(store, folder):
    """The program's own rows as CSV."""
    columns = asked(store, "SELECT name FROM pragma_table_info('conversation') ORDER BY cid")
    columns = ", ".join(f"hex({c}) AS {c}" if c in ("snapshot", "digest") else c for c in columns)
    for table, columns in (("conversation", columns), ("message", "*")):
        with open(f"{folder}/{table}.csv", "w") as out:
            subprocess.run(["sqlite3", "-readonly", "-csv", "-header", store, f"SELECT {columns} FROM {table}"], stdout=out, check=True)


def by_shell(folder, file):
    script = f"{folder}/shell.sql"
    pathlib.Path(script).write_text(f"""
BEGIN;
{tables}
.mode csv
.import --skip 1 {folder}/conversation.csv conversation
.import --skip 1 {folder}/message.csv message
INSERT INTO word(word) VALUES('rebuild');
COMMIT;
""")
    return measure.run(["sqlite3", "-bail", file], stdin=script)


def by_utils(folder, file):
    steps = [
        ["insert", file, "conversation", f"{folder}/conversation.csv", "--csv", "--pk", "id"],
        ["insert", file, "message", f"{folder}/message.csv", "--csv", "--pk", "id"],
        ["create-index", file, "conversation", "source", "external_id", "--unique"],
        ["create-index", file, "conversation", "opened_at"],
        ["enable-fts", file, "message", "text", "--fts5"],
        ["enable-fts", file, "conversation", "subject", "external_id", "agent", "customer", "--fts5"],
    ]
    took = [measure.run(["sqlite-utils", *step]) for step in steps]
    return measure.Took(
        sum(one.seconds for one in took), sum(one.processors for one in took), max(one.memory for one in took), "")


place = os.path.dirname(os.path.abspath(wanted.keep or wanted.source))
with tempfile.TemporaryDirectory(dir=place) as folder:
    ours, shells, of_utils, sizes = [], [], [], {}
    for turn in range(wanted.turns):
        data = pathlib.Path(wanted.keep if turn == 0 and wanted.keep else f"{folder}/data-{turn}")
        store = data / "aplomb.db"
        ours.append(measure.run(
            [binary, "--data-dir", data, "import", "--everyone", wanted.source],
            watch=watch(store) if wanted.watch and turn == 0 else None))
        sizes["aplomb"] = store.stat().st_size
        if turn == 0 and shell:
            rows = asked(store, "SELECT count(*) FROM conversation UNION ALL SELECT count(*) FROM message")
            prepare(store, folder)
        if turn > 0 or not wanted.keep:
            shutil.rmtree(data)
        peers = [("shell", by_shell, shells, shell), ("utils", by_utils, of_utils, utils)]
        for name, by, runs, there in peers:
            if there and shell:
                file = f"{folder}/{name}.db"
                runs.append(by(folder, file))
                sizes[name] = os.path.getsize(file)
                os.remove(file)
        said = [f"aplomb {ours[-1].seconds:.1f} s wall, {ours[-1].processors:.1f} s of processors"]
        said += [f"{name} {runs[-1].seconds:.1f} s wall, {runs[-1].processors:.1f} s of processors" for name, _, runs, _ in peers if runs]
        print(f"turn {turn + 1}: " + "; ".join(said), flush=True)
    what = "import"
    if shell:
        what = f"import of {int(rows[0]):,} conversations, {int(rows[1]):,} messages"
    measure.row("import", what, ours, f"sqlite3 {shell}" if shell else "sqlite3: not here", shells, sizes["aplomb"], sizes.get("shell"))
    if wanted.utils:
        peer = f"sqlite-utils {utils}" if utils else "sqlite-utils: not here"
        measure.row("import", what, ours, peer, of_utils, sizes["aplomb"], sizes.get("utils"))
