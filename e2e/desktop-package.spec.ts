/**
 * The desktop app, packaged by electron-builder as `npm run package` does, with a stand-in where Electron's
 * own files would be: what is in it, what its fuses are, and that the host in it starts.
 */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { extractAll, getRawHeader, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageStandIn } from '../.ci/package-stand-in.mjs';

/** Of ours, Electron's own 250 MB or so not counted. */
const LARGEST_APP = 200e6;

let packaged: Awaited<ReturnType<typeof packageStandIn>>;
let asar: string;
let extracted: string;
beforeAll(async () => {
  packaged = await packageStandIn();
  asar = join(packaged.folder, 'resources/app.asar');
  extracted = await mkdtemp(join(tmpdir(), 'sluice-extracted-'));
  extractAll(asar, extracted);
});
afterAll(async () => {
  packaged.remove();
  await rm(extracted, { recursive: true, force: true });
});

/** As @electron/fuses writes it; its own names for it are not exported. */
const ENABLED = '1'.charCodeAt(0);

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const rootPackage = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly devDependencies: Readonly<Record<string, string>>;
};

test('the archive holds the studio, the shell and what those load, and nothing beside', () => {
  const files = listPackage(asar, { isPack: false });
  const elsewhere = files.filter(
    (file) =>
      !/^\/(?:package\.json$|dist(?:$|\/(?:web|desktop)(?:$|\/))|node_modules(?:$|\/))/.test(file),
  );
  expect(elsewhere).toEqual([]);
  for (const file of [
    'package.json',
    'dist/web/index.html',
    'dist/desktop/main.js',
    'dist/desktop/preload.cjs',
    'dist/desktop/worker.js',
    'dist/desktop/native-worker.js',
  ]) {
    expect(files).toContain(`/${file}`);
  }
  const leftOut = /\.(?:map|ts|tsx|tsbuildinfo)$|\.(?:test|spec)\.|\/(?:test|tests|__tests__)\//;
  expect(files.filter((file) => leftOut.test(file))).toEqual([]);
});

test('no package that only the build needs is in it', () => {
  const packages = listPackage(asar, { isPack: false }).flatMap(
    (file) => /^\/node_modules\/((?:@[^/]+\/)?[^/@]+)\/package\.json$/.exec(file)?.[1] ?? [],
  );
  expect(packages).toContain('@duckdb/node-api');
  expect(packages).toContain('@napi-rs/keyring');
  expect(packages.filter((name) => Object.hasOwn(rootPackage.devDependencies, name))).toEqual([]);
  // Of the page: bundled into it.
  expect(packages.filter((name) => /^(?:react|@xyflow|echarts|elkjs)/.test(name))).toEqual([]);
});

test('whatever the programs import of each other is there', () => {
  const programs = filesIn(join(extracted, 'dist/desktop')).filter((file) => /\.c?js$/.test(file));
  const missing = programs.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'](\.\/[^"']+)["']/g)]
      .map(([, path = '']) => join(extracted, 'dist/desktop', path))
      .filter((path) => !programs.includes(path)),
  );
  expect(missing).toEqual([]);
});

test('nothing names a folder of the machine that built it, nor a map', () => {
  const named = filesIn(join(extracted, 'dist')).filter((file) => {
    if (!/\.(?:c?js|css|html|json)$/.test(file)) return false;
    const text = readFileSync(file, 'utf8');
    return text.includes(process.cwd()) || /^\/[/*]# sourceMappingURL=\S+\.map/m.test(text);
  });
  expect(named).toEqual([]);
});

test('binaries lie outside of the archive, where the system can load them', () => {
  const unpacked = filesIn(`${asar}.unpacked`);
  expect(unpacked.some((file) => file.endsWith('duckdb.node'))).toBe(true);
  expect(unpacked.some((file) => /libduckdb\.(?:so|dylib)$/.test(file))).toBe(true);
  expect(unpacked.some((file) => /keyring\..*\.node$/.test(file))).toBe(true);
  expect(unpacked.filter((file) => !/\.(?:node|so|dylib|dll)$/.test(file))).toEqual([]);
});

test('the app is within its size', () => {
  const bytes = [asar, ...filesIn(`${asar}.unpacked`)].reduce(
    (sum, file) => sum + statSync(file).size,
    0,
  );
  expect(bytes).toBeGreaterThan(50e6);
  expect(bytes).toBeLessThan(LARGEST_APP);
});

test('fuses are as docs/desktop.md says, read back from the binary', async () => {
  const wire = await getCurrentFuseWire(join(packaged.folder, 'sluice-studio'));
  const on = (fuse: FuseV1Options): boolean => Number(wire[fuse]) === ENABLED;
  expect({
    runAsNode: on(FuseV1Options.RunAsNode),
    cookieEncryption: on(FuseV1Options.EnableCookieEncryption),
    nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    nodeCliInspect: on(FuseV1Options.EnableNodeCliInspectArguments),
    asarIntegrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyLoadAppFromAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
    fileProtocolExtra: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    cookieEncryption: true,
    nodeOptions: false,
    nodeCliInspect: false,
    asarIntegrity: true,
    onlyLoadAppFromAsar: true,
    fileProtocolExtra: false,
  });
});

test('what integrity is checked by is in the archive: a hash of every file', () => {
  const { header } = getRawHeader(asar);
  const entry = (header.files['package.json'] ?? {}) as { readonly integrity?: unknown };
  expect(entry.integrity).toMatchObject({ algorithm: 'SHA256' });
});

/** Run by plain Node, from the packaged files: what is missing there is missing for people. */
const START = `
import { writeFileSync } from 'node:fs';
const [programs, folder] = process.argv.slice(2);
const { openDesktopHost, serveStudio } = await import(programs + '/host.js');
const page = await serveStudio(programs)(new Request('app://studio/'));
const ports = {
  dialogs: { open: async () => [], save: async () => undefined },
  cipher: undefined,
  isPublished: false,
};
const directories = { config: folder + '/config', log: folder + '/log' };
const { host, grantDocument } = await openDesktopHost(ports, { release: '1.2.3', directories });
const caller = { id: 'test', tell: () => undefined };
const call = (name, params) => host.call(caller, name, params, () => undefined);
const document = {
  format: 'sluice/1',
  name: 'Orders',
  nodes: { orders: { type: 'input.csv', params: { path: 'orders.csv' } } },
  canvas: { positions: { orders: [0, 0] }, notes: [], groups: [] },
};
writeFileSync(folder + '/orders.csv', 'id,amount\\n1,10\\n2,20\\n');
writeFileSync(folder + '/orders.sluice.json', JSON.stringify(document));
const { token: file } = await grantDocument(folder + '/orders.sluice.json');
const rows = await call('engine.preview', { document, file, parameters: {}, target: 'orders', rows: 10 });
const answers = {
  status: page.status,
  policy: page.headers.get('Content-Security-Policy'),
  html: await page.text(),
  info: await call('host.info', {}),
  picked: await call('files.pickOpen', { kinds: 'any', multiple: true }),
  log: await call('log.tail', { lines: 10 }),
  rows,
};
await host.close();
process.stdout.write(JSON.stringify(answers));
`;

test('the host in the package starts, under plain Node: studio, files, log, engine', async () => {
  const programs = pathToFileURL(join(extracted, 'dist/desktop')).pathname;
  const start = join(extracted, 'start.mjs');
  writeFileSync(start, START);
  const { stdout } = await promisify(execFile)(process.execPath, [start, programs, extracted], {
    cwd: extracted,
  });
  const answers = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
  expect(answers).toMatchObject({
    status: 200,
    policy: expect.stringContaining("default-src 'none'") as string,
    html: expect.stringContaining('<div id="root">') as string,
    info: {
      ok: true,
      value: { kind: 'desktop', release: '1.2.3', features: { credentials: 'session' } },
    },
    picked: { ok: true, value: [] },
    log: { ok: true },
    rows: { ok: true, value: { rows: 2 } },
  });
});
