// Builds dist/app, the folder that the desktop app is packaged from: the studio, the shell with the host
// (dist/desktop inside of it), and the packages that those import.
import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildDemo } from './build-demo.mjs';
import { buildNode } from './build-node.mjs';
import { fingerprint, savedFingerprint } from './fingerprint.mjs';
import { publishFolder } from './publish-folder.mjs';
import { importedPackages, stagePackages } from './stage-packages.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outDir = 'dist/app';
const sources = [
  'dist/demo/.fingerprint',
  'dist/node/.fingerprint',
  'app',
  'electron',
  'engine',
  'package.json',
  'package-lock.json',
  '.ci/build-desktop.mjs',
  '.ci/stage-packages.mjs',
];
/** Of the static site, what the app does not serve. */
const OF_STATIC_HOSTS =
  /[\\/](?:_headers|README\.txt|\.nojekyll|\.fingerprint|service-worker\.js)$/;
const WORKERS = ['worker.js', 'native-worker.js'];

/** @param {{ quiet?: boolean }} options @returns {Promise<'built' | 'current'>} */
export async function buildDesktop({ quiet = false } = {}) {
  await buildDemo({ quiet });
  await buildNode({ quiet });
  process.chdir(root);
  const print = fingerprint(sources);
  if (savedFingerprint(outDir) === print) return 'current';
  const temporary = `dist/.app-${process.pid}`;
  const programs = `${temporary}/dist/desktop`;
  rmSync(temporary, { recursive: true, force: true });
  const options = { quiet, outDir: programs };
  await bundle({ main: 'electron/main.ts', host: 'electron/shell/open-host.ts' }, 'es', options);
  await bundle({ preload: 'electron/preload.ts' }, 'cjs', options);
  copyWorkers(programs);
  cpSync('dist/demo', `${temporary}/dist/web`, {
    recursive: true,
    filter: (file) => !OF_STATIC_HOSTS.test(file),
  });
  const { version, description, license, homepage, dependencies } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  );
  const names = importedPackages(programs, new Set(Object.keys(dependencies)));
  const packages = stagePackages(root, names, temporary);
  writeFileSync(
    `${temporary}/package.json`,
    JSON.stringify({
      name: 'sluice',
      productName: 'Sluice',
      version,
      description,
      license,
      author: { name: 'The Sluice project' },
      // A deb must name one.
      homepage: homepage ?? 'https://sluice.example/',
      type: 'module',
      main: 'dist/desktop/main.js',
    }),
  );
  publishFolder(temporary, outDir, print);
  if (!quiet) console.log(`desktop build: ${outDir} (${packages.length} packages)`);
  return 'built';
}

/** Without maps: what is packaged holds no paths of the machine that built it. */
async function bundle(input, format, { quiet, outDir }) {
  // Imported here: a run that needs no build should not pay for loading Vite.
  const { build } = await import('vite');
  const extension = format === 'cjs' ? 'cjs' : 'js';
  await build({
    configFile: false,
    root,
    logLevel: quiet ? 'error' : 'warn',
    ssr: { external: ['electron'] },
    build: {
      ssr: true,
      target: 'node22',
      outDir,
      emptyOutDir: false,
      sourcemap: false,
      minify: false,
      rolldownOptions: {
        input,
        output: {
          format,
          entryFileNames: `[name].${extension}`,
          chunkFileNames: `chunk-[name]-[hash].${extension}`,
        },
      },
    },
  });
}

/** The engine starts its workers from the folder that its own code is in. */
function copyWorkers(folder) {
  const wanted = [...WORKERS];
  for (const name of wanted) {
    const text = readFileSync(join('dist/node', name), 'utf8');
    writeFileSync(join(folder, name), text.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n'));
    for (const [, chunk] of text.matchAll(/["']\.\/(chunk-[^"']+\.js)["']/g)) {
      if (!wanted.includes(chunk)) wanted.push(chunk);
    }
  }
  // DuckDB's module and extensions, where the build has fetched them.
  for (const name of readdirSync('dist/node')) {
    if (/\.wasm$|\.md$/.test(name)) copyFileSync(join('dist/node', name), join(folder, name));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildDesktop();
