// The numbers that move, drawn straight into the tray: elements that the page's framework leaves empty and never looks at
// again. So they go on while the connection to the server's page is lost, and cost it nothing.

import * as figures from './figures.js';

const announceEveryMs = 10000;
const announceStep = 25;

export class Painter {
  #announcedAt = -announceEveryMs;
  #announced = new Map();

  constructor(texts, language) {
    this.texts = texts;
    this.language = language;
  }

  paint(items, nowMs) {
    let longest = null;
    for (const item of items) {
      if (item.state !== 'uploading') {
        continue;
      }

      const left = item.pace.secondsLeft(item.file.size - item.sent);
      longest = left === null ? longest : Math.max(longest ?? 0, left);
      this.#row(item, left);
      this.#announce(item, left, nowMs);
    }

    for (const head of document.querySelectorAll('[data-upload-left]')) {
      write(head, longest === null ? '' : `· ${figures.timeLeft(longest, this.language, this.texts)}`);
    }
  }

  #row(item, left) {
    const row = document.querySelector(`[data-upload-row="${item.key}"]`);
    if (!row) {
      return;
    }

    const { texts, language } = this;
    const percent = figures.percent(item.sent, item.file.size);
    const speed = item.pace.bytesPerSecond();
    write(row.querySelector('[data-upload-line]'),
      `${figures.sizeOf(item.sent, item.file.size, language, texts.sizeOf)} · ${percent}%`);
    write(row.querySelector('[data-upload-speed]'),
      speed === null ? '' : figures.fill(texts.perSecond, figures.size(speed, language)));

    const bar = row.querySelector('[data-upload-bar]');
    if (bar) {
      bar.style.setProperty('--vs-upload-part', `${percent}%`);
      bar.setAttribute('aria-valuenow', percent);
      bar.setAttribute('aria-valuetext',
        [figures.fill(texts.percentSpoken, percent), figures.timeLeft(left, language, texts)].filter(Boolean).join(', '));
    }
  }

  /** Each quarter of a file, at most once in ten seconds. */
  #announce(item, left, nowMs) {
    const quarter = Math.floor(figures.percent(item.sent, item.file.size) / announceStep);
    const before = this.#announced.get(item.key) ?? 0;
    if (quarter <= before || nowMs - this.#announcedAt < announceEveryMs) {
      return;
    }

    this.#announced.set(item.key, quarter);
    this.#announcedAt = nowMs;
    const words = [item.file.name, figures.fill(this.texts.percentSpoken, quarter * announceStep),
      figures.timeLeft(left, this.language, this.texts)];
    write(document.querySelector('[data-upload-say]'), words.filter(Boolean).join(', '));
  }
}

function write(element, text) {
  if (element && element.textContent !== text) {
    element.textContent = text;
  }
}
