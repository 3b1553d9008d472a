"""A clock that jumps, forth and back, between one step and the next."""
import datetime
import json
import shutil

from home import worked

TIMES = ("2099-12-31 23:59:59", "1970-01-02 00:00:00", "2038-01-19 03:14:08", "2026-03-29 01:59:59", "2026-10-25 02:30:00",
         "2026-02-01 00:00:00", "2009-01-01 12:00:00")


def run(places, table, rng):
    if not shutil.which("faketime"):
        table.skipped("clock that jumps", "faketime is not installed")
        return
    jumping(places, table, rng)
    ahead(places, table)


def ahead(places, table):
    """A purge goes by the clock: far ahead, everything would be due."""
    row = table.row("purge under a clock that is far ahead")
    template = worked(places)
    backup = ("backup", "data/backups/mine.db")
    count = "SELECT count(*) FROM conversation", "SELECT count(*) FROM message", "SELECT count(*) FROM sheet"
    next_year = (datetime.date.today() + datetime.timedelta(days=366)).isoformat()
    for when in ("2099-12-31 23:59:59", "2038-01-19 03:14:08", f"{next_year} 12:00:00"):
        for lang in ("en", "fr"):
            home = template.copy()
            home.well(*backup)
            before = [home.rows(sql) for sql in count]
            fake = ("faketime", "-f", "@" + when)
            # What is saved under that clock proves nothing.
            home.well("score", "shop/shop-3", "--answers", "-", before=fake, input='{"answers":{"accurate":"no"}}')
            for arguments, code in ((("purge",), 1), (("purge", "--backups"), 1), (("purge", "--dry-run"), 0)):
                said = home.run(*arguments, lang=lang, before=fake)
                row.trials += 1
                row.said(said)
                if said.code != code or "--clock-is-right" not in said.err:
                    row.lost(f"{when}: {said.what}: {said.code} {said.err}")
            if [home.rows(sql) for sql in count] != before or home.run("restore", "data/backups/mine.db").code:
                row.lost(f"{when}: something was deleted")
            said = home.run("purge", lang=lang)
            row.trials += 1
            if not row.said(said) or said.code or home.rows(count[0]) != [(8,)] or home.sound():
                row.lost(f"under the right clock: {said.code} {said.err}")
            home.remove()


def jumping(places, table, rng):
    row = table.row("clock that jumps between steps")
    for trial in range(places.times(20)):
        home = worked(places)
        zone = rng.choice(("UTC", "Europe/Paris", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe"))
        values = []
        for step in range(6):
            value = ("yes", "no")[step % 2]
            before = ("env", f"TZ={zone}", "faketime", "-f", "@" + rng.choice(TIMES))
            said = home.run("score", "shop/shop-3", "--answers", "-", before=before,
                            input=json.dumps({"answers": {"accurate": value}}))
            row.trials += 1
            if not row.said(said) or said.code:
                row.lost(f"{said.what}: {said.code} {said.err}")
            values.append(value)
        for arguments in (("seal", "shop/shop-1"), ("conversations",), ("mirror",), ("draw", "-n", "1", "--since", "30d"),
                          ("doctor",)):
            said = home.run(*arguments, before=("faketime", "-f", "@" + rng.choice(TIMES)))
            row.trials += 1
            row.said(said)
        found = home.sound()
        log = [act for (act,) in home.rows("SELECT act FROM entry WHERE review = 3 ORDER BY place") if "accurate" in act]
        told = ["no" if '"no"' in act.rsplit("after", 1)[-1] else "yes" for act in log]
        if found or told != values:
            row.lost(f"order of answers {told}, {found}")
        home.remove()
