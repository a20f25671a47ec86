// What can be said about a file before a byte of it is sent. The server looks into it; this only spares the wait.

const videoEndings = new Set([
  'mp4', 'm4v', 'mov', 'qt', 'webm', 'mkv', 'avi', 'mpg', 'mpeg', 'm2v', 'm2ts', 'mts', 'ts', 'vob',
  '3gp', '3g2', 'wmv', 'asf', 'flv', 'f4v', 'ogv', 'mxf', 'divx', 'hevc', 'h264', 'h265', 'dv',
]);

const kindsByEnding = new Map(Object.entries({
  txt: 'text', md: 'text', csv: 'text', srt: 'text', vtt: 'text', json: 'text', xml: 'text', html: 'text', log: 'text',
  jpg: 'picture', jpeg: 'picture', png: 'picture', gif: 'picture', webp: 'picture', heic: 'picture', avif: 'picture', svg: 'picture',
  mp3: 'audio', wav: 'audio', m4a: 'audio', aac: 'audio', flac: 'audio', ogg: 'audio', opus: 'audio',
  pdf: 'document', doc: 'document', docx: 'document', xls: 'document', xlsx: 'document', ppt: 'document', pptx: 'document',
  zip: 'archive', rar: 'archive', '7z': 'archive', gz: 'archive', tar: 'archive', dmg: 'archive', exe: 'program', apk: 'program',
}));

function endingOf(name) {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** text, picture, audio, document, archive, program, unknown; null when it may well be a video. */
export function wrongKind(name, type) {
  const ending = endingOf(name);
  if (videoEndings.has(ending) || type.startsWith('video/')) {
    return null;
  }
  if (kindsByEnding.has(ending)) {
    return kindsByEnding.get(ending);
  }
  if (type.startsWith('text/')) {
    return 'text';
  }
  if (type.startsWith('image/')) {
    return 'picture';
  }
  if (type.startsWith('audio/')) {
    return 'audio';
  }
  // A nameless ending with no type at all: let the server look.
  return ending === '' && type === '' ? null : 'unknown';
}

/** The same file picked again has the same one, in any browser of the person. */
export function fingerprint(file, userId) {
  return ['videosaas', userId, file.name, file.size, file.lastModified].join('-');
}
