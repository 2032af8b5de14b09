/** What every view is given, and the small pieces that all of them draw with. Pure. */

import { easeWithin, lerp } from "../data/easing.js";
import { itemAt } from "../data/lists.js";
import { cellNumber, haveCommon, isShown, panelChanges } from "../data/records.js";
import { textWidth } from "../drawing/layout.js";
import { channelScale } from "../drawing/palette.js";
import { TURN } from "../drawing/shots.js";

/** @typedef {import("../data/records.js").Scene} Scene */
/** @typedef {import("../data/records.js").Frame} Frame */
/** @typedef {import("../data/records.js").Panel} Panel */
/** @typedef {import("../data/records.js").Tensor} Tensor */
/** @import { Box } from "../data/records.js" */
/** @typedef {import("../drawing/layout.js").Rect} Rect */
/** @typedef {Rect & {radius?: number, corners?: import("../drawing/between.js").Corners,
 *   fill?: import("../drawing/shapes.js").Fill}} Place where a box lies, how round its corners are, where they are if
 *   it lies at a slant, from the top left one clockwise, and the colour of its cell where that is drawn narrower */
/** @import { Layout } from "../drawing/layout.js" */
/** @typedef {import("../drawing/shapes.js").Shape} Shape */
/** @typedef {import("../drawing/shapes.js").TextShape} TextShape */
/** @typedef {import("../data/records.js").Moment} Moment */
/**
 * @typedef {object} Context what is on the stage
 * @property {Scene} scene
 * @property {Layout} layout
 * @property {Moment} moment
 * @property {import("../data/strokes.js").Strokes | null} [ink] the newest, whose scene may be on its way
 * @property {Look | null} [look] how the viewer looks around in it
 * @property {import("./network-layout.js").Column[]} [departure] where a network's layers stood when a cell was chosen
 * @property {import("../data/records.js").Marks | null} [marks] cells that are marked as an answer
 * @property {Context} [leaving] the scene before, as it stood when this one began, while it goes
 * @property {boolean} [apart] whether it goes to the one side while this one comes from the other
 */
/**
 * @typedef {{x: number, y: number, zoom: number, strength: number}} Look how far the viewer has moved the picture, in
 *   parts of the stage, how much larger it is seen, and how much is seen of what the film leaves out
 */
/** @typedef {import("../data/records.js").Kind} Kind */
/** @template {Kind} K @typedef {import("../data/records.js").PanelOf<K>} PanelOf */
/** @template {Kind} K @typedef {import("../data/records.js").ChangesOf<K>} ChangesOf */
/**
 * @template {Kind} K
 * @typedef {(panel: PanelOf<K>, rect: Rect, scene: Scene, x: number, y: number, context?: Context) => Cell | null} Hit
 */
/**
 * One kind of picture: what it draws, and where in it a region of a tensor lies.
 * @template {Kind} K
 * @typedef {object} View
 * @property {(panel: PanelOf<K>, rect: Rect, context: Context) => Shape[]} draw
 * @property {(panel: PanelOf<K>, rect: Rect, scene: Scene, box: Box, context?: Context) => Place | null} [locate]
 * @property {Hit<K>} [hit] the cell at a point
 * @property {(panel: PanelOf<K>, context: Context) => import("./network-layout.js").Column[]} [stand] where its layers
 *   stand, for a flight that leaves from there
 * @property {(panel: PanelOf<K>, context: Context, name: string) => number} [signLeft] how much is left of the sign
 *   before a panel
 * @property {(panel: PanelOf<K>, rect: Rect, x: number, y: number) => import("../data/wire.js").Link | null} [link]
 *   where a press at a point leads
 */
/** @typedef {{tensor: Tensor, channel: number, row: number, column: number}} Cell */

/** Up to how many pixels a marked place has its frame all around it. */
export const SMALL = 16;
/** From how many pixels on the frame lies half within, with the paper that keeps it apart from the cell. */
export const LARGE = 28;

/** Which channel of its tensor a grid shows. @param {PanelOf<"grid">} panel */
export const shownChannel = ({ options }) => options.channel ?? 0;

/** @param {Scene} scene @param {string} name @returns {Tensor} */
export function findTensor(scene, name) {
  const found = scene.tensors.find((tensor) => tensor.name === name);
  if (!found) throw new Error(`the scene ${scene.name} has no tensor ${name}`);
  return found;
}

/** @param {Tensor} tensor @param {number} channel @param {number} row @param {number} column */
export function valueAt(tensor, channel, row, column) {
  const [, height, width] = tensor.shape;
  return itemAt(tensor.values, (channel * height + row) * width + column);
}

/** The colour of a value of a tensor, as one of its cells has it.
 * @param {Tensor} tensor @param {number} value @param {number} [channel] */
export const cellFill = ({ scale, max_abs }, value, channel = 0) => ({
  scale: channelScale(scale, channel),
  share: value / max_abs,
});

/** Whether a window's arithmetic stands in a panel, between the window and its cell.
 * @param {Panel} panel
 * @returns {panel is PanelOf<"products"> | PanelOf<"pick">} */
export const isWorked = (panel) => panel.kind === "products" || panel.kind === "pick";

/** How a picture is framed that belongs to a colour channel. @param {string} hue */
export const hueFrame = (hue) => ({ stroke: { scale: hue, share: 1 }, line: 4 });

/** All as it stood in the frame before. @param {Context} context @param {Frame} from @returns {Context} */
export const asItWas = (context, from) => ({
  ...context,
  moment: { ...context.moment, to: from, from: null, f: 1, flight: 1 },
});

/** How many cells of a tensor are seen, before and after the current tween, and how far the new ones have come:
 * what is computed is there when it has landed.
 * @param {Context} context @param {Tensor} tensor */
export function revealedCells({ scene, moment }, tensor) {
  const { from, to, flight } = moment;
  const all = tensor.shape[0] * tensor.shape[1] * tensor.shape[2];
  const after = to.revealed?.[tensor.name] ?? all;
  const before = from ? (from.revealed?.[tensor.name] ?? all) : after;
  const f = flight < 1 ? easeWithin(flight, 0.9, 1) : moment.f;
  // Of what comes only now its last cell has been seen by nobody yet.
  const waits = flight < 1 && isComing(scene, from, tensor) && landsLast(to, tensor, after);
  return { before: Math.min(before, waits ? after - 1 : after), after, f };
}

/** Whether nothing showed a tensor in the frame before. @param {Scene} scene @param {Frame | null} from
 * @param {Tensor} tensor */
const isComing = ({ panels }, from, { name }) =>
  from !== null && !panels.some((panel) => panel.tensors.includes(name) && isShown(from, panel));

/** Whether a result flies into the last of a tensor's cells that are seen. @param {Frame} frame @param {Tensor} tensor
 * @param {number} count of those cells */
function landsLast({ computations, boxes }, { name, shape }, count) {
  const flies = boxes.some(({ role, tensor }) => role === "cell" && tensor === name);
  return (
    flies && computations.some(({ tensor, index }) => tensor === name && cellNumber(shape, ...index) === count - 1)
  );
}

/** What changes in a panel from frame to frame, before and after the current tween: what stood there unchanged changes
 * from what it was.
 * @template {Kind} K
 * @param {Context} context @param {PanelOf<K>} panel
 * @returns {{to: ChangesOf<K>, from: ChangesOf<K>, f: number}} */
export function frameChange({ moment }, panel) {
  const { from, to, f } = moment;
  const is = panelChanges(to, panel) ?? {};
  const was = from && (panelChanges(from, panel) ?? (isShown(from, panel) && {}));
  return { to: is, from: was || is, f };
}

/** What is written on the way from one text to another, and how strong it is: what it was goes before what it becomes
 * comes. @param {string} was @param {string} is @param {number} f @returns {[string, number]} */
export const textBetween = (was, is, f) => (was === is ? [is, 1] : [f < 0.5 ? was : is, Math.abs(2 * f - 1)]);

/** A text without its numbers. @param {string} text */
const wordsOf = (text) => text.replace(/[<>−]? ?\d[\d.,]*/g, "0");

/** As that, of what may hold a number: while nothing else changes, it counts where it stands, and can be read.
 * @param {string} was @param {string} is @param {number} f @returns {[string, number]} */
export const countBetween = (was, is, f) =>
  wordsOf(was) === wordsOf(is) ? [f < 0.5 ? was : is, 1] : textBetween(was, is, f);

/**
 * How present one of many parts is while they come, or go, one after another: 0 not there, 1 there.
 * @param {number} i
 * @param {number} before how many are there before the tween
 * @param {number} after how many after it
 * @param {number} f
 */
export function partPresence(i, before, after, f) {
  if (i < Math.min(before, after)) return 1;
  if (i < after) return f;
  return i < before ? 1 - f : 0;
}

/** A text that shrinks to stay within a width, down to a floor.
 * @param {string} text @param {number} x @param {number} y @param {number} size @param {number} width
 * @param {Partial<TextShape>} [more] @returns {TextShape} */
export function fittedText(text, x, y, size, width, more = {}) {
  const natural = textWidth(text, size);
  const fit = natural > width ? Math.max(9, (size * width) / natural) : size;
  return { kind: "text", text, x, y, size: fit, width, ...more };
}

/** Until when goes what goes, and from when comes what comes, where nothing has to find its place between. */
const ALL_NEW = { gone: 0.62, comes: 0.2 };

/** How present a panel is between the two frames: 0 not yet there, 1 there. What goes leaves first, then what stays
 * finds its place, then the new comes; where nothing stays, sooner. From scene to scene the new waits until nearly all
 * of the old has gone, unless it comes beside it.
 * @param {Context} context @param {Panel} panel */
export function presence({ scene, moment: { from, to, f }, leaving, apart }, panel) {
  const [before, after] = [from !== null && isShown(from, panel), isShown(to, panel)];
  if (before === after) return after ? 1 : 0;
  if (!from) return leaving ? (apart ? easeWithin(f, 0.2, 0.7) : easeWithin(f, 0.42, 0.9)) : f;
  const { gone, comes } = haveCommon(scene, from, to) ? TURN : ALL_NEW;
  return after ? easeWithin(f, comes, 1) : 1 - easeWithin(f, 0, gone);
}

/** Out of which picture planes of a stack come now: its place, and which channel it shows, −1 for all.
 * @param {Context} context @param {Panel} panel @returns {{rect: Rect, channel: number} | null} */
export function comesOut(context, panel) {
  const { from, f } = context.moment;
  if (panel.kind !== "stack" || from === null || f >= 1) return null;
  const name = frameChange(context, panel).to.source;
  const source = context.scene.panels.find((each) => each.name === name);
  const rect = source && context.layout.panels.get(source.name);
  return rect && source.kind === "grid" ? { rect, channel: source.options.channel ?? 0 } : null;
}

/** Whether a panel comes now out of what another one shows, and is seen on all of its way.
 * @param {Context} context @param {Panel} panel */
export const isSent = (context, panel) =>
  comesOut(context, panel) !== null ||
  (panel.kind === "volume" && isShown(context.moment.to, panel) && Boolean(frameChange(context, panel).to.source));

/** How much a panel is spoken of between the two frames, 0 to 1: by default all are.
 * @param {Context} context @param {Panel} panel */
export function attention({ moment: { from, to, f } }, panel) {
  const after = isFocused(to, panel);
  return lerp(from ? isFocused(from, panel) : after, after, f);
}

/** @param {Frame} frame @param {Panel} panel */
const isFocused = (frame, panel) => (!frame.focus?.length || frame.focus.includes(panel.name) ? 1 : 0);

/** The paper within its panel: a square. @param {Rect} rect @returns {Rect} */
export function paperRect(rect) {
  const side = Math.min(rect.width, rect.height);
  return { x: rect.x + (rect.width - side) / 2, y: rect.y + (rect.height - side) / 2, width: side, height: side };
}

/** A low panel's room, made higher about its middle: as high as a share of its width where there is so much.
 * @param {Rect} rect @param {number} share @param {Layout} layout @returns {Rect} */
export function roomierRect(rect, share, { size, type }) {
  const height = Math.max(rect.height, Math.min(rect.width * share, size.height - 2 * type.label));
  return { ...rect, y: rect.y + (rect.height - height) / 2, height };
}

/** Where a box lies on a grid of cells. @param {Box} box
 * @param {{x: number, y: number, cell: number}} grid its corner, and how wide one cell is @returns {Rect} */
export const boxRect = ({ rows, columns }, { x, y, cell }) => ({
  x: x + columns[0] * cell,
  y: y + rows[0] * cell,
  width: (columns[1] - columns[0]) * cell,
  height: (rows[1] - rows[0]) * cell,
});
