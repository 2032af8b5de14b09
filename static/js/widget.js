/**
 * The widget of a notebook, as anywidget takes it: a frame in which the player is, and what stands between it and the
 * kernel. The player has the frame to itself, so that neither styles nor keys of the notebook get in its way.
 */

import { fromBase64 } from "./data/base64.js";
import { unpack } from "./data/port-fetch.js";
import { encodeQuery } from "./data/requests.js";

/** @import { Ask } from "./data/port-fetch.js" */
/**
 * @typedef {object} Model what anywidget gives: the traits of SceneWidget, and messages to and from Python
 * @property {(name: string) => any} get
 * @property {(name: string, value: unknown) => void} set
 * @property {() => void} save_changes
 * @property {(message: object) => void} send
 * @property {(event: string, hear: (...told: any[]) => void) => void} on
 * @property {(event: string, hear: (...told: any[]) => void) => void} off
 */

/** A frame before it has said how high it would like to be: never so high that one sees but a part of it. */
const STYLE = "display: block; width: 100%; height: 520px; max-height: max(420px, 72vh); border: 0";
const AWAY = "That needs the notebook's kernel: run its cell again.";

/** @param {string} packed the page within the frame, compressed, in base64 */
export function createWidget(packed) {
  return {
    /** @param {{model: Model, el: HTMLElement}} view @returns {() => void} ends it */
    render({ model, el }) {
      const page = el.ownerDocument;
      const window = /** @type {Window} */ (page.defaultView);
      const frame = page.createElement("iframe");
      frame.title = `Player: ${model.get("chapter").steps[0].scenes[0].title}`;
      frame.allow = "fullscreen; clipboard-write";
      frame.style.cssText = STYLE;
      const over = new AbortController();
      const kernel = kernelOf(model);
      /** @type {MessagePort|null} */
      let port = null;

      // Whenever the notebook puts the frame elsewhere, its page begins anew.
      frame.addEventListener("load", () => {
        port?.close();
        const { port1, port2 } = new MessageChannel();
        port = port1;
        kernel.serve(port1);
        const told = { type: "begin", chapter: model.get("chapter"), values: model.get("values") };
        frame.contentWindow?.postMessage({ ...told, theme: isDark(el) ? "dark" : "light" }, "*", [port2]);
      });
      window.addEventListener(
        "message",
        ({ source, data }) => {
          if (source === frame.contentWindow && data?.type === "cnnviz") frame.style.height = `${data.height}px`;
        },
        { signal: over.signal },
      );
      new Response(unpack(fromBase64(packed))).text().then((html) => {
        if (over.signal.aborted) return;
        frame.srcdoc = html;
        el.append(frame);
        hideStill(page, model.get("still"));
      });
      return () => {
        over.abort();
        port?.close();
        kernel.end();
        frame.remove();
      };
    },
  };
}

/** The picture that stands in for the player, in an output of its own: one for each time that the scene was shown.
 * @param {Document} page @param {string} id */
function hideStill(page, id) {
  for (const still of page.querySelectorAll(`#${id}`)) /** @type {HTMLElement} */ (still).hidden = true;
}

/**
 * Whether an element lies on dark ground: that of the first element around it which has one.
 * @param {Element} element
 */
function isDark(element) {
  const window = /** @type {Window} */ (element.ownerDocument.defaultView);
  for (let around = /** @type {Node|null} */ (element); around; around = around.parentNode ?? hostOf(around)) {
    if (!(around instanceof Element)) continue;
    const ground = window.getComputedStyle(around).backgroundColor;
    const [red = 0, green = 0, blue = 0, alpha = 1] = ground.match(/[\d.]+/g)?.map(Number) ?? [];
    if (alpha > 0 && ground.startsWith("rgb")) return 0.3 * red + 0.6 * green + 0.1 * blue < 128;
  }
  return false;
}

/** @param {Node} node */
const hostOf = (node) => (node instanceof ShadowRoot ? node.host : null);

/**
 * What answers the player: the kernel, as far as there is one; of its own it has the scene as it was set last.
 * @param {Model} model
 */
function kernelOf(model) {
  /** Of this view alone: all hear what the kernel says, in other windows too. */
  const own = Math.random().toString(36).slice(2);
  /** @type {MessagePort|null} */
  let port = null;
  let alive = false;

  /** @param {{type: string, id?: string, status?: number}} message @param {(DataView|ArrayBuffer)[]} buffers */
  function hear({ type, id, status }, buffers) {
    if (type === "alive" && !alive) {
      alive = true;
      port?.postMessage({ type });
    }
    const [view, number] = id?.split(".") ?? [];
    const [buffer] = buffers ?? [];
    if (type === "answer" && view === own && buffer)
      port?.postMessage({ type, id: Number(number), status, body: viewOf(buffer) });
  }
  const onValues = () => port?.postMessage({ type: "values", values: model.get("values") });

  model.on("msg:custom", hear);
  model.on("change:values", onValues);
  model.send({ type: "hello" });

  /** @param {Ask} asked */
  function answer({ id, address, body }) {
    const key = address.replace(/^api\/scenes\//, "") + (body ? `?${encodeQuery(JSON.parse(body))}` : "");
    if (key === model.get("key"))
      return port?.postMessage({ type: "answer", id, status: 200, body: viewOf(model.get("stream")) });
    if (alive) return model.send({ type: "ask", id: `${own}.${id}`, address, body });
    refuse(id, key);
  }

  /** @param {number} id @param {string} key */
  async function refuse(id, key) {
    const [, query = ""] = key.split("?");
    const detail = { detail: AWAY, parameter: query.split("=")[0], waits: true };
    const packed = new Blob([JSON.stringify(detail)]).stream().pipeThrough(new CompressionStream("deflate"));
    const body = new Uint8Array(await new Response(packed).arrayBuffer());
    port?.postMessage({ type: "answer", id, status: 422, body });
  }

  return {
    /** @param {MessagePort} to the player */
    serve(to) {
      port = to;
      port.onmessage = ({ data }) => {
        if (data.type === "ask") answer(data);
        if (data.type !== "values") return;
        model.set("values", data.values);
        model.save_changes();
      };
      if (alive) port.postMessage({ type: "alive" });
    },
    end() {
      model.off("msg:custom", hear);
      model.off("change:values", onValues);
    },
  };
}

/** The bytes of what a kernel sent: a copy, as the port may not take what is not its own.
 * @param {DataView|ArrayBuffer} buffer */
const viewOf = (buffer) =>
  buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer.slice(0))
    : new Uint8Array(new Uint8Array(/** @type {ArrayBuffer} */ (buffer.buffer), buffer.byteOffset, buffer.byteLength));
