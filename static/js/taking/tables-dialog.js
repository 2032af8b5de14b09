/** The dialog of the values: the frame on the screen as tables to read, hear and copy. */

import { fetchHeader } from "../data/scene-request.js";
import { copyButton } from "../page/copy.js";
import { make, setText } from "../page/dom.js";
import { mayOpen } from "../page/sheet.js";
import { currentMoment, currentScene } from "../state/state.js";
import { frameTables, tabSeparated } from "./tables.js";

/** @import { State } from "../state/state.js" */
/** @import { DataTable, Grid } from "./tables.js" */

/** Tables with more cells than this wait folded. */
const SMALL = 200;

const NOTHING = "This picture has no numbers beyond those in its sentence.";
const ROUNDED =
  "Tables with ≈ are rounded to 256 levels, since the server, which has the exact values, isn't responding.";

/**
 * Shows the values of the frame on the screen, paused; the exact ones, where the picture needs only colours.
 * @param {State} state
 * @param {(event: import("../state/reducer.js").PlayerEvent) => void} tell
 * @param {HTMLElement} player
 * @param {typeof fetch} ask
 */
export async function showTables(state, tell, player, ask) {
  const scene = state.shown;
  const frame = currentMoment(state)?.to;
  const found = currentScene(state);
  if (!scene || !frame || !found || player.querySelector("dialog[open]")) return;
  if (state.status === "playing") tell({ type: "toggle" });
  if (!(await mayOpen(player))) return;
  const sheets = frameTables(scene, frame);
  const blocks = sheets.map((sheet) => tableBlock(sheet));
  const status = make("p", { class: "status", role: "status" });
  const close = make("button", { type: "button", class: "close", onclick: () => dialog.close() }, "Close");
  const title = make("h2", { id: `${player.id}-tables-title` }, "Values");
  const dialog = make(
    "dialog",
    { class: "tables", "aria-labelledby": title.id, "data-dialog": "values" },
    make("header", {}, title, close),
    make(
      "p",
      {},
      `Step ${found.step.number}, ${found.step.title} · ${found.spec.title} · frame ${frame.k + 1} of ${scene.count}`,
    ),
    make("p", {}, frame.narration.replaceAll("*", "")),
    status,
    ...(blocks.length ? blocks.map(({ element }) => element) : [make("p", {}, NOTHING)]),
  );
  dialog.addEventListener("close", () => dialog.remove());
  player.append(dialog);
  dialog.showModal();
  if (sheets.some(({ rounded }) => rounded)) exact(scene, frame);

  /** @param {import("../data/records.js").Scene} drawn @param {import("../data/records.js").Frame} shown */
  async function exact(drawn, shown) {
    const key = state.shownKey;
    const whole = await fetchHeader(`${key}${key.includes("?") ? "&" : "?"}exact=1`, ask);
    if (!dialog.open) return;
    if (!whole) return setText(status, ROUNDED);
    const all = frameTables({ ...drawn, tensors: whole.tensors }, shown);
    for (const [i, sheet] of all.entries()) if (sheets[i]?.rounded) blocks[i]?.take(sheet);
  }
}

/** One table under its caption, made when it is unfolded. @param {DataTable} given */
function tableBlock(given) {
  let sheet = given;
  let channel = 0;
  let stale = true;
  const name = make("summary");
  const scroll = make("div", { class: "scroll", tabindex: 0, role: "region" });
  const choose = make(
    "select",
    { onchange: () => fill(choose.selectedIndex) },
    ...Array.from({ length: given.count }, (_, i) => make("option", {}, String(i + 1))),
  );
  const chooser = make("label", { class: "channel" }, "Channel ", choose, ` of ${given.count}`);
  const tools = make(
    "div",
    { class: "table-tools" },
    ...(given.count > 1 ? [chooser] : []),
    copyButton(scroll, () => tabSeparated(sheet.grid(channel))),
  );
  const element = make("details", { ontoggle: () => stale && element.open && fill(channel) }, name, tools, scroll);

  /** @param {number} at */
  function fill(at) {
    channel = at;
    stale = false;
    const caption = sheet.count > 1 ? `${name.textContent}, channel ${channel + 1}` : (name.textContent ?? "");
    scroll.setAttribute("aria-label", caption);
    scroll.replaceChildren(tableOf(caption, sheet.grid(channel)));
  }

  /** @param {DataTable} taken */
  function take(taken) {
    sheet = taken;
    stale = true;
    setText(name, `${sheet.rounded ? "≈ " : ""}${sheet.caption}`);
    if (element.open) fill(channel);
  }

  take(given);
  element.open = given.cells <= SMALL;
  return { element, take };
}

/** @param {string} caption @param {Grid} grid */
function tableOf(caption, { columns, rows }) {
  const head = make("tr", {}, ...columns.map((title) => make("th", { scope: "col" }, title)));
  const body = rows.map((row) =>
    make("tr", {}, make("th", { scope: "row" }, row.head), ...row.cells.map((cell) => make("td", {}, cell))),
  );
  return make(
    "table",
    {},
    make("caption", { class: "visually-hidden" }, caption),
    make("thead", {}, head),
    make("tbody", {}, ...body),
  );
}
