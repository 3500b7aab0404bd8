import { execFileSync } from 'node:child_process';
import {
  link,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EngineError } from '../../../engine/contract/errors.ts';
import type { FileEntry } from '../api/file-methods.ts';
import type { HostEvent, HostParams, HostResult } from '../api/host-api.ts';
import type { Dialogs } from './dialogs.ts';
import { createFilePart } from './file-part.ts';
import { createFileService, type FileService } from './file-service.ts';
import { writeWhole } from './write-whole.ts';

type FileMethod = keyof ReturnType<typeof createFilePart>['handlers'];

let outer: string;
let workspace: string;
let files: FileService;
let part: ReturnType<typeof createFilePart>;
let events: HostEvent[];
let onEvent: ((event: HostEvent) => void) | undefined;
let picks: string[] = [];
let revealed: string[] = [];

const dialogs: Dialogs = {
  open: () => Promise.resolve(picks),
  save: () => Promise.resolve(picks[0]),
  reveal: (path) => void revealed.push(path),
};

const caller = (id = 'tab') => ({
  id,
  tell: (event: HostEvent) => {
    events.push(event);
    onEvent?.(event);
  },
});

async function call<M extends FileMethod>(
  name: M,
  params: HostParams<M>,
  from = caller(),
): Promise<HostResult<M>> {
  const handler = part.handlers[name] as (...args: unknown[]) => unknown;
  return (await handler(params, { caller: from, onProgress: () => undefined })) as HostResult<M>;
}

/** The error's code and message. */
async function refusal(work: Promise<unknown>): Promise<EngineError> {
  try {
    await work;
  } catch (thrown) {
    return (thrown as { error: EngineError }).error;
  }
  throw new Error('It was taken.');
}

const token = async (path: string): Promise<string> => {
  const at = path === '.' ? workspace : join(workspace, path);
  return files.tokens.tokenOf(at);
};

beforeEach(async () => {
  outer = await realpath(await mkdtemp(join(tmpdir(), 'host-files-')));
  workspace = join(outer, 'workspace');
  await mkdir(join(workspace, 'data/2024'), { recursive: true });
  await mkdir(join(workspace, '.git'));
  await mkdir(join(outer, 'secrets'));
  for (const [path, text] of [
    ['flights.sluice.json', '{"name": "flights"}'],
    ['data/a.csv', 'a\n1\n'],
    ['data/b.csv', 'a\n2\n'],
    ['data/2024/c.csv', 'a\n3\n'],
    ['.git/config', '[core]'],
    ['../secrets/key.csv', 'secret'],
  ] as const) {
    await writeFile(join(workspace, path), text);
  }
  files = await createFileService(workspace);
  part = createFilePart(files, dialogs);
  events = [];
  onEvent = undefined;
  picks = [];
});
afterEach(async () => {
  await part.close?.();
  await rm(outer, { recursive: true, force: true });
});

describe('listing', () => {
  test('folders first, by name, hidden ones and links that lead out left out', async () => {
    await writeFile(join(workspace, 'file10.csv'), '');
    await writeFile(join(workspace, 'File9.csv'), '');
    await symlink('data', join(workspace, 'link-in'));
    await symlink('../secrets', join(workspace, 'link-out'));
    await symlink('nowhere', join(workspace, 'link-nowhere'));
    execFileSync('mkfifo', [join(workspace, 'pipe')]);
    const { folder, parents, entries, truncated } = await call('files.list', {});
    expect(entries.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'folder data',
      'folder link-in',
      'file File9.csv',
      'file file10.csv',
      'file flights.sluice.json',
    ]);
    expect([folder.location, parents, truncated]).toEqual([workspace, [], false]);
    const flights = entries.at(-1);
    expect(flights).toMatchObject({ location: 'flights.sluice.json', size: 19, writable: true });
    expect(JSON.stringify({ ...folder, location: '' })).not.toContain(outer);
  });

  test('a folder within, with the way to it', async () => {
    const { parents, entries } = await call('files.list', { folder: await token('data/2024') });
    expect(parents.map(({ name }) => name)).toEqual(['workspace', 'data']);
    expect(entries.map(({ location }) => location)).toEqual(['data/2024/c.csv']);
  });

  test('names of every make, and what is no folder', async () => {
    const names = [
      'two\nlines.csv',
      ' space.csv',
      'ümläut.csv',
      '%2e%2e.csv',
      `${'x'.repeat(250)}.csv`,
    ];
    for (const name of names) await writeFile(join(workspace, 'data/2024', name), '');
    const { entries } = await call('files.list', { folder: await token('data/2024') });
    expect(entries.map(({ name }) => name).sort()).toEqual(['c.csv', ...names].sort());
    for (const { token: file, name } of entries) {
      const { path } = await call('files.pathFrom', { file });
      expect(path).toBe(`data/2024/${name}`);
      expect(await call('files.find', { pattern: path })).toMatchObject([{ token: file, path }]);
    }
    const error = await refusal(call('files.list', { folder: await token('data/a.csv') }));
    expect([error.kind, error.code]).toEqual(['user', 'file-unreadable']);
  });

  test('of very many files the first ones', async () => {
    const many = join(workspace, 'many');
    await mkdir(many);
    for (let i = 0; i < 2100; i += 1) await writeFile(join(many, `${i}.csv`), '');
    const { entries, truncated } = await call('files.list', { folder: await token('many') });
    expect([entries.length, truncated, entries[10]?.name]).toEqual([2000, true, '10.csv']);
  });
});

describe('what lies outside', () => {
  test('tokens that were never given, or of files that are elsewhere, open nothing', async () => {
    const unknown = { file: 'x'.repeat(32) };
    expect((await refusal(call('files.stat', unknown))).code).toBe('file-token-unknown');
    const out = { file: files.tokens.tokenOf(join(outer, 'secrets/key.csv')) };
    expect((await refusal(call('files.readText', out))).code).toBe('outside-workspace');
    const revoked = await token('data/a.csv');
    await call('files.stat', { file: revoked });
    files.tokens.revoke(revoked);
    expect((await refusal(call('files.stat', { file: revoked }))).code).toBe('file-token-unknown');
    const other = await createFileService(workspace);
    expect(other.tokens.pathOf(await token('data/b.csv'))).toBeUndefined();
  });

  test.each([
    '../secrets/key.csv',
    '../secrets/*.csv',
    'data/../../secrets/key.csv',
    '..\\secrets\\key.csv',
    '..\\secrets\\*.csv',
    '../*/key.csv',
    '/etc/passwd',
    '/etc/pass*',
    '//server/share/x.csv',
    '\\\\server\\share\\x.csv',
    '{..,data}/../../secrets/key.csv',
    'link-out/key.csv',
    'link-out/*.csv',
    '*/key.csv',
    'data/key-link.csv',
    'data/*.csv',
    'link-nowhere',
  ])('a pipeline that reads %s', async (pattern) => {
    await symlink('../secrets', join(workspace, 'link-out'));
    await symlink('../nowhere', join(workspace, 'link-nowhere'));
    await symlink(join(outer, 'secrets/key.csv'), join(workspace, 'data/key-link.csv'));
    const error = await refusal(call('files.find', { pattern }));
    // A glob does not go through links to folders: there it finds nothing.
    expect(error.code).toBe(pattern === '*/key.csv' ? 'file-not-found' : 'outside-workspace');
    expect(error.hint).toBeDefined();
    expect(error.message).toMatch(/outside|link|No file/);
  });

  test.each([
    'file:///etc/passwd',
    'file:data/a.csv',
    'https://example.org/a.csv',
    'data/\0a.csv',
    `data/${'x'.repeat(300)}.csv`,
  ])('a path that is none: %j', async (pattern) => {
    expect((await refusal(call('files.find', { pattern }))).code).toBe('bad-path');
  });

  test('a path that is longer than the system takes', async () => {
    const error = await refusal(call('files.find', { pattern: `${'data/'.repeat(815)}a.csv` }));
    expect(error.kind).toBe('user');
  });

  test.each([
    ['../out.csv', 'outside-workspace'],
    ['/tmp/out.csv', 'outside-workspace'],
    ['link-out/out.csv', 'outside-workspace'],
    ['link-file.csv', 'outside-workspace'],
    ['link-nowhere', 'outside-workspace'],
    ['.git/config', 'outside-workspace'],
    ['data/.hidden.csv', 'outside-workspace'],
    ['new-folder/out.csv', 'output-folder-missing'],
    ['file:///tmp/out.csv', 'bad-path'],
  ])('a pipeline that writes %s: %s', async (path, code) => {
    await symlink('../secrets', join(workspace, 'link-out'));
    await symlink('../secrets/new.csv', join(workspace, 'link-nowhere'));
    await symlink('../secrets/key.csv', join(workspace, 'link-file.csv'));
    const { prepareOutput } = await files.forEngine(undefined);
    expect((await refusal(prepareOutput(path, 'overwrite', false))).code).toBe(code);
    expect(await readdir(join(outer, 'secrets'))).toEqual(['key.csv']);
  });

  test('rows added to a folder in which a link leads out', async () => {
    await mkdir(join(workspace, 'out'));
    await symlink('../../secrets', join(workspace, 'out/year=2024'));
    const { prepareOutput } = await files.forEngine(undefined);
    const error = await refusal(prepareOutput('out', 'append', true));
    expect([error.code, error.message]).toEqual([
      'outside-workspace',
      'out, in which year=2024 is a link, lies outside of the workspace.',
    ]);
  });

  test('a folder that became a link after its file was listed', async () => {
    const file = await token('data/a.csv');
    await call('files.stat', { file });
    await rename(join(workspace, 'data'), join(workspace, 'data-before'));
    await writeFile(join(outer, 'secrets/a.csv'), 'secret');
    await symlink('../secrets', join(workspace, 'data'));
    for (const work of [
      () => call('files.readText', { file }),
      () => call('files.stat', { file }),
      () => call('files.writeText', { target: { file }, text: 'x', replace: true }),
    ]) {
      expect((await refusal(work())).code).toBe('outside-workspace');
    }
    expect(await readFile(join(outer, 'secrets/a.csv'), 'utf8')).toBe('secret');
  });

  test('a folder that becomes a link while a file is written into it', async () => {
    const path = join(workspace, 'data/a.csv');
    const swap = async (): Promise<void> => {
      await rename(join(workspace, 'data'), join(workspace, 'data-before'));
      await symlink('../secrets', join(workspace, 'data'));
      await files.roots.resolve(path, 'write');
    };
    const options = { replace: true, named: 'data/a.csv', checkPlace: swap };
    expect((await refusal(writeWhole(path, 'x', options))).code).toBe('outside-workspace');
    expect(await readdir(join(outer, 'secrets'))).toEqual(['key.csv']);
    expect(await readFile(join(workspace, 'data-before/a.csv'), 'utf8')).toBe('a\n1\n');
  });

  test('no pattern of any make reads or writes a file that lies elsewhere', async () => {
    await symlink('../secrets', join(workspace, 'out'));
    await symlink('../../../secrets/key.csv', join(workspace, 'data/2024/key.csv'));
    await symlink('../workspace', join(outer, 'alias'));
    const name = fc.constantFrom(
      ...[
        '..',
        '.',
        '',
        'data',
        'out',
        'secrets',
        'workspace',
        'alias',
        'key.csv',
        'a.csv',
        '.git',
      ],
      ...[
        '*',
        '**',
        '*.csv',
        '{..,data}',
        '@(..)',
        '[.][.]',
        '!(x)',
        '..\\',
        '\\..',
        '%2e%2e',
        '~',
      ],
    );
    const { findFiles, resolvePath } = await files.forEngine(await token('data/a.csv'));
    const key = join(outer, 'secrets/key.csv');
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(name as fc.Arbitrary<string>, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('', '/', `${outer}/`, `${workspace}/`, '\\\\'),
        async (names, start) => {
          const pattern = `${start}${names.join('/')}`;
          const real = await findFiles(pattern).then(
            (all) => all.map(({ handle }) => (handle.kind === 'path' ? handle.path : '')),
            ({ error }: { error: EngineError }) => {
              expect(['user', 'operational'], pattern).toContain(error.kind);
              return [];
            },
          );
          found += real.length;
          const target = await resolvePath(pattern, 'write').catch(() => workspace);
          for (const path of [...real, target]) {
            expect(await realpath(path).catch(() => path), pattern).toMatch(/\/workspace(\/|$)/);
            expect(path, pattern).not.toBe(key);
          }
          expect(target, pattern).not.toContain('.git');
        },
      ),
      {
        numRuns: 400,
        examples: [
          [['*.csv'], ''],
          [['data', '*.csv'], `${workspace}/`],
        ],
      },
    );
    // It does find what it may.
    expect(found).toBeGreaterThanOrEqual(4);
  });

  test('devices and pipes are not opened, and do not hold it up', async () => {
    execFileSync('mkfifo', [join(workspace, 'pipe')]);
    const error = await refusal(call('files.readText', { file: await token('pipe') }));
    expect(error.code).toBe('file-unreadable');
  });
});

describe('paths of a document', () => {
  test('start from its folder, and the engine is given real files', async () => {
    await symlink('b.csv', join(workspace, 'data/link.csv'));
    const document = await token('data/p.sluice.json');
    await writeFile(join(workspace, 'data/p.sluice.json'), '{}');
    const { findFiles, base } = await files.forEngine(document);
    expect(base).toBe(join(workspace, 'data'));
    const found = await findFiles('*.csv');
    expect(found.map(({ name, handle }) => [name, handle])).toEqual([
      ['a.csv', { kind: 'path', path: join(workspace, 'data/a.csv') }],
      ['b.csv', { kind: 'path', path: join(workspace, 'data/b.csv') }],
      ['link.csv', { kind: 'path', path: join(workspace, 'data/b.csv') }],
    ]);
    expect((await findFiles('../data/2024\\*.csv')).map(({ name }) => name)).toEqual([
      '../data/2024/c.csv',
    ]);
    expect((await refusal(findFiles('c.csv'))).code).toBe('file-not-found');
  });

  test('are written relative to it, and read back', async () => {
    const base = await token('data/2024/c.csv');
    const file = await token('data/a.csv');
    expect(await call('files.pathFrom', { base, file })).toEqual({ path: '../a.csv' });
    expect(await call('files.pathFrom', { file })).toEqual({ path: 'data/a.csv' });
    const [found] = await call('files.find', { base, pattern: '../a.csv' });
    expect(found).toMatchObject({ token: file, path: '../a.csv', name: 'a.csv' });
  });

  test('an output is put in place through a link within the workspace', async () => {
    await symlink('data', join(workspace, 'link-in'));
    const { prepareOutput } = await files.forEngine(undefined);
    const location = await prepareOutput('link-in/out.csv', 'overwrite', false);
    expect(location).toMatchObject({
      path: 'link-in/out.csv',
      final: join(workspace, 'data/out.csv'),
    });
  });
});

describe('reading', () => {
  test('a text with its entry, and ranges as long as it is the same file', async () => {
    const file = await token('data/a.csv');
    const { entry, text } = await call('files.readText', { file });
    expect([text, entry.size]).toEqual(['a\n1\n', 4]);
    const range = { file, fingerprint: entry.fingerprint, start: 1, end: 3 };
    expect(await call('files.read', range)).toEqual(new TextEncoder().encode('\n1'));
    expect((await refusal(call('files.read', { ...range, end: 9 }))).code).toBe('file-changed');
    await writeFile(join(workspace, 'data/a.csv'), 'longer than before');
    expect((await refusal(call('files.read', range))).code).toBe('file-changed');
    await rm(join(workspace, 'data/a.csv'));
    expect((await refusal(call('files.read', range))).code).toBe('file-gone');
    const folder = { file: await token('data') };
    expect((await refusal(call('files.readText', folder))).code).toBe('is-a-folder');
  });

  test('bytes that are no text', async () => {
    await writeFile(join(workspace, 'x.sluice.json'), Buffer.from([0xff, 0xfe, 0x00]));
    const error = await refusal(call('files.readText', { file: await token('x.sluice.json') }));
    expect([error.code, error.message]).toEqual([
      'bad-encoding',
      'x.sluice.json is no text in UTF-8.',
    ]);
  });
});

describe('writing', () => {
  const write = (target: HostParams<'files.writeText'>['target'], more: object = {}) =>
    call('files.writeText', { target, text: 'new', replace: true, ...more });

  test('whole, keeping permissions, leaving nothing beside', async () => {
    const path = join(workspace, 'flights.sluice.json');
    execFileSync('chmod', ['640', path]);
    const entry = await write({ file: await token('flights.sluice.json') });
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(entry).toMatchObject({ size: 3, name: 'flights.sluice.json' });
    expect((await stat(path)).mode & 0o777).toBe(0o640);
    expect(await readdir(workspace)).toEqual(['.git', 'data', 'flights.sluice.json']);
  });

  test('not over what another program wrote since', async () => {
    const file = await token('flights.sluice.json');
    const { fingerprint } = await call('files.stat', { file });
    const { fingerprint: second } = await write({ file }, { fingerprint });
    const error = await refusal(write({ file }, { fingerprint }));
    expect([error.kind, error.code]).toEqual(['operational', 'file-changed']);
    await write({ file }, { fingerprint: second });
    await rm(join(workspace, 'flights.sluice.json'));
    expect((await refusal(write({ file }, { fingerprint }))).message).toContain('was removed');
  });

  test('of two windows that save at once, one is told', async () => {
    const file = await token('flights.sluice.json');
    const { fingerprint } = await call('files.stat', { file });
    const ends = await Promise.allSettled([
      write({ file }, { fingerprint, text: 'one' }),
      write({ file }, { fingerprint, text: 'another' }),
    ]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await readFile(join(workspace, 'flights.sluice.json'), 'utf8')).toBe('one');
  });

  test('a new file, if its name is free', async () => {
    const entry = await write({ name: 'new.sluice.json' }, { replace: false });
    expect(entry).toMatchObject({ location: 'new.sluice.json', kind: 'file' });
    const error = await refusal(write({ name: 'new.sluice.json' }, { replace: false }));
    expect(error.code).toBe('output-exists');
    expect((await refusal(write({ name: 'data' }))).code).toBe('output-exists');
    expect((await refusal(write({ name: '../x' }))).code).toBe('bad-path');
    expect((await refusal(write({ name: '.bashrc' }))).code).toBe('bad-path');
  });

  test('a folder', async () => {
    const made = await call('files.createFolder', { folder: await token('data'), name: 'out' });
    expect(made).toMatchObject({ kind: 'folder', location: 'data/out' });
    const again = call('files.createFolder', { folder: await token('data'), name: 'out' });
    expect((await refusal(again)).code).toBe('output-exists');
  });
});

describe('what a person picked', () => {
  test('may be used, and a document brings its folder, without what is hidden there', async () => {
    await writeFile(join(outer, 'secrets/p.sluice.json'), '{}');
    await mkdir(join(outer, 'secrets/.ssh'));
    await writeFile(join(outer, 'secrets/.ssh/id'), 'key');
    picks = [join(outer, 'secrets/p.sluice.json')];
    const [entry] = await call('files.pickOpen', { kinds: 'pipeline', multiple: false });
    expect(entry).toMatchObject({ location: picks[0], writable: true });
    const { findFiles, prepareOutput } = await files.forEngine(entry?.token);
    expect(await findFiles('key.csv')).toHaveLength(1);
    expect((await prepareOutput('out.csv', 'overwrite', false)).path).toBe('out.csv');
    expect((await refusal(findFiles('.ssh/id'))).message).toContain('is hidden');
    expect((await refusal(findFiles('../workspace/../x'))).code).toBe('outside-workspace');
  });

  test('a file of data brings only itself, and is named by its whole path', async () => {
    picks = [join(outer, 'secrets/key.csv')];
    const [entry] = await call('files.pickOpen', { kinds: 'data', multiple: true });
    const { token: file } = entry as FileEntry;
    const { path } = await call('files.pathFrom', { file });
    expect(path).toBe(picks[0]);
    expect(await call('files.find', { pattern: path })).toHaveLength(1);
    await writeFile(join(outer, 'secrets/other.csv'), '');
    const beside = call('files.find', { pattern: join(outer, 'secrets/other.csv') });
    expect((await refusal(beside)).code).toBe('outside-workspace');
  });

  test('a name to save to need not be there yet', async () => {
    picks = [join(outer, 'saved.sluice.json')];
    const entry = await call('files.pickSave', { kinds: 'pipeline', name: 'saved.sluice.json' });
    expect(entry).toMatchObject({ size: 0, fingerprint: 'absent' });
    const target = { file: entry?.token ?? '' };
    await call('files.writeText', { target, text: '{}', fingerprint: 'absent', replace: false });
    expect(await readFile(picks[0] ?? '', 'utf8')).toBe('{}');
    picks = [];
    expect(await call('files.pickSave', { kinds: 'any', name: 'x' })).toBeNull();
  });

  test('without dialogs, and without a workspace', async () => {
    part = createFilePart(await createFileService(undefined));
    const picked = call('files.pickOpen', { kinds: 'any', multiple: false });
    expect((await refusal(picked)).code).toBe('no-dialogs');
    expect((await refusal(call('files.list', {}))).code).toBe('no-workspace');
    expect((await refusal(call('files.find', { pattern: 'x.csv' }))).code).toBe(
      'outside-workspace',
    );
  });
});

describe('watching', () => {
  /** The next event for which `wanted` holds. */
  const next = (wanted: (entry: FileEntry | null) => boolean): Promise<FileEntry | null> =>
    new Promise((resolve) => {
      onEvent = (event) => {
        if (event.event === 'files.changed' && wanted(event.entry)) resolve(event.entry);
      };
    });

  test('writing, an editor that renames, removing, and the whole workspace gone and back', async () => {
    const path = join(workspace, 'flights.sluice.json');
    const file = await token('flights.sluice.json');
    await call('files.watch', { file });
    await call('files.watch', { file });
    const written = next((entry) => entry?.size === 5);
    await writeFile(path, '12345');
    expect(await written).toMatchObject({ token: file, name: 'flights.sluice.json' });
    const renamed = next((entry) => entry?.size === 7);
    await writeFile(join(outer, 'beside'), '1234567');
    await rename(join(outer, 'beside'), path);
    await renamed;
    const removed = next((entry) => entry === null);
    await rm(path);
    await removed;
    const back = next((entry) => entry?.size === 2);
    await writeFile(path, 'ab');
    await back;

    const gone = next((entry) => entry === null);
    await rename(workspace, join(outer, 'moved'));
    await gone;
    for (const work of [
      () => call('files.list', {}),
      () => call('files.readText', { file }),
      () => call('files.find', { pattern: 'data/*.csv' }),
      () => call('files.writeText', { target: { name: 'x.json' }, text: '', replace: false }),
    ]) {
      expect(await refusal(work())).toMatchObject({ kind: 'operational', code: 'folder-gone' });
    }
    const here = next((entry) => entry?.size === 2);
    await rename(join(outer, 'moved'), workspace);
    await here;
    expect((await call('files.readText', { file })).text).toBe('ab');
    // Once for each change, and none for the second watch.
    const told = events.map((event) => JSON.stringify(event));
    expect(told.filter((one, i) => one === told[i - 1])).toEqual([]);
  });

  test('only who watches is told, until it leaves or looks away', async () => {
    const told: string[] = [];
    const tab = (id: string) => ({ id, tell: () => void told.push(id) });
    const file = await token('flights.sluice.json');
    for (const id of ['a', 'b', 'c', 'last']) await call('files.watch', { file }, tab(id) as never);
    await call('files.unwatch', { file }, tab('a') as never);
    await part.leave?.(tab('b') as never);
    const changed = next(() => true);
    await call('files.watch', { file });
    await writeFile(join(workspace, 'flights.sluice.json'), 'changed');
    await changed;
    expect(told).toEqual(['c', 'last']);
  });
});

describe('where a file is', () => {
  test('is shown by the system, where there is a screen', async () => {
    revealed = [];
    const base = await token('flights.sluice.json');
    expect(await call('files.reveal', { base, path: 'data/a.csv' })).toEqual({
      shown: true,
    });
    expect(revealed).toEqual([join(workspace, 'data/a.csv')]);
  });
  test('is told as a path without one; of nothing outside, and of nothing that is gone', async () => {
    part = createFilePart(files);
    const path = join(workspace, 'data/a.csv');
    expect(await call('files.reveal', { path: 'data/a.csv' })).toEqual({ shown: false, path });
    const refused = (wanted: string) => refusal(call('files.reveal', { path: wanted }) as never);
    expect(await refused('../secrets/key.csv')).toMatchObject({ code: 'outside-workspace' });
    expect(await refused('/etc/passwd')).toMatchObject({ code: 'outside-workspace' });
    expect(await refused('data/gone.csv')).toMatchObject({ code: 'file-gone' });
  });
});

test('a hard link is a file like any other: what cannot be told apart is said in the docs', async () => {
  await link(join(outer, 'secrets/key.csv'), join(workspace, 'hard.csv'));
  expect((await call('files.readText', { file: await token('hard.csv') })).text).toBe('secret');
});
