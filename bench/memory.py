"""How much memory a server holds once every scene was asked for: python bench/memory.py"""

from __future__ import annotations

import json
import subprocess

from server import serving, time_request


def memory_of(pid: int) -> float:
    """Resident memory of a process in MB, as the system's `ps` tells it."""
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True
    )
    return int(told.stdout) / 1024


def main() -> None:
    """Prints a table and, as the last line, the same as JSON."""
    with serving() as (address, pid):
        measured = {"at the start, MB": memory_of(pid)}
        chapter = json.loads(time_request(address, "/api/chapter").body)
        for step in chapter["steps"]:
            for scene in step["scenes"]:
                time_request(address, f"/api/scenes/{step['name']}/{scene['name']}")
        measured["after every scene and network, MB"] = memory_of(pid)
    for name, value in measured.items():
        print(f"{name:52} {value:10.1f}")
    print(json.dumps({"bench": "memory", **{k: round(v, 1) for k, v in measured.items()}}))


if __name__ == "__main__":
    main()
