"""What a release installs, as a CycloneDX file: `python3 run.py sbom`.

Versions and hashes are the lock's, read by cyclonedx-py; licences and who needs whom are told by
the packages themselves, as they are installed here.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from tools.commands import ROOT

Json = dict[str, Any]
NAME = re.compile(r"[A-Za-z0-9._-]+")
OSI = "License :: OSI Approved :: "
LONGEST = 80  # of a licence's name: some packages put the whole text there


def main(words: list[str]) -> int:
    """Write the file named by the first word, else to standard output."""
    bom = made()
    text = json.dumps(bom, indent=1, sort_keys=True) + "\n"
    if not words:
        print(text, end="")
        return 0
    Path(words[0]).write_text(text, encoding="utf-8")
    print(f"{words[0]}: {len(bom['components'])} components", file=sys.stderr)
    return 0


def made() -> Json:
    """Of all that pyproject.toml asks for, and what that needs; not what only builds the wheel."""
    bom = from_lock()
    known = {plain(one["name"]): one for one in bom["components"]}
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = [plain(text) for text in asked["dependencies"]]
    reached = sorted(closure(direct, known))
    bom["components"] = [told(known[name]) for name in reached]
    refs = {name: known[name]["purl"] for name in reached}
    root = bom["metadata"]["component"]["bom-ref"]
    below = [(root, sorted(direct)), *((refs[name], needs(name, known)) for name in reached)]
    bom["dependencies"] = [
        {"ref": ref, "dependsOn": [refs[name] for name in names]} for ref, names in below
    ]
    return bom


def from_lock() -> Json:
    """As cyclonedx-py reads the lock; it validates what it writes."""
    command = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements"]
    command += ["--pyproject", "pyproject.toml", "--of", "JSON", "--sv", "1.6"]
    command += ["--output-reproducible", "requirements.txt"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    bom: Json = json.loads(done.stdout)
    return bom


def closure(names: list[str], known: dict[str, Json]) -> set[str]:
    found, ahead = set[str](), [*names]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += needs(name, known)
    return found


def needs(name: str, known: dict[str, Json]) -> list[str]:
    """What of the lock a package asks for, on any system and with any extra that is locked."""
    there = installed(name)
    asked = {plain(text) for text in (there.requires or [] if there else [])}
    return sorted((asked & set(known)) - {name})


def told(component: Json) -> Json:
    component["bom-ref"] = component["purl"]
    component["externalReferences"] = [
        {"type": "distribution", "url": component["purl"], "hashes": one["hashes"]}
        for one in component["externalReferences"]
    ]
    there = installed(plain(component["name"]))
    component.pop("description", None)  # the line of the lock
    if there is not None:
        component["licenses"] = [*licence(there)]
    return component


def licence(there: Distribution) -> Iterator[Json]:
    """The first that it declares: an expression, a classifier, or a name."""
    declared = there.metadata
    if "License-Expression" in declared:
        yield {"expression": declared["License-Expression"], "acknowledgement": "declared"}
        return
    names = [c.removeprefix(OSI) for c in declared.get_all("Classifier", []) if c.startswith(OSI)]
    name = declared["License"].strip().partition("\n")[0] if "License" in declared else ""
    for one in names or [name[:LONGEST] or "not declared"]:
        yield {"license": {"name": one, "acknowledgement": "declared"}}


def installed(name: str) -> Distribution | None:
    """None: only other systems need it."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def plain(text: str) -> str:
    """The name in a requirement, as registries compare names."""
    found = NAME.match(text)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
