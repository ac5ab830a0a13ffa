"""Compiles the data pack: python3 tools/compile_pack RAW_FOLDER PACK_FOLDER.

RAW_FOLDER holds the gathered tables (demography/, annual/, drivers/, corridor/, geo/), PACK_FOLDER
the pack with its hand-kept tables. Everything else in the pack is written here, always the same
from the same input.
"""

import importlib
import pathlib
import sys

import checks
import common
import datapackage

COMPILERS = ("demography", "profile", "drivers", "welfare", "targets", "claims", "published",
             "boundaries", "figures")


def compile_tables(raw, out, sources):
    """Runs every compiler that exists; the halves of the pack can be compiled apart."""
    here = pathlib.Path(__file__).parent
    for name in COMPILERS:
        if (here / f"{name}.py").is_file():
            importlib.import_module(name).compile(raw, out, sources)


def finish(out, sources):
    """Sources, the package description and the checks, once every table stands."""
    for name in common.HAND_KEPT:
        if (out / f"{name}.csv").is_file():
            sources.use_file(out / f"{name}.csv")
    common.write_table(out, "sources", sources.rows(), sources)
    datapackage.write(out)
    checks.run(out)


def main(arguments):
    """Compiles the pack; 0 when it stands."""
    if len(arguments) != 2:
        print("usage: python3 tools/compile_pack RAW_FOLDER PACK_FOLDER", file=sys.stderr)
        return 2
    raw, out = common.Raw(arguments[0]), pathlib.Path(arguments[1])
    out.mkdir(parents=True, exist_ok=True)
    sources = common.Sources()
    for declared in sorted(pathlib.Path(__file__).parent.glob("sources_*.csv")):
        sources.add_file(declared)
    try:
        compile_tables(raw, out, sources)
        finish(out, sources)
    except common.PackError as error:
        print(f"compile_pack: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
