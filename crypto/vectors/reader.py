#!/usr/bin/env python3
"""Reads what the WIMES portal sealed and signed, without any of its code. Written from docs/CRYPTO.md.

    reader.py
        checks the frozen vectors beside this program
    reader.py open --key-file FILE [--previous FILE ...] --export FOLDER
        prints an export as JSON: names, texts, entries, whether each is verified
    reader.py sheet
        reads typed groups or the text of a QR code of the sheet in the safe and says whose key it is

Needs Python 3.9 or later and the package `cryptography`. What an export is: docs/CRYPTO.md, Reading an export.
Ends with 0 when everything is in order, with 1 when something does not open or verify, with 2 on wrong usage.
"""

import argparse
import json
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))

from wimes_reader import Refused, export, secrets, vectors  # noqa: E402


def check_vectors():
    for check in vectors.ALL:
        check()
        print(f"{check.__name__}: in order")
    return 0


def open_export(arguments):
    files = [export.key_file(path) for path in [arguments.key_file, *arguments.previous]]
    found = export.read(arguments.export, files)
    print(json.dumps(found, ensure_ascii=False, indent=2))
    if export.is_in_order(found):
        return 0
    print("reader.py: not everything is verified and open; see \"problems\" and \"reason\"", file=sys.stderr)
    return 1


def read_sheet():
    key = secrets.organisation_sheet(sys.stdin.read())
    print(f"epoch {key.epoch}, fingerprint {secrets.fingerprint_text(key.fingerprint)}")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command")
    opening = commands.add_parser("open", help="read an export")
    opening.add_argument("--key-file", type=pathlib.Path, required=True)
    opening.add_argument("--previous", type=pathlib.Path, action="append", default=[], help="an older key file")
    opening.add_argument("--export", type=pathlib.Path, required=True)
    commands.add_parser("sheet", help="read a sheet from standard input")
    arguments = parser.parse_args()
    if arguments.command == "open":
        return open_export(arguments)
    return read_sheet() if arguments.command == "sheet" else check_vectors()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Refused, OSError) as reason:
        sys.exit(f"reader.py: {reason}")
    except export.UNREADABLE:
        sys.exit("reader.py: something in the export is not in the published form")
