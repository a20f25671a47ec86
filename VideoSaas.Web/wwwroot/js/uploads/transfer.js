// One file on its way: the tus client, and what its errors mean to a person.

import '../../lib/tus-js-client/tus.min.js';
import { fingerprint } from './files.js';
import { Pace } from './figures.js';

// A request of bounded length passes proxies that limit or buffer bodies, keeps the percent honest behind them, and lets a
// renewed login take effect; at 32 MiB the round trip between two costs about one part in a hundred on a fast line.
const chunkBytes = 32 * 1024 * 1024;

// A server that restarts is back within a minute.
const retryDelays = [0, 1000, 2000, 4000, 8000, 8000, 15000, 15000, 15000];
const comeBackMs = 15000;

let count = 0;

export class Transfer {
  #upload = null;
  #release = null;
  #comeBack = null;
  #run = 0;

  /** @param {File} file @param {object} host endpoint, userId, texts, changed() */
  constructor(file, host) {
    this.key = `u${++count}`;
    this.file = file;
    this.host = host;
    this.print = fingerprint(file, host.userId);
    this.pace = new Pace();
    this.url = null;
    this.sent = 0;
    this.sentence = null;
    // waiting, uploading, paused, offline, signedOut, elsewhere, cancelled, failed, refused, done
    this.state = 'waiting';
  }

  get token() {
    return this.url ? new URL(this.url, location.href).pathname.split('/').pop() : null;
  }

  get isActive() {
    return this.state === 'uploading' || this.state === 'offline';
  }

  async start(knownUrl) {
    const run = ++this.#run;
    this.#clear();
    this.sentence = null;
    this.pace.restart();
    this.#become('uploading');
    if (!await this.#hold()) {
      this.#become('elsewhere');
      return;
    }

    this.url ??= knownUrl;
    const upload = new window.tus.Upload(this.file, this.#options(run));
    if (!this.url) {
      const [earlier] = await upload.findPreviousUploads();
      if (earlier) {
        upload.resumeFromPreviousUpload(earlier);
      }
    }

    // Paused or cancelled meanwhile.
    if (run === this.#run && this.state === 'uploading') {
      this.#upload = upload;
      upload.start();
    }
  }

  pause() {
    this.#halt('paused');
  }

  /** Stops; the bytes at the server are removed by {@link discard}, so that this can be taken back. */
  cancel() {
    this.#halt('cancelled');
  }

  refuse(sentence) {
    this.sentence = sentence;
    this.#become('refused');
  }

  /** Ends it at the server too. */
  async discard() {
    this.#halt('cancelled');
    const [earlier] = await new window.tus.Upload(this.file, this.#options(this.#run)).findPreviousUploads();
    if (earlier) {
      localStorage.removeItem(earlier.urlStorageKey);
    }
    if (this.url) {
      await terminate(this.url);
    }
  }

  #halt(state) {
    this.#run++;
    this.#clear();
    this.#become(state);
  }

  #clear() {
    clearTimeout(this.#comeBack);
    this.#upload?.abort();
    this.#upload = null;
    this.#release?.();
    this.#release = null;
  }

  #become(state) {
    this.state = state;
    this.host.changed();
  }

  /** Two tabs with one file would take it from each other for ever: the first one has it. */
  #hold() {
    if (!navigator.locks) {
      return Promise.resolve(true);
    }
    return new Promise(resolve => {
      navigator.locks.request(this.print, { ifAvailable: true }, lock => {
        resolve(lock !== null);
        return lock ? new Promise(release => { this.#release = release; }) : undefined;
      });
    });
  }

  #options(run) {
    const ifCurrent = deed => (...values) => run === this.#run ? deed(...values) : undefined;
    return {
      endpoint: this.host.endpoint,
      uploadUrl: this.url,
      chunkSize: chunkBytes,
      retryDelays,
      fingerprint: () => Promise.resolve(this.print),
      storeFingerprintForResuming: true,
      removeFingerprintOnSuccess: true,
      metadata: {
        filename: this.file.name,
        filetype: this.file.type,
        lastmodified: String(this.file.lastModified),
        clientuploadid: this.print,
      },
      onUploadUrlAvailable: ifCurrent(() => {
        this.url = this.#upload?.url ?? this.url;
        this.host.changed();
      }),
      onProgress: ifCurrent(sent => {
        this.sent = sent;
        this.pace.note(sent, performance.now());
      }),
      onSuccess: ifCurrent(() => {
        this.url = this.#upload?.url ?? this.url;
        this.sent = this.file.size;
        this.#upload = null;
        this.#clear();
        this.#become('done');
      }),
      onError: ifCurrent(error => this.#failed(error)),
    };
  }

  #failed(error) {
    const status = error.originalResponse?.getStatus() ?? 0;
    const said = sentenceOf(error.originalResponse);
    this.#upload = null;
    this.#clear();
    if (status === 401) {
      this.#become('signedOut');
    } else if (status === 404 || status === 410) {
      // Expired, or ended in another tab: what is left is to begin again.
      this.url = null;
      this.sent = 0;
      this.sentence = this.host.texts.gone;
      this.#become('failed');
    } else if (said) {
      this.sentence = said;
      this.#become(status === 413 ? 'refused' : 'failed');
    } else if (status === 0 || status >= 500 || status === 409 || status === 423) {
      this.#become('offline');
      this.#comeBack = setTimeout(() => this.start(), comeBackMs);
    } else {
      this.sentence = this.host.texts.failed;
      this.#become('failed');
    }
  }
}

/** The server's own words, when it sent some; an error page of a proxy is none. */
function sentenceOf(response) {
  const type = response?.getHeader('Content-Type') ?? '';
  return type.startsWith('text/plain') ? response.getBody().trim() : '';
}

/** Ends an upload at the server; one that is gone already is fine. */
export async function terminate(url) {
  try {
    await fetch(url, { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' }, keepalive: true });
  } catch {
    // Offline: it expires by itself.
  }
}
