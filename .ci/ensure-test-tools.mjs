// Installs what the tests need and a fresh machine lacks: a Chromium, database servers, a keyring, and
// TPC-H data made by tpchgen-cli. Does nothing on the second run.
// Usage: node .ci/ensure-test-tools.mjs [--sf1]   (--sf1 or SLUICE_TPCH_SF1=1: also scale factor 1)
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumPath } from './chromium.mjs';
import { ensureDatabases } from './ensure-databases.mjs';

const TPCHGEN = 'tpchgen-cli==4.0.0';
const TOOL_DIR = '.cache/tpchgen-4.0.0';
const TABLES = 'customer lineitem nation orders part partsupp region supplier'.split(' ');

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
ensureChromium();
ensureDatabases(aptInstall, stop);
ensureKeyring();
ensureTpch('0.01');
if (process.argv.includes('--sf1') || process.env.SLUICE_TPCH_SF1 === '1') ensureTpch('1');

function ensureChromium() {
  const found = chromiumPath();
  if (found !== undefined) {
    if (existsSync(found)) return;
    stop(`CHROMIUM_PATH is ${found}, and no such file exists.`);
  }
  if (process.getuid?.() !== 0 || !works('apt-get', ['--version'])) {
    stop(
      'The browser tests need Chromium, and none is on PATH.\n' +
        'Install the package `chromium` (Debian, Ubuntu: sudo apt-get install chromium\n' +
        'fonts-dejavu-core) or Google Chrome, or set CHROMIUM_PATH to an executable.',
    );
  }
  aptInstall('chromium', 'fonts-dejavu-core');
  if (chromiumPath() === undefined) stop('apt-get installed chromium, but it is not on PATH.');
}

/** A real Secret Service, which tests start on a bus of their own. Other systems have keyrings of their own. */
function ensureKeyring() {
  if (process.platform !== 'linux') return;
  const missing = Object.entries({
    'dbus-daemon': 'dbus-daemon',
    'gnome-keyring': 'gnome-keyring-daemon',
  }).flatMap(([name, program]) => (works(program, ['--version']) ? [] : [name]));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !works('apt-get', ['--version'])) {
    stop(
      `The test of the keyring needs ${missing.join(' and ')}.\n` +
        `Install them (Debian, Ubuntu: sudo apt-get install ${missing.join(' ')}); no service need run.`,
    );
  }
  aptInstall(...missing);
}

/** Writes .cache/tpch/sf<scale>/<table>.parquet, all eight tables. */
function ensureTpch(scale) {
  const folder = `.cache/tpch/sf${scale}`;
  if (TABLES.every((table) => existsSync(`${folder}/${table}.parquet`))) return;
  const temporary = `${folder}-${process.pid}`;
  mkdirSync(temporary, { recursive: true });
  run(tpchgen(), ['parquet', '--quiet', '-s', scale, '--output-dir', temporary]);
  // Renamed only when complete, so an interrupted run leaves nothing that looks finished.
  rmSync(folder, { recursive: true, force: true });
  renameSync(temporary, folder);
}

function tpchgen() {
  const command = `${TOOL_DIR}/bin/tpchgen-cli`;
  if (existsSync(command)) return command;
  const pip = ['-m', 'pip'];
  if (!works('python3', [...pip, '--version'])) {
    if (process.getuid?.() !== 0 || !works('apt-get', ['--version'])) {
      stop(
        'The tests make TPC-H data with tpchgen-cli, a PyPI package.\n' +
          'Install Python 3 with pip (Debian, Ubuntu: sudo apt-get install python3-pip).',
      );
    }
    aptInstall('python3', 'python3-pip');
  }
  // A folder of its own: nothing is added to the machine's Python.
  run('python3', [...pip, 'install', '--quiet', '--no-deps', '--target', TOOL_DIR, TPCHGEN]);
  return command;
}

function aptInstall(...packages) {
  run('apt-get', ['update']);
  run('apt-get', ['install', '-y', '--no-install-recommends', ...packages]);
}

function works(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function run(command, args) {
  console.log(`> ${command} ${args.join(' ')}`);
  const { status, error } = spawnSync(command, args, {
    // Test output is read by programs: what the tools say goes to stderr.
    stdio: ['ignore', 2, 2],
    env: {
      ...process.env,
      DEBIAN_FRONTEND: 'noninteractive',
      PIP_DISABLE_PIP_VERSION_CHECK: '1',
      PIP_ROOT_USER_ACTION: 'ignore',
    },
  });
  if (status !== 0)
    stop(`${command} failed${error ? `: ${error.message}` : ` (status ${status})`}.`);
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
