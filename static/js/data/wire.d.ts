/**
 * What the server sends, as Python declares it. Written by scripts/wire_types.py: `make types`.
 *
 * A field with a question mark is left out where it has its default.
 */

/** The stages of the strip above the picture, in order. */
export type Stage = "input" | "conv" | "activate" | "pool" | "stack" | "classify";

export type Scale = "signed" | "image" | "rgb" | "count";

export type Role = "window" | "kernel" | "cell" | "skipped" | "argmax" | "border" | "highlight";

export type Op = "dot" | "sum" | "max" | "mean" | "midpoint" | "relu" | "abs" | "tanh" | "sigmoid" | "softmax" | "relu6" | "elu" | "hard_sigmoid" | "hard_swish" | "gelu" | "silu" | "hard_tanh" | "selu" | "gelu_tanh" | "softplus" | "softsign" | "mish" | "erf" | "exp" | "log" | "sqrt" | "reciprocal" | "log_softmax";

export type Axis = "linear" | "log";

export type Value = number | string | number[][][];

/** A knob of a scene. */
export interface ParamRecord {
  /** The name by which a request gives its value. */
  name: string;
  /** What stands beside its control. */
  label: string;
  /** What its values are. */
  kind: "integer" | "choice" | "array" | "strokes" | "picture";
  /** Of an array C×H×W; of a drawing strokes, each of points [x, y]. */
  default: Value;
  /** Of an integer. */
  minimum: number;
  /** Of an integer; of a picture, its sides in pixels. */
  maximum: number;
  /** Pairs of value and label. */
  choices: [string, string][];
  /** How many channels an array has. */
  channels: number;
  /** What it does, in a sentence; may be empty. */
  help: string;
  /** Whether the page has a control for it. */
  knob: boolean;
}

/** Settings worth stopping at. */
export interface PresetRecord {
  /** What its button says. */
  label: string;
  /** By parameter; the others keep theirs. */
  values: Record<string, number | string>;
}

/** A scene before its parameters are known. */
export interface SceneRecord {
  /** Its name in addresses. */
  name: string;
  /** Its title for people. */
  title: string;
  /** Where it stands on the pipeline strip. */
  stage: Stage;
  /** Its parameters, in the order of their controls. */
  params: ParamRecord[];
  /** Settings that it offers. */
  presets: PresetRecord[];
}

/** One part of the chapter. */
export interface StepRecord {
  /** Its place in the chapter, from 1. */
  number: number;
  /** Its name in addresses. */
  name: string;
  /** Its title for people. */
  title: string;
  /** What it is about, in a sentence. */
  lead: string;
  /** Its scenes, in order. */
  scenes: SceneRecord[];
}

/** The whole chapter. */
export interface ChapterRecord {
  /** Names the contents: another version, other scenes. */
  version: string;
  /** Its title for people. */
  title: string;
  /** Which part of a book or course it is; may be empty. */
  part: string;
  /** What it is about, below its title; may be empty. */
  subtitle: string;
  /** What the start screen shows; may be empty. */
  caption: string;
  /** Its steps, in order. */
  steps: StepRecord[];
}

/** What a lecturer may say. */
export interface NotesRecord {
  /** By path, such as convolution/edge. */
  notes: Record<string, string[]>;
}

/** Whether the server takes requests, and which contents it plays. */
export interface HealthRecord {
  /** Whether it takes requests. */
  status: "starting" | "ok" | "stopping";
  /** Names the contents, as that of the chapter does. */
  version: string;
}

/** A network that was opened. */
export interface OpenedRecord {
  /** What it is called. */
  name: string;
  /** Where its page is, seen from the chapter's. */
  address: string;
}

/** Why a request was refused. */
export interface Problem {
  /** One sentence for people. */
  detail: string;
  /** The parameter at fault, where there is one. */
  parameter?: string;
}

/** One array, C×H×W. Small ones travel as `values`, others as bytes b: offset + b·step. */
export interface TensorRecord {
  /** The name by which panels and boxes point to it. */
  name: string;
  /** What it is, for people. */
  label: string;
  /** The stage that made it: its hue. */
  stage: Stage;
  /** How its values become colours. */
  scale: Scale;
  /** The magnitude that is drawn in full colour. */
  max_abs: number;
  /** Channels, rows, columns. */
  shape: [number, number, number];
  /** The array parameter that an edit changes. */
  editable?: string;
  /** Whether it holds a layer's weights. */
  weights?: boolean;
  /** All cells in reading order. */
  values?: number[];
  /** The value of a byte of 0. */
  offset?: number;
  /** How far two neighbouring bytes are apart. */
  step?: number;
  /** Base64, one byte a cell in reading order. */
  bytes?: string;
}

/** One picture within a scene. */
export interface PanelRecord<K extends Kind = Kind> {
  /** The name by which frames point to it. */
  name: string;
  /** Which kind of picture it is. */
  kind: K;
  /** The tensors that it draws, by name. */
  tensors: string[];
  /** What stands above it. */
  label: string;
  /** What stands below it. */
  note: string;
  /** Its hue. */
  stage: Stage;
  /** Height and width in the scene's units. */
  size: [number, number];
  /** A sign in the gap before it, such as ∗ = →. */
  operator: string;
  /** What only its kind of picture has. */
  options: PanelOptions[K];
}

/** A region of a tensor: half-open ranges by axis, which may lie in the padding. */
export interface BoxRecord {
  /** The tensor that it lies on. */
  tensor: string;
  /** What it marks. */
  role: Role;
  /** First channel, and the one after the last. */
  channels: [number, number];
  /** First row, and the one after the last. */
  rows: [number, number];
  /** First column, and the one after the last. */
  columns: [number, number];
  /** Boxes with the same number, from 0, are joined by lines. */
  group?: number;
  /** In whose hue it is drawn; without, in its scene's, or in ink. */
  stage?: Stage;
  /** What is written at one of its corners. */
  name?: string;
}

/** Where the factors of a computation are: cells of a tensor, `step` apart. */
export interface OperandRecord {
  /** The tensor that holds them. */
  tensor: string;
  /** Channel, row and column of the first; it may lie in the padding. */
  start?: [number, number, number];
  /** From row to row, from column to column. */
  step?: [number, number];
}

/** One cell's arithmetic: terms that give its result. */
export interface ComputationRecord {
  /** What is done with the terms. */
  op: Op;
  /** All of them, or of very many the first three and the last. */
  terms: number[][];
  /** The sum or maximum after each term; may be empty once all are there. */
  running: number[];
  /** What is added to the terms' sum. */
  bias: number;
  /** The cell's value. */
  result: number;
  /** The tensor that the cell is in. */
  tensor: string;
  /** The cell's channel, row and column. */
  index: [number, number, number];
  /** How many terms are on the screen. */
  shown: number;
  /**
   * How many terms there are by channel, row and column; term i is at start + (i // (rows · columns), step · (i //
   * columns % rows, i % columns)).
   */
  shape: [number, number, number];
  /** Of a dot product what is read and the weights, else what is read. */
  operands: OperandRecord[];
  /** Of softmax, for which of its terms this number is, from 0. */
  own?: number;
}

/** Where numbers of a working stand on the screen while it is asked. */
export interface SourceRecord {
  /** Which ones, as an option's terms name them. */
  names: string[];
  /** In whose words; without one, in the question's sentence. */
  panel?: string;
  /** The words that have them, where others have some, too. */
  text?: string;
}

/** A possible answer; one of a question's is right. */
export interface OptionRecord {
  /** How it is written. */
  text: string;
  /** The wrong rule that gives it, by name; none if right. */
  rule?: string;
  /** The belief behind that rule. */
  belief?: string;
  /** What to say to who believes that. */
  mend?: string;
  /** MathML: how it comes about. */
  working?: string;
  /** What its numbers are, up to its value; empty for a constant. */
  terms?: string[];
  /** The answer as a number, where it is one. */
  value?: number;
  /** Of “cell” those marked, row by row from 0. */
  cells?: number[];
  /** Of “draw” all values of the map, row by row. */
  values?: number[];
  /** How it comes about from tensors on the screen, where it does. */
  computations?: ComputationRecord[];
}

/** What a cell reads: a square of another tensor, at stride · cell − padding. */
export interface WindowRecord {
  /** Which one. */
  tensor: string;
  /** How many cells wide and high. */
  side: number;
  /** From one cell's to the next one's. */
  stride: number;
  /** How far the first lies outside. */
  padding: number;
}

/** What a frame asks; the question itself is its sentence. The film waits for an answer. */
export interface QuestionRecord {
  /**
   * How it is answered: an open one aloud, a choice by one of its options, a number typed, a cell by marking, a draw by
   * setting the values of a map.
   */
  kind: "open" | "choice" | "number" | "cell" | "draw";
  /** Its name in the scene, the same whatever the parameters are. */
  name: string;
  /** What it asks about. */
  topic?: string;
  /** Of a choice two to four, in order; else the right one, then the wrong. */
  options?: OptionRecord[];
  /** Of “cell” and “draw” the tensor marked or set. */
  tensor?: string;
  /** Of “cell” what its cells read. */
  window?: WindowRecord;
  /** Of “number” what stands behind it. */
  unit?: string;
  /** Of “draw” the smallest value that can be set. */
  least?: number;
  /** Of “draw” the largest. */
  most?: number;
  /** Of “draw” from one value to the next. */
  step?: number;
  /** Where numbers of the workings stand; the first that has one counts. */
  sources?: SourceRecord[];
}

/** A question that stands by itself, with its sentence. */
export interface TwinRecord extends QuestionRecord {
  /** What is asked. */
  text: string;
  /** Rows and columns of its map. */
  sides?: [number, number];
}

/** With what a question is answered, beside its sentence. */
export interface MeansRecord {
  /** Which kind it is. */
  kind: "open" | "choice" | "number" | "cell" | "draw";
  /** Of a choice the options' texts, in their order. */
  texts?: string[];
  /** Of “number” what stands behind it. */
  unit?: string;
}

/** What a frame says beside its picture; what is empty is left out. */
export interface CaptionRecord {
  /** One or two sentences; *asterisks* emphasise. */
  narration?: string;
  /** MathML. */
  formula?: string;
  /** The arithmetic that it shows. */
  computations?: ComputationRecord[];
  /** Where it asks. */
  means?: MeansRecord;
}

/** The first line: everything that the frames point into. */
export interface HeaderLine {
  /** Tells it from the other lines. */
  type: "scene";
  /** The step that the scene belongs to. */
  step: string;
  /** The scene's name. */
  name: string;
  /** Its title for people. */
  title: string;
  /** Where it stands on the pipeline strip. */
  stage: Stage;
  /** The parameters that it was made with. */
  values: Record<string, Value>;
  /** All arrays that it draws. */
  tensors: TensorRecord[];
  /** All its pictures, in reading order. */
  panels: AnyPanel[];
  /** Those that need the most room: it is kept. */
  captions: CaptionRecord[];
  /** How many frames follow. */
  frames: number;
}

/** One moment, complete in itself; what is empty is left out. */
export interface FrameLine {
  /** Tells it from the other lines. */
  type: "frame";
  /** Its place, from 0. */
  k: number;
  /** How long it lasts at speed 1, its tween included. */
  seconds: number;
  /** One or two sentences; *asterisks* emphasise. */
  narration?: string;
  /** MathML. */
  formula?: string;
  /** What is marked. */
  boxes?: BoxRecord[];
  /** The arithmetic that it shows. */
  computations?: ComputationRecord[];
  /** By tensor, how many cells in reading order are there; all if left out. */
  revealed?: Record<string, number>;
  /** Panels that are not there yet. */
  hidden?: string[];
  /** Panels at full strength; all where it is empty. */
  focus?: string[];
  /** By panel, what changes in it. */
  panels?: Record<string, PanelChanges[Kind]>;
  /** Seconds in which the frame before becomes it; 0: as the player likes. */
  tween?: number;
  /** What the film waits for at its end. */
  question?: QuestionRecord;
}

/** The last line. A stream without it has failed. */
export interface EndLine {
  /** Tells it from the other lines. */
  type: "end";
  /** How many frames there were. */
  frames: number;
}

/** In place of the last line: the scene broke off. */
export interface ErrorLine {
  /** Tells it from the other lines. */
  type: "error";
  /** One sentence for people. */
  detail: string;
}

/** A message to the socket, as text: it asks for a scene. */
export interface SceneQuestion {
  /** What is asked for. */
  type: "scene";
  /** A number that the answer names. */
  id: number;
  /** What follows api/scenes/ in the address of a request. */
  path: string;
}

/** The head of an answer, a message of bytes: a line of JSON, then a stream in gzip. */
export interface SceneAnswer {
  /** What is answered. */
  type: "scene";
  /** The number of the question. */
  id: number;
}

/** The other answer, a message of text: why there is no scene. */
export interface ErrorAnswer {
  /** Tells it from other messages. */
  type: "error";
  /** The number of the question; null where it has none. */
  id: number | null;
  /** The HTTP status that a request would be answered with. */
  status: number;
  /** One sentence for people. */
  detail: string;
  /** The parameter at fault, where there is one. */
  parameter?: string;
}

/** What a panel shows otherwise from frame to frame; a kind adds its own fields. */
export interface Changes {
  /** Its height and width in this frame, in units; by default the panel's own. */
  size?: [number, number];
  /** The sign before it in this frame; by default the panel's own. */
  operator?: string;
}

/** What a tap on a cell of the panel opens: a frame, and the parameters that say which cell. */
export interface Opens {
  /** The frame that shows the cell, from 0. */
  frame: number;
  /** By tensor whose cells can be tapped, the value of the parameter `layer`. */
  layers: Record<string, string>;
  /** The scene of the step that shows it; empty for the panel's own. */
  scene?: string;
  /** Values of other parameters of that scene. */
  values?: Record<string, number | string>;
  /** The parameter that takes a tapped channel's number, where a whole channel opens. */
  unit?: string;
  /** By tensor that holds some of a layer's maps, which ones, from 0. */
  maps?: Record<string, number[]>;
}

/** Dragging the panel's picture by whole cells sets two parameters. */
export interface Drags {
  /** The integer parameter that follows the pointer to the right. */
  x: string;
  /** The integer parameter that follows it downwards. */
  y: string;
  /** How far the picture can be dragged in each direction, in cells. */
  reach: number;
  /** The frame that is shown while it is dragged, from 0. */
  frame: number;
}

/** The options of a panel: those of any kind; each kind adds its own. */
export interface Options {
  /**
   * Whether the panel stays in the row of the one before it or begins a new one, where the stage is wide enough to
   * choose; or stands under the one before it. Beyond it, it is under it where that leaves more room, else at the outer
   * side of it in one row. Above: where it has a row to itself, it stands above the first of the next row.
   */
  row?: "same" | "new" | "under" | "beyond" | "above";
  /** What a tap on one of its cells opens. */
  opens?: Opens;
  /** The parameters that dragging its picture sets. */
  drags?: Drags;
}

/** What changes in a grid. */
export interface GridChanges extends Changes {
  /** Which of the panel's tensors is drawn; the first by default. */
  tensor?: string;
  /**
   * How many cells down and to the right what is drawn has moved since the frame before, so that it slides there; by
   * default another tensor fades in.
   */
  moved?: [number, number];
  /** The panel, of the same shape, whose cells are laid on these, so that they become another tensor's. */
  laid?: string;
  /** Whether cells that stood apart stand side by side. */
  closed?: boolean;
  /** Whether no numbers are written into its cells, which are too small for them. */
  bare?: boolean;
  /**
   * How many cells wide the room is above, right of, below and left of a picture, in which a window may stand that goes
   * beyond its edge; none by default. Below 0, so many cells are cut off there, and what is left of the picture is as
   * much larger.
   */
  around?: [number, number, number, number];
  /** Where a picture that can be dragged stands now, by parameter, if not where the scene's parameters say. */
  values?: Record<string, number>;
}

/** One channel of a tensor as cells, with numbers where they can be read. */
export interface Grid extends Options {
  /** The channel that is drawn; −1 draws three channels as one picture in its colours. */
  channel?: number;
  /** How many rings of zeros are drawn around the cells. */
  padding?: number;
  /** Whether numbers are written into cells that have room for them. */
  numbers?: boolean;
  /** The tensor whose numbers its own are as large as; by default they fill their cells. */
  like?: string;
  /** Whether its cells are drawn as circles, as neurons are. */
  round?: boolean;
  /** The columns of its first tensor that are drawn, half open; by default all. */
  part?: [number, number];
  /** How many places apart its cells stand until they close up: those between stay empty. */
  step?: number;
  /** Rows and columns of these places; by default as many as there are cells. */
  field?: [number, number];
  /** The colour channel that it belongs to, which frames it; none by default. */
  hue?: "red" | "green" | "blue";
}

/** What changes in a stack. */
export interface StackChanges extends Changes {
  /** How many planes are there so far; all by default. */
  shown?: number;
  /** The plane spoken of, from 0; none by default, or −1. */
  lit?: number;
  /** Top, bottom, left and right of a window outlined on every plane, in cells. */
  patch?: [number, number, number, number];
  /** The panel out of whose picture the newest planes come, where it is on the stage. */
  source?: string;
}

/** A tensor as planes in axonometric projection, one a channel; the last stands in front. */
export interface Stack extends Options {
  /** How many channels are drawn, from the first. */
  planes: number;
  /** Rows and columns of a plane. */
  sides: [number, number];
  /** How far a row of cells runs to the right and up, as shares of a cell. */
  across: [number, number];
  /**
   * How far each plane stands to the right of the one before it and below it, in units; as far as the panel is wide for
   * its height in a frame in which it has another size.
   */
  along: [number, number];
  /** Whether planes that are not there yet are outlined. */
  outline?: boolean;
  /** The colour channel that each plane belongs to, which frames it. */
  hues?: ("red" | "green" | "blue")[];
}

/** What changes in tiles. */
export interface TilesChanges extends Changes {
  /** The picture spoken of, from 0; none by default. */
  lit?: number;
  /** How many stand in a row in this frame; by default as many as the panel's options say. */
  columns?: number;
  /** Which of the tensor's pictures stands at the top left, from 0; the first by default. */
  first?: number;
  /** The magnitude that is drawn in full colour in this frame; by default the tensor's own. */
  most?: number;
  /** Whether what is written below each picture can be seen, 0 or 1. */
  named?: number;
}

/** Many small pictures in rows, three channels of the tensor each. */
export interface Tiles extends Options {
  /** How many stand in a row. */
  columns: number;
  /** How many are drawn at a time; all with 0. */
  count?: number;
  /** Whether they are drawn without edges between their pixels, as what is no measured picture. */
  smooth?: boolean;
  /** Whether each channel is a picture for itself, in the colours of the tensor's scale. */
  single?: boolean;
  /** What is written below each picture. */
  texts?: string[];
}

/** What changes on a sheet. */
export interface SheetChanges extends Changes {
  /** Whether each map has become one cell, 0 or 1; not by default. */
  pooled?: number;
  /** What is written below, in one line or two. */
  text?: string;
}

/** All maps of a layer side by side, cell by cell; each can become one cell in its place. */
export interface Sheet extends Options {
  /** How many maps lie below one another. */
  rows: number;
  /** How many lie side by side. */
  columns: number;
  /** How many cells a map is wide and high. */
  side: number;
}

/** What changes in strips. */
export interface StripChanges extends Changes {
  /** How many strips are there; all by default. */
  shown?: number;
  /** The share of the first neuron's wires that is drawn, from 0 to 1; none by default. */
  wires?: number;
  /** How present the other neurons are, from 0 to 1; not at all by default. */
  many?: number;
}

/** Vectors as strips of thin cells, one below the other, or one below neurons wired to it. */
export interface Strip extends Options {
  /** How many neurons stand above the strip; with 0 it is strips alone. */
  neurons?: number;
  /** How many wires a neuron has: the entries of the vector. */
  entries?: number;
  /** What is written among the neurons. */
  said?: string;
  /** What is written above each strip. */
  texts?: string[];
}

/** One of the tensors of a volume. */
export interface Item {
  /** Its name. */
  tensor: string;
  /** The hue of its title. */
  stage: Stage;
  /** Its shape, below it. */
  title: string;
  /** What is written below the title. */
  text: string;
  /** Height and width of its planes or its picture, in units. */
  size: [number, number];
  /** How its planes stand; none where it is one picture in its colours. */
  options?: Stack;
  /** How many of its maps lie side by side; with 0 they stand as planes. */
  flat?: number;
  /** How long each of these is, as a share of its place, whose outline is seen around it. */
  share?: number;
  /** Whether these are single cells that lie in one row, however narrow that makes them. */
  row?: boolean;
}

/** What changes in a volume. */
export interface VolumeChanges extends Changes {
  /** The item that is seen, from 0; none by default. */
  current?: number;
  /** The panel of the program out of whose lit line it comes; by default it comes where it is. */
  source?: string;
  /** How many cells of each of its maps, in reading order, can be seen; all by default. */
  cells?: number;
}

/** One of several tensors at a time, as planes or side by side, with its shape below it. */
export interface Volume extends Options {
  /** The tensors, in the order of their layers. */
  items: Item[];
  /** The share of the panel's height that the words below take. */
  words?: number;
}

/** What changes on a paper. */
export interface PadChanges extends Changes {
  /** How many points of its strokes are drawn so far, and what part of the way to the next; all by default. */
  points?: number;
}

/** A sheet of paper to draw on, with the strokes that are on it. */
export interface Pad extends Options {
  /** The parameter that holds the strokes. */
  drawing: string;
  /** The thickness of a line that no pen has pressed, as a share of the paper's side. */
  thickness: number;
}

/** What changes in products. */
export interface ProductsChanges extends Changes {
  /** Whether its two factors stand above each product; they do by default, where there is room. */
  factors?: boolean;
}

/** A window times a kernel: each pair as a product, and the running sum below. */
export interface Products extends Options {
  /** Which of the frame's computations it shows, from 0. */
  group?: number;
}

/** What changes in a pick. */
export interface PickChanges extends Changes {
  /** The term that is lifted out, from 0; none by default. */
  argmax?: number;
  /** What stands below the values once they are there: a name, and a number; by default what is computed. */
  told?: [string, string];
}

/** A pooling window enlarged: its values one by one, and what comes of them below. */
export interface Pick extends Options {
  /** The magnitude that is drawn in full colour. */
  max_abs: number;
  /** Which of the frame's computations it shows, from 0. */
  group?: number;
}

/** What changes in a table. */
export interface TableChanges extends Changes {
  /** How many rows are there; all by default. */
  shown?: number;
  /** The row spoken of, from 0; none by default, or −1. */
  lit?: number;
  /** Other rows spoken of with it. */
  others?: number[];
}

/** Rows and columns of text. */
export interface Table extends Options {
  /** The titles of the columns. */
  columns: string[];
  /** The texts of each row, by column. */
  rows: string[][];
  /** Whether the last row adds up the others: a line is drawn above it. */
  total?: boolean;
  /** The hue of each row; none by default. */
  stages?: string[];
  /**
   * What the layer of each row gives, drawn small in its hue: C×H×W, or the length of a vector; by default its hue
   * alone.
   */
  glyphs?: number[][];
  /** How many of the first columns are there before their rows come, but that of a total. */
  known?: number;
}

/** One bar. */
export interface Bar {
  /** What it stands for. */
  label: string;
  /** How long it is: to the right of zero, or to the left where it is less. */
  value: number;
  /** What is written beside it. */
  text: string;
  /** Its hue. */
  stage: Stage;
  /** How many equal parts it has, on a linear scale: seen where they are wide enough. */
  parts?: number;
}

/** An arrow from the end of one bar to where a longer one ends. */
export interface Gap {
  /** The shorter bar, from 0. */
  row: number;
  /** The longer one. */
  to: number;
  /** What is written above the arrow. */
  text: string;
}

/** What changes in bars. */
export interface BarsChanges extends Changes {
  /** How many bars are there; all by default. */
  shown?: number;
  /** Other values, by bar. */
  bars?: number[];
  /** Other texts, by bar. */
  texts?: string[];
  /** Whether lengths stand for values, as by default, or for their logarithms. */
  scale?: Axis;
  /** Another value that is as long as the panel has room for. */
  most?: number;
  /** The bar spoken of, from 0; none by default, or −1. */
  lit?: number;
  /** A value with which all others are compared: a dashed line runs across all bars there. */
  across?: number;
  /** Two bars that are compared; none by default. */
  gap?: Gap;
}

/** Horizontal bars: a label, the bar, its value in words. */
export interface Bars extends Options {
  /** The bars, from top to bottom. */
  bars: Bar[];
  /**
   * The value that is as long as the panel has room for, where longer bars run off the stage; by default the largest
   * that is shown.
   */
  most?: number;
  /** Whether labels stand above their bars, not only where a line has no room for both. */
  above?: boolean;
  /** Whether a value stands within its bar where that is long enough for it. */
  inside?: boolean;
  /** Whether the bars that are there share the whole height of the panel. */
  filled?: boolean;
  /** What is written below the marks of a logarithmic scale: a power of ten and its text. */
  marks?: [number, string][];
  /** What is written below the beginning of a linear and of a logarithmic scale. */
  scales?: string[];
  /** The panel to the left out of which all bars come: a beam leads from it to each. */
  source?: string;
}

/** One line of measured shares. */
export interface Series {
  /** What was measured. */
  label: string;
  /** Its hue. */
  stage: Stage;
  /** The share at each step, from 0 to 1; of another measure, its share of the plot's height. */
  values: number[];
  /** The same in words. */
  texts: string[];
  /** The least and the most of several measurements at each step, drawn as a band. */
  spread?: [number, number][];
}

/** What changes in lines. */
export interface LinesChanges extends Changes {
  /** The step that is read out, from 0; the first by default. */
  at?: number;
  /** The step up to which the lines are drawn, −1 for none; the last by default. */
  upto?: number;
  /** A share, up to which step a level arrow leads from the one that is read out, and its text. */
  reach?: [number, number, string];
}

/** Shares over counted steps as lines with their points; one step is read out. */
export interface Lines extends Options {
  /** The lines; up to two can be told apart without their colours. */
  lines: Series[];
  /** What stands below each step. */
  marks: string[];
  /** Where each step stands, as a share of the plot's width; all equally far apart by default. */
  places?: number[];
  /** What is written below the plot instead of the steps: a share of its width, and the text. */
  ticks?: [number, string][];
  /** Level lines: the share and its text. */
  rules: [number, string][];
  /** Whether the names stand behind the lines' ends; above the plot by default. */
  named?: boolean;
}

/** What changes in curves. */
export interface CurveChanges extends Changes {
  /** The point that is marked: `x`, and each function's value there by its name; none by default. */
  point?: Record<string, number>;
  /** How many of the functions are drawn; all by default. */
  shown?: number;
}

/** Functions of one number as curves. */
export interface Curve extends Options {
  /** Name and label of each function; up to two. */
  curves: [string, string][];
  /** Points from left to right: x, and each function's value there. */
  samples: number[][];
  /** The curves are drawn from −reach to reach. */
  reach: number;
  /** Values that the second function never goes beyond, written on the axis. */
  limits?: number[];
}

/** What is written on a ruler, on what it measures. */
export interface RulerTexts {
  /** Above the pixels, without their padding. */
  size: string;
  /** Above the padding at each end. */
  padding: string;
  /** Below the first window's length. */
  kernel: string;
  /** Below the first step from window to window. */
  stride: string;
  /** Below all steps once they are there: how far the first window can move. */
  room: string;
  /** Below the outputs. */
  output: string;
  /** Below the pixels that no window reaches. */
  over: string;
  /**
   * What the sum below has for the size, the kernel, the padding, the stride, the room to move divided by it, the
   * outputs, and that room.
   */
  numbers: [string, string, string, string, string, string, string];
  /** What it has above them, for all but that room. */
  letters: [string, string, string, string, string];
}

/** What changes on a ruler. */
export interface RulerChanges extends Changes {
  /** How many windows are there. */
  shown: number;
  /** Whether the padding is there, 0 or 1; not by default. */
  ring?: number;
  /** Whether what is left over is marked and the outputs have moved together, 0 or 1; not by default. */
  over?: number;
  /** Whether the sum below says how many outputs there are, 0 or 1; not by default. */
  told?: number;
}

/** One line of pixels with its padding, the windows that fit on it, and their outputs. */
export interface Ruler extends Options {
  /** How many pixels the line has. */
  size: number;
  /** How many zeros stand at each end. */
  padding: number;
  /** How far a window's weights are apart. */
  dilation: number;
  /** First pixel of each window and the one after its last, from 0; the padding is below 0. */
  windows: [number, number][];
  /** How many pixels at the end no window reaches. */
  over: number;
  /** What is written on it. */
  texts: RulerTexts;
  /** How dark its pixels are, from 0 to 1; without, they are plain. */
  ink?: number[];
  /** How dark the outputs are, from 0 to 1. */
  outputs: number[];
}

/** One layer of a cone. */
export interface Level {
  /** Its name. */
  label: string;
  /** Its hue. */
  stage: Stage;
  /** How many input pixels lie between neighbouring neurons. */
  jump: number;
  /** The middle of neuron 0, in input pixels. */
  first: number;
  /** How many neurons it has. */
  count: number;
}

/** What changes in a cone. */
export interface ConeChanges extends Changes {
  /** By level from the input up, the first neuron that is seen and the one after the last. */
  spans: [number, number][];
  /** The highest level that is there. */
  shown: number;
  /** What is written below the pixels that are seen. */
  text?: string;
  /** By level over the input, what stands at its end: how far a neuron of it sees; by default nothing. */
  sizes?: string[];
}

/** Layers over one another from the side, and what one neuron sees of each below it. */
export interface Cone extends Options {
  /** The layers, from the input up. */
  levels: Level[];
  /** How many pixels the input has. */
  width: number;
  /** The share of the panel's width that the layers' names take. */
  names: number;
}

/** One block. */
export interface Block {
  /** Its left end, in units. */
  x: number;
  /** How many channels lie behind one another in it. */
  channels: number;
  /** Its height and width, in units: one for a pixel. */
  side: number;
  /** What is written below it, in one line or two. */
  text: string;
  /** Its hue. */
  stage: Stage;
  /** The picture on its face; none by default. */
  tensor?: string;
  /** The sign between the block before and this one; none by default. */
  operator?: string;
  /** How many there are of it, once they are copied. */
  copies?: number;
  /** What is written below the copies. */
  many?: string;
}

/** What changes in blocks. */
export interface BlocksChanges extends Changes {
  /** How many blocks are there; all by default. */
  shown?: number;
  /** The block spoken of, from 0; none by default, or −1. */
  lit?: number;
  /** Whether all copies of a block are there, 0 or 1; not by default. */
  copied?: number;
  /** A line below what is written below the copies; none by default. */
  added?: string;
  /** Other sides, by block. */
  sides?: number[];
  /**
   * The sides that blocks are about to have: they are drawn to a scale at which these have room, so that what does not
   * grow stays as large as it is; by default as large as there is room.
   */
  reserved?: number[];
  /** How many times as far as usual the middles of blocks are apart. */
  apart?: number;
  /** Whether the pictures that stand above blocks are back on their faces. */
  closed?: boolean;
  /** The block that is crossed out, from 0; none by default. */
  crossed?: number;
  /**
   * Whether only the face of the block spoken of is meant, its last channel; of one with a front, one of its places
   * through all channels.
   */
  face?: boolean;
  /** How many times as much as usual the lenses enlarge that lie on fronts; once by default. */
  lens?: number;
}

/** Tensors as solid blocks, side by side; sides have one scale, and channels one. */
export interface Blocks extends Options {
  /** The blocks, from left to right. */
  blocks: Block[];
  /** How far a pixel's width runs to the right and up, as shares of a unit. */
  across: [number, number];
  /** How far a block falls from its first channel to its last, as a share of how deep it is. */
  along: number;
  /** How deep a channel is, in units. */
  depth?: number;
  /** How large the picture of each block but the first is seen from the front, above it, in units; with 0 it is not. */
  fronts?: number;
}

/** One layer of a network, with the activation that follows it. */
export interface Column {
  /** The tensor that is drawn: the activation's, where one follows. */
  tensor: string;
  /** The tensor before the activation. */
  raw: string;
  /** The layer's name. */
  layer: string;
  /** The shape of its output: C×H×W, or the length of a vector. */
  shape: [number] | [number, number, number];
  /** Which of its maps are drawn, from the one at the back on; all by default. */
  drawn?: number[];
  /** What stands above it; the layer's name by default. */
  title?: string;
}

/** A cell of the network that is opened: what it reads, its terms and its result. */
export interface OpenCell {
  /** The tensor that the cell reads. */
  source: string;
  /** The layer that made that tensor, by the name under which it is drawn. */
  origin: string;
  /** The cell's layer. */
  layer: string;
  /** What is done with what it reads. */
  kind: "dot" | "mean" | "max" | "sum" | "activation";
  /** Its channel, row and column. */
  index: [number, number, number];
  /** The channels that it reads, half-open. */
  channels: [number, number];
  /** The rows that it reads, half-open; they may lie in the padding. */
  rows: [number, number];
  /** The columns that it reads, half-open; they may lie in the padding. */
  columns: [number, number];
  /** What is drawn of it: the patch; of a dot product the weights and the products, too. */
  tensors: string[];
  /** The bias; 0 where there is none. */
  bias: number;
  /** The result before the activation. */
  sum: number;
  /** The activation's name as it is written; empty where there is none. */
  function: string;
  /** The result after the activation, where one follows. */
  activated?: number;
  /** The same in per cent, as it is written, where that is a share, as of softmax. */
  share?: string;
  /** Whether the layer is drawn as it is before its activation. */
  raw?: boolean;
  /** How much is there: 1 what is read, 3 the sum, 4 the activation. */
  stage: number;
  /** Rows and columns of the network's input that the cell can see, where they are outlined. */
  field?: [[number, number], [number, number]];
}

/** What changes in a network. */
export interface NetworkChanges extends Changes {
  /** How many columns are there. */
  shown: number;
  /** Whether the columns that are not there yet are outlined. */
  outline?: boolean;
  /** The cell that is opened; where `view` is given, too, it is only marked, and its field. */
  open?: OpenCell;
  /** The class spoken of, from 0; none by default. */
  lit?: number;
  /** Which columns the camera frames, half-open: all, or an opened cell's and what it reads. */
  view?: [number, number];
  /** Whether the window that a marked cell reads is outlined, too. */
  window?: boolean;
}

/** A network column by column: stacks of maps, columns of neurons, the classes as bars. */
export interface Network extends Options {
  /** The layers, from the input on. */
  columns: Column[];
  /** The names of the classes. */
  classes: string[];
  /** What is written beside the bar of each: its probability. */
  percents: string[];
  /** How far a row of a map's cells runs to the right and up, as shares of a cell. */
  across: [number, number];
  /** How much lower each map stands than the one before it, for one step to the right. */
  along: number;
  /** Whether it stands beside other panels, not on the whole stage. */
  beside?: boolean;
  /** Whether a vector that comes last is drawn as bars, one a class. */
  barred?: boolean;
}

/** Where a tap on a box leads. */
export interface Link {
  /** The parameters that it sets. */
  values: Record<string, number | string>;
  /** The scene of the step that shows it; empty for the panel's own. */
  scene?: string;
  /** The frame of that scene, from 0. */
  frame?: number;
}

/** A box of a graph: a layer, or a block of layers; places are in the panel's units. */
export interface GraphNode {
  /** What is written in it. */
  name: string;
  /** What is written below its name; empty where nothing is. */
  text: string;
  /** Its left end. */
  x: number;
  /** Its upper end. */
  y: number;
  /** Its hue; none where it cannot be computed, and is grey. */
  stage?: Stage;
  /** Whether it is a block, of which only the whole is drawn. */
  folded?: boolean;
  /** Whether it belongs to what is around the block that is drawn. */
  outside?: boolean;
  /** Where a tap on it leads. */
  link?: Link;
}

/** What changes in a graph. */
export interface GraphChanges extends Changes {
  /** The box spoken of, from 0; none by default, or −1. */
  lit?: number;
}

/** A network as boxes, and the paths that part and join between them. */
export interface Graph extends Options {
  /** The boxes, in the order in which they are computed. */
  nodes: GraphNode[];
  /** The points of each path, from a box to one that reads it. */
  edges: [number, number][][];
  /** Height and width of a box, in units. */
  box: [number, number];
}

/** One line of a program. */
export interface CodeLine {
  /** Its text in pieces, each with the token of its colour. */
  pieces: [string, string][];
  /** The hue of what it makes; none where it makes nothing. */
  stage?: Stage;
  /** The shape of what it makes. */
  shape?: string;
  /** How many parameters it has. */
  count?: string;
}

/** What changes in a program. */
export interface CodeChanges extends Changes {
  /** The line spoken of, from 0; none by default, or −1. */
  lit?: number;
  /** How many lines have their shape and count beside them; none by default. */
  made?: number;
  /** The first and the last line that are open, from 0: all by default, the others are folded. */
  open?: [number, number];
  /** The line at which a second column begins, where the stage is wide enough; none by default. */
  split?: number;
}

/** A program, line by line, with what each line makes beside it. */
export interface Code extends Options {
  /** The lines. */
  lines: CodeLine[];
}

/** One part of a diagram; places and lengths are in the panel's units. */
export interface Part {
  /** What it is. */
  shape: "box" | "disc" | "line" | "text" | "picture";
  /** It is there once the frame's `shown` is greater than this. */
  at: number;
  /** Whether it is seen only on its way from one beat to the next. */
  passing?: boolean;
  /** It has gone once the frame's `shown` is greater than this; by default it stays. */
  until?: number;
  /** Its left end, or its middle if it is a disc or a centred text. */
  x?: number;
  /** Its upper end, or its middle if it is a disc or a text. */
  y?: number;
  /** A box's width; the width into which a text has to fit. */
  width?: number;
  /** A box's height. */
  height?: number;
  /** A disc's radius. */
  r?: number;
  /** The points of a line. */
  points?: [number, number][];
  /** What is written. */
  text?: string;
  /** The token of its colour; by default muted, of a text ink. */
  colour?: string;
  /** The size of its letters, in those of a label. */
  size?: number;
  /** Where a text has its x. */
  align?: "left" | "center" | "right";
  /** Whether a box or disc is filled with its colour. */
  filled?: boolean;
  /** Whether a line ends in an arrow. */
  arrow?: boolean;
  /** Whether its line is dashed. */
  dashed?: boolean;
  /** How wide its line is, in pixels. */
  line?: number;
  /** Instead of that, how wide it is in the panel's units. */
  thick?: number;
  /** What a picture shows in its box. */
  tensor?: string;
  /**
   * How far it stands to the right of its place and below it, by `shown` from 1 on; from one to the next it moves, and
   * after the last it stays.
   */
  moves?: [number, number][];
  /** How many times as large a box or picture is, by `shown` likewise; its upper left corner is where it stands. */
  times?: number[];
  /** Whether a box comes from its left end on, as a bar, not from its middle. */
  rightward?: boolean;
}

/** What happened in a year. */
export interface Event {
  /** The year. */
  year: number;
  /** What happened. */
  title: string;
  /** More of it. */
  text: string;
  /**
   * A diagram above the words, in units of which 112 are as wide as its room: its parts that are there from the
   * beginning.
   */
  parts?: Part[];
  /** Instead of that a network's layers in a row: the stage of each, and its height, 0 to 1. */
  layers?: [Stage, number][];
  /** Which of them begin a shortcut past two layers, from 0. */
  shortcuts?: number[];
  /** How long after the event before it, where there is room to say so. */
  since?: string;
}

/** What changes on a timeline. */
export interface TimelineChanges extends Changes {
  /** How many events are there. */
  shown: number;
  /** The event spoken of, from 0; none by default. */
  lit?: number;
}

/** Years on a line, and what happened in them. */
export interface Timeline extends Options {
  /** The events, from left to right, each with its year on one line, to scale. */
  events: Event[];
}

/** What changes in a diagram. */
export interface DrawingChanges extends Changes {
  /** How many of its parts, in order of their `at`, are there; all by default. */
  shown?: number;
}

/** A diagram given as data: boxes, discs, lines and words. */
export interface Drawing extends Options {
  /** The parts, the first at the back. */
  parts: Part[];
}

/** What changes on an arc. */
export interface ArcChanges extends Changes {
  /** Whether the source's picture has gone along it; it goes while this becomes true. */
  sent?: boolean;
  /** Whether something has come back along it, as an arrow that grows while this becomes true. */
  back?: boolean;
}

/** An arrow from one panel to another, past what stands between them: over it, or below. */
export interface Arc extends Options {
  /** The panel, a grid, that it comes from. */
  source: string;
  /** The panel that it leads to. */
  target: string;
  /** What is written on it. */
  text?: string;
  /**
   * The other way from the source to the target, and on: panel by panel, with those two. What comes back takes it as
   * well.
   */
  along?: string[];
}

/** The options of a panel by its kind. */
export interface PanelOptions {
  grid: Grid;
  stack: Stack;
  tiles: Tiles;
  sheet: Sheet;
  strip: Strip;
  volume: Volume;
  pad: Pad;
  products: Products;
  pick: Pick;
  table: Table;
  bars: Bars;
  lines: Lines;
  curve: Curve;
  ruler: Ruler;
  cone: Cone;
  blocks: Blocks;
  network: Network;
  graph: Graph;
  code: Code;
  timeline: Timeline;
  drawing: Drawing;
  arc: Arc;
}

/** What may change in a panel by frame. */
export interface PanelChanges {
  grid: GridChanges;
  stack: StackChanges;
  tiles: TilesChanges;
  sheet: SheetChanges;
  strip: StripChanges;
  volume: VolumeChanges;
  pad: PadChanges;
  products: ProductsChanges;
  pick: PickChanges;
  table: TableChanges;
  bars: BarsChanges;
  lines: LinesChanges;
  curve: CurveChanges;
  ruler: RulerChanges;
  cone: ConeChanges;
  blocks: BlocksChanges;
  network: NetworkChanges;
  graph: GraphChanges;
  code: CodeChanges;
  timeline: TimelineChanges;
  drawing: DrawingChanges;
  arc: ArcChanges;
}

export type Kind = keyof PanelOptions;

/** A panel of any kind, told apart by it. */
export type AnyPanel = { [K in Kind]: PanelRecord<K> }[Kind];
