#!/usr/bin/env python3
"""The team's figures and the exports beside DuckDB, by turns in one run, as whole processes.

    team_beside_duckdb.py [REVIEWS] [OWN] [TURNS] [FOLDER] [BINARY]

Makes once, and keeps in FOLDER: a store with REVIEWS submitted reviews (1,000,000: 500 agents, 52 weeks, 31 answers by
themselves and by a colleague), the same rows as Parquet and CSV for DuckDB (agent, week, channel, hour, a byte for each of
31 own and 31 peers' answers), and a store of OWN sealed reviews (100,000). Then, by turns: `team summary --json` beside a
Python process that computes the same figures with DuckDB, once from Parquet and once from CSV, on as many threads as there
are processors; and every export in six forms, beside DuckDB writing the same table where it knows the form.
The figures of both sides are compared: a difference above 1e-9 stops the run. Needs `pip install duckdb`, and examples
built: `cargo build --release --bins --examples`. Prints medians of wall times, ratios (more is faster than DuckDB), the
highest memory, and sizes.
"""
import importlib.metadata
import json
import os
import pathlib
import sys
import tempfile

import measure
from measure import run

# Asked without loading it: what this process holds would count as the least memory of those that it starts.
duckdb = importlib.metadata.version("duckdb")

reviews = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
own = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
turns = int(sys.argv[3]) if len(sys.argv) > 3 else 5
folder = pathlib.Path(sys.argv[4] if len(sys.argv) > 4 else f"{tempfile.gettempdir()}/team-beside-duckdb-{reviews}-{own}")
binary = os.path.abspath(sys.argv[5] if len(sys.argv) > 5 else "target/release/aplomb")
maker = os.path.join(os.path.dirname(binary), "examples", "team_store")
folder.mkdir(parents=True, exist_ok=True)
team, mine, out = folder / "team", folder / "own", folder / "out"
parquet, table = folder / "reviews.parquet", folder / "reviews.csv"
out.mkdir(exist_ok=True)


if not (team / "done").exists():
    run([maker, team, reviews, "--rows", table])
    run([sys.executable, "-c", f"""
import duckdb
duckdb.sql("COPY (SELECT agent, week, channel, hour, drawn::UTINYINT AS drawn, COLUMNS('^[op][0-9]+$')::UTINYINT "
    "FROM read_csv('{table}')) TO '{parquet}' (FORMAT parquet)")
"""])
    (team / "done").touch()
if not (mine / "done").exists():
    run([maker, mine, own, "--own"])
    (mine / "done").touch()

ITEMS = json.loads(run([maker, "--items"]).said)
# An answer counts where the condition of its item holds: 1 yes, 0 no; 2 is n/a, 3 is none.
QUERY = f"""
import duckdb, json, sys
db = duckdb.connect()
source = sys.argv[1]
items = json.loads('''{json.dumps(ITEMS)}''')
pillars = sorted({{item['pillar'] for item in items}}, key=[item['pillar'] for item in items].index)
def applies(side, item):
    if item['on'] is None:
        return 'true'
    on = f"{{side}}{{item['on']}}"
    return f"({{on}} {{'=' if item['equal'] else '<>'}} {{item['value']}} AND {{on}} <> 3)"
def share(side, place):
    return f"(CASE WHEN {{applies(side, items[place])}} AND {{side}}{{place}} <= 1 THEN {{side}}{{place}} END)"
def score(side, pillar):
    of = [(share(side, place), item['weight']) for place, item in enumerate(items) if item['pillar'] == pillar]
    met = ' + '.join(f'{{weight}} * coalesce({{text}}, 0)' for text, weight in of)
    all = ' + '.join(f'{{weight}} * ({{text}} IS NOT NULL)::INT' for text, weight in of)
    return f'100.0 * ({{met}}) / nullif({{all}}, 0)'
scores = ', '.join(f"{{score(side, pillar)}} AS {{side}}_{{name}}" for side in 'op' for name, pillar in enumerate(pillars))
shares = ', '.join(f"{{share('p', place)}} AS i{{place}}" for place in range(len(items)))
reader = 'read_parquet' if source.endswith('.parquet') else 'read_csv'
db.sql(f"CREATE TEMP TABLE s AS SELECT agent, week, {{scores}}, {{shares}} FROM {{reader}}('{{source}}') WHERE drawn = 1")
told = {{'pillars': [], 'items': []}}
for name in range(len(pillars)):
    def means(column, by=''):
        return db.sql(f"SELECT {{by}} avg(m), stddev_samp(m), sum(n)::BIGINT, count(*) FROM (SELECT {{by}} agent, avg({{column}}) m, "
            f"count({{column}}) n FROM s WHERE {{column}} IS NOT NULL GROUP BY ALL) GROUP BY ALL ORDER BY ALL").fetchall()
    fifths = dict(db.sql(f"SELECT least(floor(p_{{name}} / 20), 4)::INT, count(*) FROM s WHERE p_{{name}} IS NOT NULL GROUP BY 1").fetchall())
    told['pillars'].append({{
        'measured': means(f'p_{{name}}')[0], 'own': means(f'o_{{name}}')[0],
        'gap': means(f'(o_{{name}} - p_{{name}})')[0],
        'weeks': [[str(week), *rest] for week, *rest in means(f'p_{{name}}', 'week,')],
        'fifths': [fifths.get(bin, 0) for bin in range(5)],
    }})
columns = ', '.join(f'sum(i{{place}})::BIGINT, count(i{{place}})' for place in range(len(items)))
row = db.sql(f'SELECT {{columns}} FROM s').fetchall()[0]
told['items'] = [row[at:at + 2] for at in range(0, len(row), 2)]
print(json.dumps(told))
"""
(folder / "figures.py").write_text(QUERY)


def apart(a, b):
    return abs(a - b) / max(1.0, abs(a), abs(b))


def compare(ours, theirs):
    """The largest relative difference between the two sides' figures."""
    worst, compared = 0.0, 0
    def check(a, b):
        nonlocal worst, compared
        worst, compared = max(worst, apart(a, b)), compared + 1
    for pillar, other in zip(ours["pillars"], theirs["pillars"], strict=True):
        for key in ("measured", "own", "gap"):
            mean, sd, n, people = other[key]
            check(pillar[key]["value"], mean)
            check(pillar[key]["n"], n)
            check(pillar[key]["people"], people)
            if key != "own" or pillar[key]["interval"]:
                low, high = pillar[key]["interval"]
                # With 500 agents t is 1.964729.
                check((high - low) / 2, 1.9647293909879407 * sd / people ** 0.5 if people == 500 else (high - low) / 2)
        for bin, count in zip(pillar["fifths"], other["fifths"], strict=True):
            if bin["n"] is not None:
                check(bin["n"], count)
        weeks = {week: (mean, n) for week, mean, _, n, _ in other["weeks"]}
        for week in pillar["weeks"]:
            if week["value"] is not None:
                check(week["value"], weeks[week["week"]][0])
                check(week["n"], weeks[week["week"]][1])
    for item, (met, n) in zip(ours["items"], theirs["items"], strict=True):
        check(item["n"], n)
        check(item["met"], met / n)
    return worst, compared


mb = measure.size


def line(what, ours, theirs=None, size=None, other=None):
    measure.row("team", what, ours, f"duckdb {duckdb}" if theirs else "", theirs or (), size, other)


print(f"{reviews:,} reviews x {len(ITEMS)} answers by agents and by colleagues; {own:,} own reviews; {turns} turns; "
      f"duckdb {duckdb}, {os.cpu_count()} processors")
print(f"store {mb((team / 'aplomb.db').stat().st_size)}, Parquet {mb(parquet.stat().st_size)}, CSV {mb(table.stat().st_size)}, "
      f"own reviews {mb((mine / 'aplomb.db').stat().st_size)}")
summary = [binary, "--data-dir", team, "--json", "team", "summary"]
run(summary)
ours, from_parquet, from_csv = [], [], []
for turn in range(turns):
    ours.append(run(summary))
    from_parquet.append(run([sys.executable, folder / "figures.py", parquet]))
    from_csv.append(run([sys.executable, folder / "figures.py", table]))
worst, compared = compare(json.loads(ours[-1].said), json.loads(from_parquet[-1].said))
if worst > 1e-9:
    sys.exit(f"the figures differ by {worst:.1e}")
line("team summary, Parquet", ours, from_parquet)
line("team summary, CSV", ours, from_csv)
print(f"{compared} figures compared, the largest relative difference {worst:.1e}")

FORMS = ["csv", "json", "xlsx", "html", "md", "parquet"]
for what in ("summary", "team"):
    for form in FORMS:
        target = out / f"{what}.{form}"
        ours = [run([binary, "--data-dir", team, "export", what, "-o", target, "--force"]) for _ in range(turns)]
        line(f"export {what} {form}", ours, None, target.stat().st_size)

long = out / "answers.csv"
run([binary, "--data-dir", mine, "export", "reviews", "--sheet", "answers", "-o", long, "--force"])
writers = {"csv": "FORMAT csv", "json": "FORMAT json", "parquet": "FORMAT parquet, COMPRESSION zstd"}
# DuckDB's side reads the same table from Parquet: the fastest that it knows.
run([sys.executable, "-c", f"import duckdb; duckdb.sql(\"COPY (SELECT * FROM read_csv('{long}')) TO '{out}/answers-source.parquet'\")"])
for form in FORMS:
    target, other = out / f"answers.{form}", out / f"duckdb.{form}"
    sheet = ["--sheet", "answers"]
    if form == "xlsx" and own * len(ITEMS) > 1_048_575:
        sheet = ["--sheet", "pillars"]
    command = [binary, "--data-dir", mine, "export", "reviews", *sheet, "-o", target, "--force"]
    ours, theirs = [], []
    for turn in range(min(turns, 3)):
        ours.append(run(command))
        if form in writers:
            theirs.append(run([sys.executable, "-c", f"import duckdb; duckdb.sql(\"COPY (FROM '{out}/answers-source.parquet') TO '{other}' ({writers[form]})\")"]))
    size = target.stat().st_size
    line(f"export reviews {form} ({sheet[1]})", ours, theirs or None, size, other.stat().st_size if theirs else None)
    if form == "csv":
        rows = run([sys.executable, "-c", f"import duckdb; print(duckdb.sql(\"SELECT count(*) FROM read_csv('{target}')\").fetchall()[0][0])"])
        print(f"  {int(rows.said):,} rows")
    if form not in ("csv",):
        target.unlink()
    other.unlink(missing_ok=True)
