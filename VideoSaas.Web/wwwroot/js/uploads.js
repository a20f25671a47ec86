// The upload queue of this tab. It belongs to the page, not to the connection with the server's page: files go on while that
// is lost and while the person moves between pages. The tray mirrors it, and its buttons act here by their data attributes.

import { size, fill } from './uploads/figures.js';
import { wrongKind } from './uploads/files.js';
import { Painter } from './uploads/paint.js';
import { Transfer, terminate } from './uploads/transfer.js';

const atOnce = 2;
const paintEveryMs = 250;
const undoMs = 6000;

const items = [];

// Dropped or picked before the tray was there to say how to send them.
const early = [];
let host = null;
let painter = null;
let mirror = null;
let known = [];
let isMirrorStale = false;
let ticker = null;
let pickFor = null;

/**
 * Called by each tray that is drawn; a later one takes the mirror over.
 * @param {object} tray .NET reference with QueueChanged
 * @param {object} config endpoint, userId, maxBytes, language, texts
 */
export function attach(tray, config) {
  mirror = tray;
  host = { ...config, changed };
  painter = new Painter(config.texts, config.language);
  for (const item of items) {
    item.host = host;
  }
  addFiles(early.splice(0));
}

export function detach(tray) {
  if (mirror === tray) {
    mirror = null;
  }
}

/** Unfinished uploads that the server knows: token, name, size, lastModified. Picking their file goes on. */
export function setKnown(uploads) {
  known = uploads;
}

/** Adds files as if they were dropped. */
export function addFiles(files) {
  if (host === null) {
    early.push(...files);
    return;
  }
  for (const file of files) {
    add(file);
  }
  changed();
}

function add(file) {
  const item = new Transfer(file, host);
  const same = items.find(other => other.print === item.print && !['done', 'refused'].includes(other.state));
  if (same) {
    if (['paused', 'failed', 'signedOut', 'elsewhere', 'cancelled'].includes(same.state)) {
      enqueue(same);
    }
    return;
  }

  items.push(item);
  const kind = wrongKind(file.name, file.type);
  if (kind) {
    item.refuse(host.texts.wrongKind[kind]);
  } else if (file.size === 0) {
    item.refuse(host.texts.empty);
  } else if (file.size > host.maxBytes) {
    item.refuse(fill(host.texts.tooLarge, size(host.maxBytes, host.language)));
  } else {
    resumeKnown(item);
  }
}

/** A person who asked for one upload's file means that one, even where its name or date got lost on the way. */
function resumeKnown(item) {
  const { name, size: bytes, lastModified } = item.file;
  const alike = known.filter(upload => upload.size === bytes);
  if (pickFor) {
    const wanted = alike.find(upload =>
      upload.token === pickFor && (upload.name === name || upload.lastModified === lastModified));
    if (!wanted && known.some(upload => upload.token === pickFor)) {
      item.refuse(host.texts.otherFile);
      return;
    }
    item.knownUrl = wanted && urlOf(wanted);
    return;
  }

  const same = alike.find(upload => upload.name === name && upload.lastModified === lastModified);
  item.knownUrl = same && urlOf(same);
}

function urlOf(upload) {
  return `${host.endpoint}/${upload.token}`;
}

function enqueue(item) {
  clearTimeout(item.undo);
  item.state = 'waiting';
  changed();
}

function pump() {
  let running = items.filter(item => item.isActive).length;
  for (const item of items) {
    if (running >= atOnce) {
      break;
    }
    if (item.state === 'waiting') {
      running++;
      item.start(item.knownUrl);
    }
  }
}

let isChanging = false;

function changed() {
  // Starting an item changes it: one round at a time.
  if (isChanging || host === null) {
    return;
  }
  isChanging = true;
  queueMicrotask(() => {
    isChanging = false;
    pump();
    isMirrorStale = true;
    tellIdle();
    tick();
    ticker ??= setInterval(tick, paintEveryMs);
  });
}

function tick() {
  painter.paint(items, performance.now());
  if (isMirrorStale && mirror) {
    show();
  }
  if (!isMirrorStale && !items.some(item => item.state === 'uploading')) {
    clearInterval(ticker);
    ticker = null;
  }
}

async function show() {
  isMirrorStale = false;
  const rows = items.map(item => ({
    key: item.key,
    name: item.file.name,
    sizeBytes: item.file.size,
    sentBytes: item.sent,
    state: item.state,
    token: item.token,
    sentence: item.sentence,
  }));
  try {
    await mirror.invokeMethodAsync('QueueChanged', rows);
  } catch {
    // The page's connection is lost; it is shown when there is one again.
    isMirrorStale = true;
  }
}

const deeds = {
  pick(button) {
    pickFor = button.dataset.uploadToken ?? null;
    document.querySelector('[data-upload-input]')?.click();
  },
  pause: (_, item) => item?.pause(),
  resume: (_, item) => item && enqueue(item),
  retry: (_, item) => item && enqueue(item),
  undo: (_, item) => item && enqueue(item),
  cancel(_, item) {
    if (!item) {
      return;
    }
    item.cancel();
    item.undo = setTimeout(async () => {
      await item.discard();
      remove(item);
    }, undoMs);
  },
  dismiss: (_, item) => item && remove(item),
  discard: button => host && terminate(`${host.endpoint}/${button.dataset.uploadToken}`),
  pauseAll: () => items.filter(item => item.isActive || item.state === 'waiting').forEach(item => item.pause()),
  resumeAll: () => items.filter(item => item.state === 'paused').forEach(enqueue),
  clear: () => items.filter(item => ['done', 'refused', 'failed'].includes(item.state)).forEach(remove),
};

function remove(item) {
  const index = items.indexOf(item);
  if (index >= 0) {
    items.splice(index, 1);
    changed();
  }
}

const isUploading = () => items.some(item => item.isActive || item.state === 'waiting');
let wasUploading = false;

/** A page that would reload itself waits for this. */
function tellIdle() {
  if (wasUploading && !isUploading()) {
    document.dispatchEvent(new CustomEvent('vs-uploads-idle'));
  }
  wasUploading = isUploading();
}

function listen() {
  (window.videoSaas ??= {}).isUploading = isUploading;
  document.addEventListener('click', event => {
    const button = event.target.closest?.('[data-upload-action]');
    if (button) {
      const item = items.find(one => one.key === button.dataset.uploadKey);
      deeds[button.dataset.uploadAction]?.(button, item);
    }
  });

  document.addEventListener('change', event => {
    if (event.target.matches?.('[data-upload-input]')) {
      addFiles([...event.target.files]);
      event.target.value = '';
      pickFor = null;
    }
  });

  document.addEventListener('keydown', event => {
    const isTyping = event.target.closest?.('input, textarea, select, [contenteditable]');
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey && !event.repeat;
    if (event.code === 'KeyU' && isPlain && !isTyping && !document.querySelector('.mud-dialog')) {
      deeds.pick(document.body);
    }
  });

  window.addEventListener('online', () => items.filter(item => item.state === 'offline').forEach(item => item.start()));
  listenToDrops();
}

function listenToDrops() {
  // Entering a child leaves its parent: only the count tells whether the pointer is still over the page.
  let depth = 0;
  const hasFiles = event => event.dataTransfer?.types?.includes('Files') && document.querySelector('[data-upload-input]');
  const showZone = isOver => document.documentElement.classList.toggle('vs-dropping', isOver);

  window.addEventListener('dragenter', event => {
    if (hasFiles(event)) {
      depth++;
      showZone(true);
    }
  });
  window.addEventListener('dragleave', event => {
    if (hasFiles(event) && --depth <= 0) {
      depth = 0;
      showZone(false);
    }
  });
  window.addEventListener('dragover', event => {
    if (hasFiles(event)) {
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    }
  });
  window.addEventListener('drop', event => {
    if (hasFiles(event)) {
      event.preventDefault();
      depth = 0;
      showZone(false);
      addFiles(withoutFolders(event.dataTransfer));
    }
  });
}

listen();

/** A dropped folder looks like a small file that cannot be read. */
function withoutFolders(transfer) {
  const entries = [...transfer.items].filter(one => one.kind === 'file');
  return [...transfer.files].filter((_, index) => !entries[index]?.webkitGetAsEntry?.()?.isDirectory);
}
