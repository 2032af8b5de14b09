/** Whether the server is there: once it does not answer it is asked, less and less often, until it does. */

import { HEALTH } from "./requests.js";
import { PATIENCE_MS } from "./scene-request.js";
import { OtherVersion } from "./version.js";

/** Milliseconds until it is asked whether it is there: at first, and at most. */
const FIRST_PROBE_MS = 500;
const LAST_PROBE_MS = 15_000;

export class ServerWatch {
  isLost = false;
  #probing = false;
  #delay = FIRST_PROBE_MS;
  #timer = 0;

  /** @param {typeof fetch} ask @param {() => void} onBack @param {() => void} onOtherVersion */
  constructor(ask, onBack, onOtherVersion) {
    this.ask = ask;
    this.onBack = onBack;
    this.onOtherVersion = onOtherVersion;
  }

  /** It has answered: the next time that it is lost, it is asked soon. */
  answered() {
    this.#delay = FIRST_PROBE_MS;
  }

  /** It did not answer. */
  markLost() {
    if (this.isLost) return;
    this.isLost = true;
    this.#timer = Number(setTimeout(() => this.probe(), this.#delay));
  }

  /** Asks at once whether it does again, where it was lost. */
  async probe() {
    if (!this.isLost || this.#probing) return;
    clearTimeout(this.#timer);
    this.#delay = Math.min(2 * this.#delay, LAST_PROBE_MS);
    this.#probing = true;
    const there = await this.#isThere();
    this.#probing = false;
    if (!there) this.#timer = Number(setTimeout(() => this.probe(), this.#delay));
    else if (this.isLost) {
      this.isLost = false;
      clearTimeout(this.#timer);
      this.onBack();
    }
  }

  /** Asks whether it is still of the page's version, where it is not lost. */
  checkVersion() {
    if (!this.isLost) this.#isThere();
  }

  /** Whether it answers; tells where it is of another version. */
  async #isThere() {
    try {
      return (await this.ask(HEALTH, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) })).ok;
    } catch (error) {
      const other = error instanceof OtherVersion;
      if (other) this.onOtherVersion();
      return other;
    }
  }
}
