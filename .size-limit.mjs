// What the browser loads before the studio is there: the entry and all it imports statically, which
// the built page names. The engine comes after it, in a worker.
import { readFileSync } from 'node:fs';

const html = readFileSync('dist/web/index.html', 'utf8');
const loaded = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(
  ([, file]) => `dist/web/${file}`,
);

export default [
  { name: 'JavaScript before the engine', path: loaded, limit: '300 kB', gzip: true },
];
