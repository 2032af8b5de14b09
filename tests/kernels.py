"""Plays every scene on each of this CPU's kernels: python tests/kernels.py says where they differ.

OpenBLAS adds up in another order on each kind of CPU, and numpy has its functions in several
versions; what is shown must be the same, to the last byte. What this CPU cannot run is named.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__
from threadpoolctl import threadpool_info

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

KERNELS = {
    "SkylakeX": "AVX512_SKX",
    "Haswell": "AVX2",
    "Sandybridge": "AVX",
    "Prescott": "SSE3",
}
"""OpenBLAS's kernels, and what numpy calls the least that a CPU needs for them."""
FOUND = [name for name in __cpu_dispatch__ if __cpu_features__.get(name)]


def digests() -> dict[str, str]:
    """A hash of each scene's default stream, and the kernels that made them."""
    from cnnviz import wire
    from cnnviz.steps import STEPS

    made = {
        spec.path: hashlib.sha256(b"".join(wire.lines(spec.scene()))).hexdigest()
        for step in STEPS
        for spec in step.scenes
    }
    kernel = {each.get("architecture") for each in threadpool_info()}
    return made | {"OpenBLAS": str(*kernel), "numpy": " ".join(FOUND)}


def played(**variables: str) -> dict[str, str]:
    """The digests of a process of its own, with these environment variables."""
    environment = {**os.environ, **variables}
    command = [sys.executable, __file__, "--digests"]
    output = subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True
    ).stdout
    digested: dict[str, str] = json.loads(output)
    return digested


def main() -> None:
    if "--digests" in sys.argv:
        print(json.dumps(digests()))
        return
    default = played()
    scenes = set(default) - {"OpenBLAS", "numpy"}
    runs = {f"OpenBLAS on {name}": {"OPENBLAS_CORETYPE": name} for name in KERNELS}
    runs["numpy's plainest functions"] = {"NPY_DISABLE_CPU_FEATURES": " ".join(FOUND)}
    differing = []
    for label, variables in runs.items():
        kernel = variables.get("OPENBLAS_CORETYPE", "")
        if kernel and not __cpu_features__.get(KERNELS[kernel]):
            print(f"skipped: {label}, as this CPU has no {KERNELS[kernel]}")
            continue
        found = played(**variables)
        if kernel and found["OpenBLAS"] == default["OpenBLAS"] != kernel:
            print(f"skipped: {label}, as this numpy's BLAS stays on {found['OpenBLAS']}")
            continue
        if not kernel and found["numpy"]:
            print(f"skipped: {label}, as this numpy keeps {found['numpy']}")
            continue
        others = sorted(scene for scene in scenes if found[scene] != default[scene])
        differing += others
        print(f"{label}: {', '.join(others) or f'all {len(scenes)} scenes are the same'}")
    if differing:
        sys.exit(f"scenes that differ from those on {default['OpenBLAS']}: {', '.join(differing)}")


if __name__ == "__main__":
    main()
