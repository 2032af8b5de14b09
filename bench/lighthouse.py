"""What Lighthouse says of the page, on a telephone and on a desk: python bench/lighthouse.py

It is fetched by npx (Node) once; without that the measurement is skipped, and says so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "tests")]

from server import playing

from chromium import ARGUMENTS, executable

LIGHTHOUSE = "lighthouse@12.8.2"
RUNS = 3
_DEVICES = {"mobile": [], "desktop": ["--preset=desktop"]}
_TIMES = {
    "first-contentful-paint": "first contentful paint, ms",
    "total-blocking-time": "total blocking time, ms",
}


def report(npx: str, address: str, options: list[str]) -> dict[str, Any]:
    """One run over the page at `address`, as Lighthouse writes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        flags = " ".join(["--headless=new", *ARGUMENTS])
        written = ["--output=json", f"--output-path={path}", f"--chrome-flags={flags}"]
        subprocess.run(
            [npx, "--yes", LIGHTHOUSE, f"http://{address}/", "--quiet", *options, *written],
            env={**os.environ, "CHROME_PATH": executable()},
            check=True,
            timeout=240,
        )
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told


def main() -> None:
    """Prints the median of some runs on each device, and one JSON line."""
    npx = shutil.which("npx")
    if not npx:
        sys.exit("skipped: there is no npx, which fetches Lighthouse")
    measured: dict[str, float] = {}
    with playing() as address:
        for device, options in _DEVICES.items():
            reports = [report(npx, address, options) for _ in range(RUNS)]
            for name in reports[0]["categories"]:
                scores = [100 * each["categories"][name]["score"] for each in reports]
                measured[f"{device}: {name}"] = median(scores)
                if name == "performance":
                    measured[f"{device}: {name}, least"] = min(scores)
                    measured[f"{device}: {name}, most"] = max(scores)
            for audit, name in _TIMES.items():
                values = [each["audits"][audit]["numericValue"] for each in reports]
                measured[f"{device}: {name}"] = median(values)
    for name, value in measured.items():
        print(f"{name:44} {value:8.0f}")
    print(json.dumps({"bench": "lighthouse", **{k: round(v) for k, v in measured.items()}}))


if __name__ == "__main__":
    main()
