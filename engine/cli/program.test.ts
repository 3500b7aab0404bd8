import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInProcess } from './testing/run-in-process.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sluice-cli-'));
});
afterAll(() => rm(cwd, { recursive: true }));

const PIPELINE = {
  format: 'sluice/1',
  name: 'Small',
  nodes: {
    numbers: { type: 'input.generate', params: { kind: 'range', stop: 5 } },
    big: { type: 'rows.filter', inputs: { input: 'numbers' }, params: { condition: 'value > 2' } },
  },
};

const write = (name: string, content: unknown): Promise<void> =>
  writeFile(
    join(cwd, name),
    typeof content === 'string' ? content : JSON.stringify(content, undefined, 4),
  );
const read = (name: string): Promise<string> => readFile(join(cwd, name), 'utf8');
const sluice = (...args: string[]) => runInProcess(args, { cwd });

test('--version and help', async () => {
  expect(await sluice('--version')).toEqual({ code: 0, stdout: '1.2.3\n', stderr: '' });
  for (const args of [['--help'], ['help']]) {
    const { code, stdout } = await sluice(...args);
    expect(code).toBe(0);
    expect(stdout).toContain('Exit codes:');
  }
  for (const command of ['run', 'preview', 'check', 'explain', 'format', 'diff']) {
    const { code, stdout } = await sluice(command, '--help');
    expect(code, command).toBe(0);
    expect(stdout, command).toMatch(/Usage: sluice \w+[\s\S]*Examples:\n {2}\$ /);
    expect((await sluice('help', command)).stdout).toBe(stdout);
  }
  const nothing = await sluice();
  expect(nothing.code).toBe(2);
  expect(nothing.stderr).toContain('Usage: sluice');
});

test.each([
  [['rnu', 'x.json'], /unknown command 'rnu'[\s\S]*Did you mean run/],
  [['run'], /missing required argument 'file'[\s\S]*See "sluice run --help"/],
  [['run', 'x.json', 'y.json'], /too many arguments/],
  [['run', 'x.json', '--wrokers', '2'], /unknown option '--wrokers'[\s\S]*Did you mean --workers/],
  [['run', 'x.json', '--workers', '0'], /--workers <count>'[\s\S]*from 1 to 256/],
  [['run', 'x.json', '--memory', 'lots'], /such as 500MB, 2GB or 1.5GiB/],
  [['run', 'x.json', '--param', 'year'], /--param year=2024/],
  [['preview', 'x.json'], /required option '-n, --node <step\[.port\]>'/],
  [['preview', 'x.json', '-n', 'a', '-f', 'xml'], /Allowed choices are table, csv, json/],
  [['preview', 'x.json', '-n', 'a', '-r', '-5'], /whole number/],
  [['explain', 'x.json', '--pass', 'magic'], /Allowed choices are logical, optimised/],
  [['diff', '-', '-'], /only one of the two files can be standard input/],
])('usage error: sluice %j', async (args, message) => {
  const { code, stdout, stderr } = await sluice(...args);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
  expect(stdout).toBe('');
});

test.each(['run', 'check', 'explain', 'format', 'diff'])(
  '%s names a FILE that cannot be read',
  async (command) => {
    await mkdir(join(cwd, 'folder'), { recursive: true });
    await writeFile(join(cwd, 'binary.parquet'), Uint8Array.of(0x50, 0x41, 0xff, 0xfe));
    const also = command === 'diff' ? ['missing.json'] : [];
    for (const [file, message] of [
      ['missing.json', 'error[file-not-found]: There is no file missing.json.'],
      ['missing/x.json', 'error[file-not-found]: There is no file missing/x.json.'],
      ['folder', 'error[is-a-folder]: folder is a folder, not a pipeline file.'],
      ['binary.parquet', 'error[bad-encoding]: binary.parquet is not UTF-8 text'],
    ] as const) {
      const { code, stdout, stderr } = await sluice(command, file, ...also);
      expect(stderr).toContain(message);
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(stdout).toBe('');
      expect(code).toBe(2);
    }
  },
);

test('a file that is no pipeline shows the place', async () => {
  await write('broken.json', '{\n  "format": "sluice/1",\n  "name": oops\n}\n');
  await write('other.json', '{"a": 1}');
  await write('typo.json', { ...PIPELINE, nodez: {} });
  await write('empty.json', '');
  const broken = await sluice('run', 'broken.json');
  expect(broken.code).toBe(1);
  expect(broken.stderr).toContain(
    '--> broken.json:3:11\n   3 |    "name": oops\n     |            ^^^^',
  );
  expect((await sluice('check', 'other.json')).stderr).toContain('error[unknown-format]');
  expect((await sluice('check', 'typo.json')).stderr).toContain('error[unknown-key]');
  expect((await sluice('check', 'empty.json')).stderr).toContain('the file is empty');
});

test('--json stays JSON when the file is no pipeline', async () => {
  await write('other.json', '{"a": 1}');
  const checked = await sluice('check', 'other.json', '--json');
  expect(checked.code).toBe(1);
  expect(JSON.parse(checked.stdout)).toMatchObject({
    ok: false,
    diagnostics: [{ code: 'unknown-format', severity: 'error' }],
  });
  const ran = await sluice('run', 'other.json', '--json');
  expect(ran.code).toBe(1);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    type: 'run-finished',
    status: 'failed',
    error: { kind: 'user', diagnostics: [{ code: 'unknown-format' }] },
  });
});

test('format writes in place, once', async () => {
  await write('f.json', PIPELINE);
  await chmod(join(cwd, 'f.json'), 0o640);
  expect(await sluice('format', 'f.json', '--check')).toMatchObject({
    code: 1,
    stdout: 'f.json is not in canonical form\n',
  });
  expect(await sluice('format', 'f.json')).toMatchObject({ code: 0, stdout: 'formatted f.json\n' });
  const text = await read('f.json');
  expect(JSON.parse(text)).toEqual(PIPELINE);
  expect((await stat(join(cwd, 'f.json'))).mode & 0o777).toBe(0o640);
  expect(await sluice('format', 'f.json')).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(await sluice('format', 'f.json', '--check')).toEqual({ code: 0, stdout: '', stderr: '' });
  expect((await readdir(cwd)).filter((name) => name.includes('.tmp'))).toEqual([]);
});

test('format: a link stays a link, standard input goes to standard output', async () => {
  await write('target.json', PIPELINE);
  await symlink('target.json', join(cwd, 'link.json'));
  expect((await sluice('format', 'link.json')).code).toBe(0);
  const text = await read('target.json');
  expect(await read('link.json')).toBe(text);
  const piped = await runInProcess(['format', '-'], { stdin: JSON.stringify(PIPELINE) });
  expect(piped).toEqual({ code: 0, stdout: text, stderr: '' });
});

test('format goes on after a bad file, and tells', async () => {
  await write('good.json', PIPELINE);
  await write('bad.json', '{');
  const { code, stdout, stderr } = await sluice('format', 'bad.json', 'good.json', 'missing.json');
  expect(stdout).toBe('formatted good.json\n');
  expect(stderr).toContain('invalid-json');
  expect(stderr).toContain('missing.json');
  expect(code).toBe(2);
  expect(await read('bad.json')).toBe('{');
});

test('diff exits as diff(1) does', async () => {
  await write('a.json', PIPELINE);
  await write('b.json', { ...PIPELINE, name: 'Other' });
  await write('bad.json', '{');
  expect(await sluice('diff', 'a.json', 'a.json')).toEqual({ code: 0, stdout: '', stderr: '' });
  const different = await sluice('diff', 'a.json', 'b.json');
  expect(different.code).toBe(1);
  expect(different.stdout).toContain('Other');
  const json = await sluice('diff', 'a.json', 'b.json', '--json');
  expect(json.code).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject({ equal: false, sameResult: true });
  expect((await sluice('diff', 'a.json', 'bad.json')).code).toBe(2);
  const piped = await runInProcess(['diff', '-', 'a.json'], { cwd, stdin: await read('b.json') });
  expect(piped.code).toBe(1);
});
