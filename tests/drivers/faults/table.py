"""What was tried, what was lost, and what was said."""
import re


class Row:
    def __init__(self, fault):
        self.fault = fault
        self.trials = self.losses = self.refused = 0
        self.words = {}
        self.badly = []
        self.note = ""

    def said(self, said):
        """Takes in how a run ended; True where it ended well or with an error put in words."""
        text = said.err + said.out
        if said.code not in (0, 1) or "panicked" in text or "RUST_BACKTRACE" in text:
            self.badly.append(f"{said.what}: exit code {said.code}: {text.strip()[-300:]}")
            return False
        if re.search(r"os error|\b(to write|à écrire)\s*\.(\s|$)", text):
            self.badly.append(f"{said.what}: not in our words: {text.strip()[-300:]}")
        if said.code == 1:
            self.refused += 1
            if not said.err.strip() and not said.out.strip():
                self.badly.append(f"{said.what}: exit code 1 without a word")
                return False
            self.word(said)
        return True

    def word(self, said):
        for line in said.err.splitlines():
            line = re.sub(r"/[^\s»`]*/", "…/", line)
            line = re.sub(r"\d{4,}[T\dZ]*|\bc\d+\b", "N", line).strip()
            if line:
                self.words[line] = self.words.get(line, 0) + 1

    def lost(self, what):
        self.losses += 1
        print(f"LOST ({self.fault}): {what}", flush=True)


class Table:
    def __init__(self):
        self.rows = []

    def row(self, fault):
        self.rows.append(Row(fault))
        print(f"-- {fault}", flush=True)
        return self.rows[-1]

    def skipped(self, fault, why):
        self.row(fault).note = f"not run: {why}"

    def bad(self):
        return any(row.losses or row.badly for row in self.rows)

    def print(self, seconds):
        print(f"\n{'fault':<58} {'trials':>6} {'refused':>7} {'losses':>6}")
        for row in self.rows:
            print(f"{row.fault:<58} {row.trials:>6} {row.refused:>7} {row.losses:>6}  {row.note}")
        for row in self.rows:
            if row.words or row.badly:
                print(f"\n{row.fault}")
            for words, times in sorted(row.words.items(), key=lambda pair: -pair[1])[:12]:
                print(f"  {times:>5} x {words[:230]}")
            for said in row.badly[:5]:
                print(f"  BADLY {said}")
        total = sum(row.trials for row in self.rows)
        losses = sum(row.losses for row in self.rows)
        badly = sum(len(row.badly) for row in self.rows)
        print(f"\n{total} trials in {seconds:.0f} s, {losses} losses, {badly} said badly")
