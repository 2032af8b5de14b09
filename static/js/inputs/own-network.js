/** The dialog of a network of one's own: its files by drop or choice, and what the server says of them. */

import { make, setEnabled, setText } from "../page/dom.js";
import { dataOf } from "../page/host.js";
import { mayOpen } from "../page/sheet.js";
import { isNetworkFile } from "./own-drop.js";
import { isPicture, OwnPicture } from "./own-picture.js";
import { sendToServer } from "./own-upload.js";

/** @import { Host } from "../page/host.js" */

/**
 * @typedef {object} Own what the page needs to open networks; empty where it can't
 * @property {string} [open] where they are sent
 * @property {string} [base] what leads to the first page from here
 * @property {number} [most] bytes that may be sent
 * @property {string} [picture] where a picture is sent for the network of this page
 * @property {[number, number]} [size] height and width of what it reads; nothing where that is no picture
 * @property {string} [range] in which numbers
 * @property {[string, string][]} [ranges] in which it may be: names and labels
 * @property {boolean} [invert] whether light is dark
 */

const MODEL = ".onnx";
const NO_SERVER =
  "This page can't open one: that needs a server on your own machine, which reads the file there. In a terminal:";
const COMMANDS = "pip install 'cnnviz[onnx]'\ncnnviz open model.onnx";
const DROP_HERE = "Drop a network in ONNX here, as PyTorch or Keras export it:";
const KINDS = [
  ["model.onnx", "the network"],
  ["model.onnx.data", "its weights, where they have a file of their own"],
  ["labels.txt", "if you like, the names of its answers, one a line"],
];
const ANOTHER = "Or drop another network in ONNX here, with its weights where they have a file of their own.";
const KEPT = "The server reads it as data, keeps it in memory alone, and writes nothing to disk.";

/** The dialogs that are open, by their player. @type {WeakMap<HTMLElement, OwnNetworkDialog>} */
const dialogs = new WeakMap();

/**
 * Shows the dialog, and takes files if any come along.
 * @param {HTMLElement} player
 * @param {Host} host
 * @param {File[]} files
 */
export async function showOwnNetwork(player, host, files) {
  const known = dialogs.get(player);
  if (known) return known.take(files);
  if (player.querySelector("dialog[open]")) return;
  if (!(await mayOpen(player))) return;
  const dialog = new OwnNetworkDialog(player, host, dataOf("own"));
  dialogs.set(player, dialog);
  dialog.show();
  await dialog.take(files);
}

class OwnNetworkDialog {
  /** Those that were given and not opened yet: the weights may come after the model. @type {Map<string, File>} */
  #files = new Map();
  #over = new AbortController();
  #going = false;
  /** @type {OwnPicture|null} */
  #picture = null;
  #status = make("p", { class: "status", role: "status" });
  #refusal = make("p", { class: "refusal", role: "alert" });
  #input = make("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files of the network" });
  #choose = make("button", { type: "button", onclick: () => this.#input.click() }, "Choose files");

  /** @param {HTMLElement} player @param {Host} host @param {Own} own */
  constructor(player, host, own) {
    this.player = player;
    this.host = host;
    this.own = own;
    if (own.picture && own.size) {
      const send = (/** @type {object} */ said, /** @type {BlobPart[]} */ parts, /** @type {string} */ doing) =>
        this.#send(own.picture ?? "", said, parts, doing);
      this.#picture = new OwnPicture(own, send, (sentence) => this.#say("", sentence), this.#over.signal);
    }
    const title = make("h2", { id: `${player.id}-network-title` }, "Your own network");
    const close = make("button", { type: "button", class: "close", onclick: () => this.element.close() }, "Close");
    this.element = make(
      "dialog",
      { class: "own-network", "aria-labelledby": title.id, "data-dialog": "network" },
      make("header", {}, title, close),
      ...(own.open ? this.#parts() : commands()),
      ...(own.base ? [make("p", {}, make("a", { href: own.base }, "Back to the first page"))] : []),
    );
    this.#input.addEventListener("change", () => {
      this.take([...(this.#input.files ?? [])]);
      // The same file may be chosen again.
      this.#input.value = "";
    });
    this.element.addEventListener("close", () => this.#leave());
  }

  #parts() {
    const kinds = KINDS.map(([name = "", what = ""]) =>
      make("div", {}, make("dt", {}, make("code", {}, name)), make("dd", {}, what)),
    );
    return [
      ...(this.#picture ? [this.#picture.element] : []),
      make(
        "div",
        { class: "drop-zone" },
        ...(this.#picture ? [make("p", {}, ANOTHER)] : [make("p", {}, DROP_HERE), make("dl", {}, ...kinds)]),
        this.#choose,
        this.#input,
      ),
      this.#status,
      this.#refusal,
      make("p", { class: "kept" }, KEPT),
    ];
  }

  show() {
    this.player.append(this.element);
    this.element.showModal();
  }

  #leave() {
    this.#over.abort();
    dialogs.delete(this.player);
    this.element.remove();
  }

  /**
   * Adds files to those that are here, and opens the network that they are, if they are one.
   * @param {File[]} files
   */
  async take(files) {
    const [first] = files;
    if (!first || !this.own.open || this.#going) return;
    if (this.#picture && isPicture(first)) return this.#picture.take(first);
    // Another network than the one that was given before.
    const old = files.some(({ name }) => isModel(name)) ? [...this.#files.keys()].filter(isModel) : [];
    for (const name of old) this.#files.delete(name);
    for (const file of files) this.#files.set(file.name, file);
    const refusal = this.#refusalOf();
    this.#say("", refusal);
    if (refusal) return;
    await this.#open(this.own.open);
  }

  /** Why they can't be sent; empty where they can. */
  #refusalOf() {
    const names = [...this.#files.keys()];
    const [model = "", another] = names.filter(isModel);
    const { most = 0 } = this.own;
    const data = names.find((name) => isNetworkFile({ name }));
    if (!model && data) return `${data} holds weights: the network itself, a ${MODEL} file, belongs to it.`;
    const sentence = !model
      ? `${names[0]} is no network: the name of one ends in ${MODEL}.`
      : another
        ? `One network at a time: got ${model} and ${another}.`
        : `${model} has more than ${megabytes(most)} with its weights: type cnnviz open ${model} in a terminal.`;
    if (model && !another && this.#size() <= most) return "";
    this.#files.clear();
    return sentence;
  }

  #size = () => [...this.#files.values()].reduce((sum, { size }) => sum + size, 0);

  /** @param {string} path */
  async #open(path) {
    const files = [...this.#files.values()];
    const said = { files: files.map(({ name, size }) => ({ name, size })) };
    const doing = `Reading ${files.map(({ name }) => name).join(" and ")}, ${megabytes(this.#size())}…`;
    const waits = await this.#send(path, said, files, doing);
    // The weights that are missing may still come; what cannot be read is done with.
    if (!waits) this.#files.clear();
  }

  /**
   * Sends what is to be opened, and goes there. Whether something else must come along is what it gives.
   * @param {string} path
   * @param {object} said
   * @param {BlobPart[]} parts
   * @param {string} doing
   */
  async #send(path, said, parts, doing) {
    const { signal } = this.#over;
    if (this.#going) return false;
    this.#going = true;
    setEnabled(this.#choose, false);
    this.#say(doing, "");
    const answer = await sendToServer(this.host, path, said, parts, signal);
    this.#going = false;
    setEnabled(this.#choose, true);
    if (signal.aborted) return false;
    this.#say(answer.address && `${answer.name} is open.`, answer.sentence);
    const place = (path === this.own.picture && this.host.address.read()) || "#step=1";
    const address = `${this.own.base ?? ""}${answer.address}${place}`;
    if (answer.address) this.host.window.location.assign(new URL(address, this.host.base));
    return answer.waits;
  }

  /** @param {string} status @param {string} refusal */
  #say(status, refusal) {
    setText(this.#status, status);
    setText(this.#refusal, refusal);
    (refusal ? this.#refusal : this.#status).scrollIntoView({ block: "nearest" });
  }
}

const commands = () => [make("p", {}, NO_SERVER), make("pre", {}, make("code", {}, COMMANDS))];

/** @param {string} name */
const isModel = (name) => name.toLowerCase().endsWith(MODEL);

/** @param {number} bytes */
const megabytes = (bytes) => (bytes < 1e5 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);
