#!/usr/bin/env python3
"""Opens the workbook of the tests with openpyxl and says what is wrong with it.

    open_workbook.py demo.xlsx

Cells have types, headings stay, and no cell is a formula or a link.
"""
import datetime
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
wrong = []


def expect(what, found, wanted):
    if found != wanted:
        wrong.append(f"{what}: {found!r}, not {wanted!r}")


expect("sheets", len(book.sheetnames), 8)
expect("last sheets", book.sheetnames[-2:], ["Definitions", "About"])
for sheet in book:
    expect(f"{sheet.title} frozen", sheet.freeze_panes, "A2")
    if sheet.title not in book.sheetnames[-2:]:
        expect(f"{sheet.title} filter", sheet.auto_filter.ref is not None, True)
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f" or cell.hyperlink:
                wrong.append(f"{sheet.title} {cell.coordinate}: {cell.value!r} would run")

kinds = book["Every kind of cell"]
plain = {head.value: cell for head, cell in zip(kinds[1], kinds[2])}
expect("count", plain["Count"].value, 1234567)
expect("number", plain["Number"].value, 1234.5678)
expect("share", plain["Share"].value, 0.825)
expect("share's format", plain["Share"].number_format, "0.0%")
expect("length", plain["Length"].value, datetime.timedelta(seconds=100000))
expect("length's format", plain["Length"].number_format, "[h]:mm:ss")
expect("day", plain["Day"].value, datetime.datetime(2026, 10, 31))
expect("at", plain["At"].value.replace(microsecond=0), datetime.datetime(2026, 11, 2, 10, 0))
for row, words in zip(kinds.iter_rows(min_row=4), ["too few", "not recorded", "too early to tell", "no score"]):
    for cell in row[2:]:
        expect(f"{words} at {cell.coordinate}", (cell.value, cell.data_type), (words, "s"))

texts = book[next(name for name in book.sheetnames if name.startswith("Texts"))]
column = [row[0] for row in texts.iter_rows(min_row=2)]
for cell in column:
    expect(f"type of {str(cell.value)[:20]!r}", cell.data_type, "s")
expect("first text", column[0].value, "=1+1")
expect("guarded", column[0].quotePrefix, True)
expect("zeros", column[17].value, "00123")
expect("escape", "_x0041_" in column[13].value, True)
expect("cut", column[-1].value.endswith("⟩") and len(column[-1].value) <= 32767, True)
expect("made", book.properties.created, datetime.datetime(2026, 11, 2, 9, 0))

print("\n".join(wrong) or "the workbook is as it should be")
sys.exit(1 if wrong else 0)
