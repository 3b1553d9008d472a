"""Damaged, foreign and newer stores: refused in words and untouched, or found by the doctor; and what can still be read
comes out of them, with everything that does not come out named."""
import os
import re
import subprocess

from home import everything, worked

# What the rescue says of a record of a table, beside the table's name.
WORDS = {
    "bundle": "Bundle", "card": "Card", "directory": "list of people", "emptied": "emptied conversation",
    "exchange": "Exchange", "fact": "Statement", "goal": "A goal", "goal_value": "value of a goal", "handed": "Submission",
    "kept": "kept figure", "meta": "setting", "person": "person", "precedent": "precedent", "promise": "promised activity",
    "receipt": "Receipt", "submission": "Submission", "typed": "typed in", "vendor": "help desk said",
    "waiting": "waits for its conversation", "draw": "Draw", "drawn": "Draw", "checklist": "hecklist",
}


def run(places, table, rng):
    refused(places, table, rng)
    rescued(worked(places), places, table, rng)
    for whose, template in zip(("an agent's", "a lead's"), everything(places)):
        records(whose, template, places, table, rng)


def refused(places, table, rng):
    row = table.row("foreign, newer, empty or cut store")
    template = worked(places)
    with open(template.store, "rb") as file:
        good = file.read()

    def patched(at, data):
        return good[:at] + data + good[at + len(data):]

    spoilt = {"empty": b"", "50 bytes": good[:50], "half": good[:len(good) // 2], "odd end": good[:-1000],
              "noise": rng.randbytes(65536), "text": b"no store\n" * 2000, "magic": patched(0, b"SQLx"),
              "another program": patched(68, b"ZZZZ"), "newer": patched(60, (9999).to_bytes(4, "big")),
              "next": patched(60, (2000).to_bytes(4, "big"))}
    for what, data in spoilt.items():
        with open(template.store, "wb") as file:
            file.write(data)
        before = os.stat(template.store).st_mtime_ns
        for lang in ("en", "fr"):
            for arguments in (("conversations",), ("me", "--name", "X"), ("import", "-"), ("seal", "shop/shop-1"),
                              ("doctor",), ("export", "conversations"), ("purge",)):
                said = template.run(*arguments, lang=lang)
                row.trials += 1
                if not row.said(said) or said.code != 1:
                    row.lost(f"{what}: {said.what}: {said.code}")
        with open(template.store, "rb") as file:
            if file.read() != data or os.stat(template.store).st_mtime_ns != before:
                row.lost(f"{what}: the file was touched")


def content(home):
    """Conversations with all that is in them, and reviews with their logs, by number."""
    found = {}
    for line in home.rows("SELECT id, source, external_id, channel, subject, agent, customer, messages FROM conversation"):
        found[f"c{line[0]}"] = [line[1:]]
    for line in home.rows("SELECT id >> 20, external_id, at, role, author, text FROM message ORDER BY id"):
        found.setdefault(f"c{line[0]}", []).append(line[1:])
    for line in home.rows("SELECT id, uid, conversation, reviewer FROM review"):
        found[f"r{line[0]}"] = [line[1:]]
    for line in home.rows("SELECT review, place, act FROM entry ORDER BY review, place"):
        found.setdefault(f"r{line[0]}", []).append(line[1:])
    for line in home.rows("SELECT review, answers, seal, nonce FROM sheet"):
        found.setdefault(f"r{line[0]}", []).append(line[1:])
    return found


def others(home):
    """Rows of all other tables. How far the index of words is, the rescue says anew."""
    return {name: rows for name, rows in home.content(but=("indexed_to",)).items() if name in WORDS}


def rescued(template, places, table, rng):
    with open(template.store, "rb") as file:
        good = file.read()
    page = int.from_bytes(good[16:18], "big")
    texts = [m.start() for m in re.finditer(b"of conversation", good)] + [m.start() for m in re.finditer(b"accurate", good)]
    heads = [at for start in range(0, len(good), page) for at in range(start + (100 if start == 0 else 0), start + 140)]
    kinds = {
        "one page zeroed, each in turn": [(n * page, page) for n in range(places.times(len(good) // page))],
        "one bit of a text": [(rng.choice(texts) + rng.randrange(8), 0) for _ in range(places.times(200))],
        "one bit of structure": [(rng.choice(heads), 0) for _ in range(places.times(200))],
        "twenty bits anywhere": [(None, 20) for _ in range(places.times(50))],
        "second half missing": [(len(good) // 2, None)],
    }
    spoiling(template, table, rng, good, kinds)


def records(whose, template, places, table, rng):
    """Damage where the small records lie: people, exchanges, goals, figures, receipts, what waits."""
    with open(template.store, "rb") as file:
        good = file.read()
    page = int.from_bytes(good[16:18], "big")
    hits = []
    for name in WORDS:
        values = {value.encode() if isinstance(value, str) else value for row in template.rows(f"SELECT * FROM {name}")
                  for value in row if isinstance(value, (str, bytes)) and len(value) > 3}
        hits += [(name, at.start() + rng.randrange(len(value))) for value in values for at in re.finditer(re.escape(value), good)]
    by_table = {name: [at for other, at in hits if other == name] for name, _ in hits}
    spoiling(template, table, rng, good, {
        f"one page zeroed, {whose} small records too": [(n * page, page) for n in range(places.times(len(good) // page))],
        f"one bit of {whose} small records": [(rng.choice(by_table[rng.choice(list(by_table))]), 0) for _ in range(places.times(200))],
    })


def spoiling(template, table, rng, good, kinds):
    small = others(template)
    for what, places_hit in kinds.items():
        row = table.row(f"damage: {what}")
        whole = named = unnamed = unseen = 0
        for at, length in places_hit:
            home = template.copy()
            bad = spoil(good, at, length, rng)
            with open(home.store, "wb") as file:
                file.write(bad)
            row.trials += 1
            ill = home.run("doctor").code
            unseen += not ill
            if not ill and bad != good and (content(home), others(home)) != (content(template), small):
                row.lost(f"{what} at {at}: the doctor sees nothing")
            for arguments in (("conversations",), ("export", "conversations"), ("review", "c2")):
                row.said(home.run(*arguments, lang=rng.choice(("en", "fr"))))
            # A search may have written: where the mark of the index is damaged, it indexes anew.
            with open(home.store, "rb") as file:
                bad = file.read()
            said = home.run("restore", "--rescue")
            if said.code not in (0, 1) or home.sound():
                row.lost(f"{what} at {at}: {said.code} {said.err}: {home.sound()}")
                continue
            kept = [name for name in os.listdir(home.data) if name.startswith("aplomb-replaced")]
            with open(os.path.join(home.data, kept[0]), "rb") as file:
                if file.read() != bad:
                    row.lost(f"{what} at {at}: the damaged file was touched")
            before, after = content(template), content(home)
            left = others(home)
            for name, records in small.items():
                gone = records - left[name]
                whole += len(records) - len(gone)
                if not gone:
                    continue
                if f"`{name}`" in said.err or WORDS[name] in said.err:
                    named += len(gone)
                elif "cannot be named in full" in said.err or "small records that nothing else names" in said.err:
                    unnamed += len(gone)
                else:
                    row.lost(f"{what} at {at}: {name}: {gone} gone, and not named\n{said.err}")
            for name, records in before.items():
                number = name[1:]
                if after.get(name) == records:
                    whole += 1
                elif re.search(rf"\bc{number}\b" if name[0] == "c" else rf"review {number}\b",
                               said.err, re.IGNORECASE):
                    named += 1
                elif "cannot be named in full" in said.err:
                    # The list of contents itself is gone, and the rescue says so.
                    unnamed += 1
                else:
                    row.lost(f"{what} at {at}: {name} is not as it was, and not named\n{said.err}")
            home.remove()
        row.note = f"{whole} records whole, {named} named, {unnamed} told as unknown, {unseen} harmless"


def spoil(good, at, length, rng):
    bad = bytearray(good)
    if length is None:
        return bytes(bad[:at])
    if at is None:
        for _ in range(length):
            bad[rng.randrange(100, len(bad))] ^= 1 << rng.randrange(8)
    elif length:
        bad[at:at + length] = bytes(length)
    else:
        bad[at] ^= 1 << rng.randrange(8)
    return bytes(bad)
