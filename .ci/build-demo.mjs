// `npm run build:demo`: dist/demo, the studio with its samples for any static host, from any folder of it.
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildWeb } from './build-web.mjs';
import { fingerprint, savedFingerprint } from './fingerprint.mjs';
import { publishFolder } from './publish-folder.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outDir = 'dist/demo';

const README = `Sluice, the studio: a static site.

Put the content of this folder anywhere on a web server: at its root, or in a folder. Nothing is
computed on the server and nothing is sent to it; data stay in the browser.

- HTTPS (or localhost) is needed for the studio to work offline and to keep data files.
- _headers holds the headers that the studio likes best, as Netlify, Cloudflare Pages and others read
  them. Elsewhere, send them by the server's own configuration. A host that can send no headers is
  fine, too: the service worker adds those that isolate the page from the second visit on, and the
  studio works without them.
- Files in assets/ have a hash in their name and may be cached for ever; all others must be asked for
  again (Cache-Control: no-cache).
- GitHub Pages: the empty file .nojekyll makes it serve every file.
`;

/** @param {{ quiet?: boolean }} options @returns {Promise<'built' | 'current'>} */
export async function buildDemo({ quiet = false } = {}) {
  await buildWeb({ quiet });
  process.chdir(root);
  const print = fingerprint(['dist/web/.fingerprint', '.ci/build-demo.mjs']);
  if (savedFingerprint(outDir) === print) return 'current';
  const temporary = `dist/.demo-${process.pid}`;
  rmSync(temporary, { recursive: true, force: true });
  cpSync('dist/web', temporary, { recursive: true, filter: (file) => !file.endsWith('.map') });
  for (const file of filesIn(temporary)) withoutMap(file);
  writeFileSync(join(temporary, 'README.txt'), README);
  writeFileSync(join(temporary, '.nojekyll'), '');
  const bytes = filesIn(temporary).reduce((sum, file) => sum + statSync(file).size, 0);
  publishFolder(temporary, outDir, print);
  if (!quiet) console.log(`demo build: ${outDir} (${(bytes / 1e6).toFixed(1)} MB)`);
  return 'built';
}

/** @param {string} folder */
const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => resolve(entry.parentPath, entry.name));

/** Maps are left out: so is the line that names one. */
function withoutMap(file) {
  if (!/\.(js|css)$/.test(file)) return;
  const text = readFileSync(file, 'utf8');
  const shorter = text.replace(/\n\/[/*]# sourceMappingURL=\S+?\.map(?: \*\/)?\s*$/, '\n');
  if (shorter !== text) writeFileSync(file, shorter);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildDemo();
