// `npm run desktop`: builds the desktop app and starts it, where Electron's binary is there.
// Usage: npm run desktop -- [pipeline files]
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDesktop } from './build-desktop.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Exit code where there is no Electron: as shells say of a command that is not there. */
const NOT_FOUND = 127;

const electron = findElectron();
if (electron === undefined) {
  console.error(`The desktop app needs Electron's binary, which is not here.
  Have it downloaded:   npx install-electron
  or name one:          ELECTRON_PATH=/path/to/electron npm run desktop
  or use the browser:   npm start`);
  process.exit(NOT_FOUND);
}
await buildDesktop();
const files = process.argv.slice(2);
const child = spawn(electron, [join(root, 'dist/app'), ...files], {
  stdio: 'inherit',
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
child.on('error', (error) => {
  console.error(`Electron could not be started from ${electron}: ${error.message}`);
  process.exit(NOT_FOUND);
});
child.on('exit', (code) => process.exit(code ?? 1));

/** Not through the package itself: what it exports downloads the binary when it is asked. */
function findElectron() {
  const { ELECTRON_PATH } = process.env;
  if (ELECTRON_PATH) return existsSync(ELECTRON_PATH) ? ELECTRON_PATH : undefined;
  const folder = join(root, 'node_modules/electron');
  try {
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
