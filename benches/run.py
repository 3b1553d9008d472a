#!/usr/bin/env python3
"""Every figure again, beside the peers, in one run and one table.

    run.py [CONVERSATIONS] [--turns N] [--folder DIR] [--binary FILE] [--only BENCH]... [--keep]

CONVERSATIONS is the size of the large store (1,000,000, of twenty messages each; 2,000 is a run of a few minutes); all other
sizes follow from it. Needs `cargo build --release --bins --examples`. Peers are asked where they are: the sqlite3 shell,
and Python's sqlite-utils, duckdb and krippendorff; a row says so where one is missing. What is made lies in DIR and is
deleted at the end unless --keep is given; the largest run needs about 15 GB there. README.md beside this file says what
each bench does; each can be run by itself.
"""
import argparse
import datetime
import importlib.util
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile

import measure

HERE = pathlib.Path(__file__).resolve().parent
SMALL = 1_000

arguments = argparse.ArgumentParser(usage=__doc__)
arguments.add_argument("conversations", nargs="?", type=int, default=1_000_000)
arguments.add_argument("--turns", type=int, default=3)
arguments.add_argument("--folder", type=pathlib.Path)
arguments.add_argument("--binary", type=pathlib.Path, default=HERE.parent / "target/release/aplomb")
arguments.add_argument("--only", action="append", choices=["import", "commands", "app", "team", "agreement"])
arguments.add_argument("--keep", action="store_true")
wanted = arguments.parse_args()
count = max(20, wanted.conversations // 20 * 20)
binary = wanted.binary.resolve()
examples = binary.parent / "examples"
folder = wanted.folder or pathlib.Path(tempfile.mkdtemp(prefix="aplomb-bench-"))
folder.mkdir(parents=True, exist_ok=True)
rows = folder / "rows.jsonl"
rows.unlink(missing_ok=True)
environment = {**os.environ, "BENCH_ROWS": str(rows)}
bench = [sys.executable]


def asked(name):
    return not wanted.only or name in wanted.only


def say(command):
    """Runs a bench with its output shown; one that fails is told and ends the run."""
    print(f"$ {' '.join(str(part) for part in command)}", flush=True)
    done = subprocess.run([str(part) for part in command], env=environment)
    if done.returncode:
        sys.exit(f"that failed: exit {done.returncode}")


def conversations(number):
    """A file of so many conversations that end yesterday."""
    file = folder / f"{number}.jsonl"
    if not file.exists():
        day = datetime.date.today() - datetime.timedelta(days=1)
        with open(folder / "unfinished", "wb") as out:
            subprocess.run([examples / "many_conversations", str(number), str(day)], stdout=out, check=True)
        (folder / "unfinished").rename(file)
    return file


def store(number):
    """A data folder with so many conversations."""
    data = folder / f"store-{number}"
    if not (data / "aplomb.db").exists():
        measure.run([binary, "--data-dir", data, "import", "--everyone", conversations(number)])
    return data


def has(package):
    return importlib.util.find_spec(package) is not None


def missing(name, what, peer):
    measure.put({"bench": name, "what": what, "turns": 0, "ours": None, "peer": f"{peer}: not here", "theirs": None, "note": ""})


os.environ["BENCH_ROWS"] = str(rows)
if asked("import"):
    script = HERE / "import_beside_sqlite3.py"
    # Where the peers can do the size in a fair time: sqlite-utils at a fiftieth, the shell at a twentieth and at all of it.
    few, some = max(20, count // 1_000 * 20), max(20, count // 400 * 20)
    say([*bench, script, conversations(few), wanted.turns, binary, "--utils"])
    say([*bench, script, conversations(some), wanted.turns, binary])
    large = folder / f"store-{count}"
    keep = [] if large.exists() else ["--keep", large]
    say([*bench, script, conversations(count), 1, binary, "--watch", *keep])
if asked("commands") or asked("app"):
    large, small = store(count), store(SMALL)
    if asked("commands"):
        say([*bench, HERE / "commands_on_a_store.py", large, small, wanted.turns, binary])
    if asked("app"):
        say([examples / "load", large, small, "--binary", binary])
if asked("team"):
    reviews, own = min(1_000_000, max(2_000, count)), min(100_000, max(200, count // 10))
    if has("duckdb"):
        say([*bench, HERE / "team_beside_duckdb.py", reviews, own, wanted.turns, folder / "team", binary])
    else:
        missing("team", f"team summary of {reviews:,} reviews", "duckdb")
if asked("agreement"):
    table = folder / "ratings.csv"
    with open(table, "wb") as out:
        units = min(5_000, max(50, count // 200))
        subprocess.run([examples / "ratings", "--units", str(units)], stdout=out, check=True)
    if has("krippendorff"):
        for level in ("nominal", "ordinal", "interval"):
            say([*bench, HERE / "agreement_beside_krippendorff.py", table, level, wanted.turns, binary])
    else:
        missing("agreement", f"200 raters, {units:,} units", "krippendorff")


def cell(took):
    if not took:
        return ["", "", "", ""]
    return [f"{took['seconds']:.3f}", f"{took['processors']:.3f}" if took["processors"] else "", measure.size(took["memory"]) if took["memory"] else "",
            measure.size(took["bytes"]) if took["bytes"] else ""]


print()
print(f"{count:,} conversations; {platform.platform()}, {os.cpu_count()} processors, load now {os.getloadavg()[0]:.1f}; "
      f"sqlite3 {measure.found('sqlite3') or 'not here'}, sqlite-utils {measure.found('sqlite-utils') or 'not here'}, "
      f"duckdb {'here' if has('duckdb') else 'not here'}, krippendorff {'here' if has('krippendorff') else 'not here'}")
head = ["what", "turns", "s", "s of processors", "memory", "file", "peer", "s", "s of processors", "memory", "file", "times as fast (wall)", "(processors)", ""]
print("| " + " | ".join(head) + " |")
print("|" + "---|" * len(head))
for line in rows.read_text().splitlines() if rows.exists() else []:
    made = json.loads(line)
    ours, theirs = made["ours"], made["theirs"]
    print("| " + " | ".join([made["what"], str(made["turns"]), *cell(ours), made["peer"], *cell(theirs), *measure.ratios(made), made["note"]]) + " |")
if not wanted.keep and not wanted.folder:
    shutil.rmtree(folder)
else:
    print(f"what was made lies in {folder}")
