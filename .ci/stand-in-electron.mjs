// A folder that looks to electron-builder like Electron's distribution for Linux, where the real one cannot
// be had: what it renames, copies and writes is there, and a binary whose fuses can be flipped and read.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Before the fuses, in every binary of Electron. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSE_VERSION = 1;
/** As Electron ships: of eight fuses all but three are on. */
const AS_SHIPPED = '10110001';

const FILES = [
  'LICENSE',
  'LICENSES.chromium.html',
  'chrome-sandbox',
  'chrome_crashpad_handler',
  'chrome_100_percent.pak',
  'icudtl.dat',
  'libffmpeg.so',
  'resources.pak',
  'snapshot_blob.bin',
  'v8_context_snapshot.bin',
  'locales/en-US.pak',
  'locales/de.pak',
];

/** @param {string} folder @param {string} version */
export function makeStandIn(folder, version) {
  for (const part of ['locales', 'resources']) mkdirSync(join(folder, part), { recursive: true });
  for (const file of FILES) writeFileSync(join(folder, file), 'stand-in');
  writeFileSync(join(folder, 'version'), version);
  const fuses = Buffer.concat([
    Buffer.from(SENTINEL),
    Buffer.from([FUSE_VERSION, AS_SHIPPED.length]),
    Buffer.from(AS_SHIPPED),
  ]);
  const binary = Buffer.concat([
    Buffer.from('\x7fELF'),
    Buffer.alloc(4096),
    fuses,
    Buffer.alloc(64),
  ]);
  writeFileSync(join(folder, 'electron'), binary, { mode: 0o755 });
}
