// Packages the desktop app for Linux over a stand-in for Electron, as a folder: all that is ours is real.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, Platform } from 'electron-builder';
import config from '../electron-builder.config.mjs';
import { buildDesktop } from './build-desktop.mjs';
import { makeStandIn } from './stand-in-electron.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @returns {Promise<{ folder: string, remove: () => void }>} */
export async function packageStandIn() {
  await buildDesktop({ quiet: true });
  const temporary = mkdtempSync(join(tmpdir(), 'sluice-package-'));
  const electronDist = join(temporary, 'electron');
  const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies;
  makeStandIn(electronDist, version.electron);
  const output = join(temporary, 'out');
  await build({
    projectDir: root,
    targets: Platform.LINUX.createTarget('dir'),
    config: { ...config, electronDist, directories: { ...config.directories, output } },
  });
  return {
    folder: join(output, 'linux-unpacked'),
    remove: () => rmSync(temporary, { recursive: true, force: true }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log((await packageStandIn()).folder);
