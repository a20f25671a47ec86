// Speed, time left and sizes. Nothing here touches the page or a clock.

const windowMs = 8000;
const settleMs = 3000;

/** Bytes a second over the last seconds: smooth enough to read, quick enough to follow a network that changes. */
export class Pace {
  #samples = [];
  #shownSeconds = null;

  /** Forgets what was: a pause or a new connection says nothing about the pace to come. */
  restart() {
    this.#samples = [];
    this.#shownSeconds = null;
  }

  /** @param {number} sent bytes so far @param {number} nowMs */
  note(sent, nowMs) {
    const last = this.#samples.at(-1);
    if (last && sent < last.sent) {
      // The server had less than we sent: count again from there.
      this.restart();
    }

    this.#samples.push({ sent, nowMs });
    while (this.#samples.length > 2 && nowMs - this.#samples[0].nowMs > windowMs) {
      this.#samples.shift();
    }
  }

  /** Null until it means something. */
  bytesPerSecond() {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    const elapsed = first && last ? last.nowMs - first.nowMs : 0;
    return elapsed >= 500 ? ((last.sent - first.sent) * 1000) / elapsed : null;
  }

  /** Whole seconds in readable steps, or null while unknown. Never jumps up by more than one step. */
  secondsLeft(remaining) {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    const speed = this.bytesPerSecond();
    if (!speed || last.nowMs - first.nowMs < settleMs) {
      return this.#shownSeconds;
    }

    const next = roundUp(remaining / speed);
    const shown = this.#shownSeconds;
    this.#shownSeconds = shown === null || next <= shown ? next : Math.min(next, shown + stepAt(shown));
    return this.#shownSeconds;
  }
}

function stepAt(seconds) {
  return seconds < 60 ? 5 : 30;
}

/** Steps of 5 s under a minute, of half a minute above. */
export function roundUp(seconds) {
  const step = stepAt(seconds);
  return Math.max(step, Math.ceil(seconds / step) * step);
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

function unitOf(bytes) {
  let unit = 0;
  let value = bytes;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return unit;
}

function inUnit(bytes, unit, language) {
  const value = bytes / 1000 ** unit;
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

/** "412 MB" */
export function size(bytes, language) {
  const unit = unitOf(bytes);
  return `${inUnit(bytes, unit, language)} ${units[unit]}`;
}

/** "412 of 890 MB": both in the unit of the whole. */
export function sizeOf(sent, total, language, template) {
  const unit = unitOf(total);
  return fill(template, inUnit(sent, unit, language), `${inUnit(total, unit, language)} ${units[unit]}`);
}

/** Whole percent, down: 100 means that nothing is missing. */
export function percent(sent, total) {
  return total === 0 ? 100 : Math.floor((sent / total) * 100);
}

/** Replaces {0}, {1} … */
export function fill(template, ...values) {
  return template.replace(/\{(\d+)\}/g, (whole, index) => values[index] ?? whole);
}

/** "45 s left", "3.5 min left" */
export function timeLeft(seconds, language, texts) {
  if (seconds === null) {
    return '';
  }
  return seconds < 60
    ? fill(texts.secondsLeft, seconds)
    : fill(texts.minutesLeft, new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(seconds / 60));
}
