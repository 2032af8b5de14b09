// Runs a program in Pyodide: node tests/pyodide.mjs PYODIDE PROGRAM FOLDER..., each folder on sys.path.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodide, program, ...folders] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${pyodide}/` });
folders.forEach((root, k) => {
  python.FS.mkdirTree(`/folder${k}`);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, `/folder${k}`);
  python.runPython(`import sys; sys.path.append("/folder${k}")`);
});
python.runPython(readFileSync(program, "utf8"));
