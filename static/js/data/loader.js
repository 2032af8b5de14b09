/**
 * Fetches what the state wants: one request at a time, the latest wins, the superseded is aborted.
 *
 * While one drags a slider every value would supersede the one before and none would ever arrive; so a
 * request for the same scene may finish first, for a quarter of a second, and then the latest follows.
 * While nothing is wanted, what may be of use later is fetched in idle moments. Once the server does
 * not answer, nothing is asked of it but whether it is there, until it is; scenes are then looked for in
 * what the browser keeps.
 */

import { scenePath } from "./requests.js";
import { loadScene } from "./scene-request.js";
import { ServerWatch } from "./server-watch.js";

/** @import { AskSocket, SceneEvent } from "./scene-request.js" */
/**
 * @typedef {SceneEvent | {type: "serverBack"} | {type: "otherVersion", key?: undefined}} LoaderEvent what became of a
 *   request, and of the server
 */
/**
 * @typedef {object} Job
 * @property {string} key
 * @property {AbortController} abort
 * @property {boolean} overdue whether it has had its time, where another one waits
 * @property {number} timer
 * @property {boolean} ahead whether it is of use later
 * @property {boolean} cacheOnly whether it asks only for what the browser keeps
 */

/** Milliseconds that a superseded request of the same scene may still take. */
const GRACE_MS = 250;

/** How the browser is asked for what it keeps, and for nothing else. @type {RequestInit} */
const FROM_CACHE = { cache: "only-if-cached", mode: "same-origin" };

export class Loader {
  /** @type {Job|null} */
  #job = null;
  /** @type {string[]} */
  #wanted = [];
  /** @type {string[]} */
  #later = [];
  #resting = false;
  /** What was asked for without an answer since the last one: asking again hurries nothing. @type {Set<string>} */
  #unanswered = new Set();
  /** What the browser does not keep either, while the server is away. @type {Set<string>} */
  #notCached = new Set();

  /**
   * @param {(event: LoaderEvent) => void} report
   * @param {typeof fetch} ask
   * @param {AskSocket} [askSocket]
   * @param {(work: () => void) => unknown} [whenIdle]
   */
  constructor(report, ask, askSocket = () => null, whenIdle = (work) => setTimeout(work, 0)) {
    this.report = report;
    this.ask = ask;
    this.askSocket = askSocket;
    this.whenIdle = whenIdle;
    this.server = new ServerWatch(
      ask,
      () => this.#comeBack(),
      () => report({ type: "otherVersion" }),
    );
  }

  /**
   * To be called whenever what is wanted changes.
   * @param {string[]} keys what is wanted, the most urgent first
   * @param {string[]} [later] what may be of use later
   */
  want = (keys, later = []) => {
    [this.#wanted, this.#later] = [keys, later];
    const [first] = keys;
    const job = this.#job;
    if (job && job.key === first) job.ahead = false;
    if (job && job.key !== first && !(first === undefined && job.ahead)) {
      const sameScene = first !== undefined && scenePath(job.key) === scenePath(first);
      if (sameScene && !job.overdue && !job.ahead) return;
      this.#abandon();
    }
    if (this.#job) return;
    if (first !== undefined) this.#start(first, false);
    else this.#fetchAhead();
  };

  #end() {
    clearTimeout(this.#job?.timer);
    this.#job = null;
  }

  #abandon() {
    const left = this.#job;
    this.#end();
    left?.abort.abort();
  }

  /** In an idle moment the first of what may be of use later. */
  #fetchAhead() {
    const next = () => this.#later.find((key) => !this.#notCached.has(key));
    if (this.#resting || next() === undefined) return;
    this.#resting = true;
    this.whenIdle(() => {
      this.#resting = false;
      const first = next();
      if (!this.#job && this.#wanted.length === 0 && first !== undefined) this.#start(first, true);
    });
  }

  /** @param {string} key @param {boolean} ahead */
  #start(key, ahead) {
    /** @type {Job} */
    const job = { key, abort: new AbortController(), overdue: false, timer: 0, ahead, cacheOnly: this.server.isLost };
    const onOverdue = () => {
      job.overdue = true;
      this.want(this.#wanted, this.#later);
    };
    job.timer = Number(setTimeout(onOverdue, GRACE_MS));
    this.#job = job;
    /** @type {typeof fetch} */
    const askCache = (url, init) => this.ask(url, { ...init, ...FROM_CACHE });
    const receive = (/** @type {SceneEvent} */ event) => this.#receive(job, event);
    if (job.cacheOnly) loadScene(key, job.abort, receive, askCache, () => null);
    else loadScene(key, job.abort, receive, this.ask, this.askSocket);
  }

  /** @param {Job} job @param {SceneEvent} event */
  #receive(job, event) {
    if (this.#job !== job) return;
    const complete = event.type !== "arrived" || event.scene.complete;
    const missed = event.type === "serverLost";
    if (complete) this.#end();
    if (missed) this.#miss(job);
    else if (complete && !job.cacheOnly) {
      this.server.answered();
      this.#unanswered.clear();
    }
    // What is fetched ahead is told once it is complete; that it could not be had, not at all.
    if (!job.ahead || (complete && !missed)) this.report(event);
    if (job.ahead || !missed) this.want(this.#wanted, this.#later);
  }

  /** @param {Job} job */
  #miss({ key, ahead, cacheOnly }) {
    this.#notCached.add(key);
    if (cacheOnly && !ahead && !this.#unanswered.has(key)) this.server.probe();
    this.#unanswered.add(key);
    this.server.markLost();
  }

  #comeBack() {
    this.#notCached.clear();
    if (this.#job?.cacheOnly) this.#abandon();
    this.report({ type: "serverBack" });
    this.want(this.#wanted, this.#later);
  }
}
