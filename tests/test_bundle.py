"""Modules as one script: what each finds in it, and what is refused."""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path

import pytest

from cnnviz.content import seeds
from cnnviz.page.assets import read_assets
from cnnviz.page.bundling import Unbundled, bundle, bundle_module, split_bundle


def run(script: str) -> str:
    node = shutil.which("node")
    if not node:
        pytest.skip("there is no node to run the script")
    done = subprocess.run([node, "--input-type=module", "-e", script], capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_modules_find_what_they_import_early_and_late_and_run_once() -> None:
    modules = {
        "js/main.js": 'import { two as three, Cell } from "./deep/two.js";\n'
        'import * as one from "./one.js";\nimport "./one.js";\n'
        '/** @type {import("./none.js").None} */\n'
        'import("./late.js").then(({ late }) => console.log(late(), three(), new Cell().n));\n'
        "console.log(one.ONE);",
        "js/deep/two.js": 'import { ONE } from "../one.js";\nexport function two() {\n'
        "  return ONE + 1;\n}\nexport class Cell {\n  n = 7;\n}",
        "js/one.js": 'console.log("once");\nexport const ONE = 1;',
        "js/late.js": 'import { two } from "./deep/two.js";\n'
        "export async function* none() {}\nexport const late = () => two() * 10;",
    }
    assert run(bundle(modules, "js/main.js")).split() == ["once", "1", "20", "2", "7"]


def test_a_module_exports_what_its_entry_makes() -> None:
    modules = {
        "a.js": 'import { two } from "./b.js";\nexport const make = (n) => ({ sum: n + two });',
        "b.js": "export const two = 2;",
    }
    script = bundle_module(modules, "a.js", "make(5)")
    asked = "data:text/javascript;base64," + base64.b64encode(script.encode()).decode()
    assert run(f'console.log((await import("{asked}")).default.sum);').strip() == "7"


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("export let a = 1;", "not known: export let"),
        ("export default 1;", "not known: export default"),
        ('import a from "./b.js";', "not known: import a"),
        ("import(name);", r"not known: import\(name"),
        ("const a = import.meta.url;", "not known: import.meta"),
        ('import "./gone.js";', "gone.js, which a.js imports, is missing"),
        ('import "./c.js";', "a.js imports itself by way of c.js"),
        ("const a = `one\n  two`;", "a.js has a text that goes over several lines: const a = `one"),
    ],
)
def test_unknown_imports_and_exports_are_refused(source: str, why: str) -> None:
    with pytest.raises(Unbundled, match=why):
        bundle({"a.js": source, "b.js": "", "c.js": 'import "./a.js";'}, "a.js")


def test_shared_modules_run_once_and_late_ones_on_demand(
    tmp_path: Path,
) -> None:
    modules = {
        "js/start.js": 'import { state } from "./state.js";\n'
        'console.log("start", state.n);\nimport("./main.js");',
        "js/main.js": 'import { state } from "./state.js";\nimport { one } from "./one.js";\n'
        "state.n += one;\n"
        'console.log("main", state.n);\n'
        'export const go = () => import("./later/later.js").then(({ later }) => later());\ngo();',
        "js/one.js": "export const one = 1;",
        "js/state.js": 'console.log("state");\nexport const state = { n: 0 };',
        "js/later/later.js": 'import { state } from "../state.js";\n'
        'import { more } from "./more.js";\n'
        'export function later() {\n  state.n += more;\n  console.log("later", state.n);\n'
        '  import("./last.js").then(({ last }) => console.log(last, state.n));\n}',
        "js/later/more.js": "export const more = 10;",
        "js/later/last.js": 'console.log("runs last");\nexport const last = "last";',
    }
    files = {"js/a.mjs": ["js/start.js"], "js/b.mjs": ["js/main.js"], "js/c.mjs": []}
    scripts = split_bundle(modules, files)
    for path, script in scripts.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(script)
    said = run(f'import "{tmp_path / "js/a.mjs"}";').splitlines()
    assert said == ["state", "start 0", "main 1", "later 11", "runs last", "last 11"]
    holders = {
        text: [path for path, script in scripts.items() if text in script]
        for text in ("state = {", "one = 1", "more = 10")
    }
    assert [*holders.values()] == [["js/a.mjs"], ["js/b.mjs"], ["js/c.mjs"]]


def test_every_module_of_the_page_is_in_one_script_and_none_is_left_to_fetch() -> None:
    files = read_assets(seeds.folder("static"), bundled=False).files
    texts = {path: file.body.decode() for path, file in files.items() if path.endswith(".js")}
    # A page has no part in them.
    own = ("stills", "notebook", "widget", "data/port-fetch", "service-worker")
    for name in (*own, "standalone/unpack", "standalone/course", "standalone/scorm"):
        del texts[f"js/{name}.js"]
    alone = bundle(texts, "js/standalone/main.js")
    assert [f"${k} = " in alone for k in (0, len(texts) - 1, len(texts))] == [True, True, False]
    served = read_assets(seeds.folder("static")).files
    names = ("start", "chapter", "deferred")
    three = "".join(served[f"js/{name}.js"].body.decode() for name in names)
    asked = [path for path in texts if not path.startswith("js/standalone/")]
    assert three.count(" = $once(() => {") == len(asked)


def test_comments_and_indents_are_not_sent() -> None:
    sheet = read_assets(seeds.folder("static")).files["css/chapter.css"].body.decode()
    assert '[data-theme="light"] {color-scheme: light;' in sheet
    assert "/*" not in sheet
    source = "function a() {\n  // Why.\n  return `// no`; // comment\n}\nconsole.log(a());"
    script = bundle({"a.js": source}, "a.js")
    assert "Why." not in script
    assert "\n " not in script
    assert run(script).split("\n")[0] == "// no"


def test_lines_are_joined_but_not_behind_a_comment() -> None:
    source = "const all = [\n  1, // (\n  2,\n  3, // last\n];\nconsole.log(\n  all.length,\n);"
    script = bundle({"a.js": source}, "a.js")
    assert "const all = [1, // (\n2,3, // last\n];console.log(all.length);" in script
    assert run(script).split("\n")[0] == "3"
