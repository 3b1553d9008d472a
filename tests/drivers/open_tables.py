#!/usr/bin/env python3
"""Reads the tables of the tests with DuckDB and says what is wrong with them.

    open_tables.py kinds.parquet texts.parquet pillars.parquet pillars.csv
"""
import json
import sys

import duckdb

kinds, texts, pillars, pillars_csv = sys.argv[1:5]
db = duckdb.connect()
wrong = []


def expect(what, found, wanted):
    if found != wanted:
        wrong.append(f"{what}: {found!r}, not {wanted!r}")


def rows(sql, *files):
    return db.execute(sql, list(files)).fetchall()


types = {name: kind for name, kind, *_ in rows("DESCRIBE SELECT * FROM read_parquet(?)", kinds)}
expect("types", {name: types[name] for name in ("what", "key", "count", "number", "share", "score", "length", "day", "at")}, {
    "what": "VARCHAR", "key": "VARCHAR", "count": "BIGINT", "number": "DOUBLE", "share": "DOUBLE", "score": "DOUBLE",
    "length": "DOUBLE", "day": "DATE", "at": "TIMESTAMP WITH TIME ZONE",
})
expect("sums", rows("SELECT sum(count), sum(number), sum(length) FROM read_parquet(?)", kinds), [(1234567, 1234.0678, 99910.0)])
expect("day", rows("SELECT min(day)::VARCHAR, max(day)::VARCHAR FROM read_parquet(?)", kinds), [("1899-01-01", "2026-10-31")])
expect("at", rows("SELECT max(epoch_us(\"at\")) FROM read_parquet(?)", kinds), [(1793610000123456,)])
expect("why", rows("SELECT what, count_why, at_why FROM read_parquet(?) WHERE count IS NULL", kinds), [
    *[(why, why, why) for why in ("too_few", "not_recorded", "window_still_open", "no_score", "n_below_6", "out_of_range")],
    ("nothing", None, None),
])
expect("texts", rows("SELECT text FROM read_parquet(?) LIMIT 1", texts), [("=1+1",)])
expect("length", rows("SELECT max(length(text)) FROM read_parquet(?)", texts), [(40000,)])
pairs = dict((key.decode(), value.decode()) for key, value in rows("SELECT key, value FROM parquet_kv_metadata(?)", kinds))
expect("as of", pairs["aplomb.as_of"], "2026-11-02T09:00:00.123456Z")
expect("definitions", [one["id"] for one in json.loads(pairs["aplomb.definitions"])], ["pillar-mean/1", "first-response-time/1"])
expect("packed", {pack for (pack,) in rows("SELECT compression FROM parquet_metadata(?)", kinds)}, {"ZSTD"})

# The same figures from both forms.
sql = "SELECT pillar, n, TRY_CAST(mean AS DOUBLE) FROM {} ORDER BY n"
expect("CSV", rows(sql.format("read_csv(?, nullstr=['too few', 'not_recorded'])"), pillars_csv), rows(sql.format("read_parquet(?)"), pillars))
expect("CSV's word", rows("SELECT mean FROM read_csv(?, all_varchar=true) WHERE n = '3'", pillars_csv), [("too few",)])

print("\n".join(wrong) or "the tables are as they should be")
sys.exit(1 if wrong else 0)
