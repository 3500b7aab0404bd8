import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from './log.ts';
import { createMask } from './mask.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'host-log-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const written = async (): Promise<string> => {
  const files = await readdir(directory);
  return (await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8')))).join('');
};

describe('secrets', () => {
  test('never get into it, wherever they stand and however they are written', async () => {
    const log = await createLog({ directory, name: 'serve' });
    const secret = 'p"ä/s\\s w@rd';
    log.hide(secret);
    log.info(`login with ${secret} failed`);
    log.warn('x', { cause: new Error(`refused: ${secret}`), at: { deep: [secret] } });
    log.error('x', { url: `postgres://u:${encodeURIComponent(secret)}@h/d` });
    log.info('x', { password: 'never told', nested: { token: 'never told' } });
    log.info('x', { header: Buffer.from(secret).toString('base64') });
    log.info('of somebody else: mysql://root:unknown-password@db/x');
    await log.close();
    const text = await written();
    expect(text.trim().split('\n')).toHaveLength(6);
    expect(text).not.toMatch(/w@rd|w%40rd|never told|unknown-password/);
    expect(text).not.toContain(Buffer.from(secret).toString('base64'));
    expect(text).toContain('mysql://root:[secret]@db/x');
    expect(log.tail(10).join('\n')).toBe(text.trim());
  });

  test('any secret, in any text, as JSON or as it is', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.string({ minLength: 4, unit: 'grapheme' }), text, text, (secret, a, b) => {
        fc.pre(!'[secret]'.includes(secret));
        const { hide, mask } = createMask();
        hide(secret);
        const line = `${a}${secret}${b}`;
        expect(mask(line).split('[secret]').join('\n\n\n')).not.toContain(secret);
        expect(mask(JSON.stringify({ line })).split('[secret]').join('\n\n\n')).not.toContain(
          JSON.stringify(secret).slice(1, -1),
        );
      }),
    );
  });

  test('a longer one is masked whole, where a shorter one is its beginning', () => {
    const { hide, mask } = createMask();
    hide('pass');
    hide('password1');
    hide('abc');
    expect(mask('password1 pass abc')).toBe('[secret] [secret] abc');
    expect(mask('https://example.org/a@b and a://u:x@y:z@h')).toBe(
      'https://example.org/a@b and a://u:[secret]@h',
    );
  });

  test('a line that was written before its secret was known is masked when it is shown', async () => {
    const log = await createLog({ directory, name: 'serve' });
    log.info('hunter22 arrived too early');
    log.hide('hunter22');
    expect(log.tail(1)[0]).toContain('[secret] arrived too early');
    await log.close();
  });
});

test('files take turns, a bounded number is kept, and only their owner reads them', async () => {
  const log = await createLog({ directory, name: 'serve', size: '1K', keep: 2 });
  for (let i = 0; i < 200; i += 1) log.info(`line ${i} ${'x'.repeat(40)}`);
  await log.close();
  const files = (await readdir(directory)).sort();
  expect(files).toEqual(['serve.1.log', 'serve.2.log', 'serve.log']);
  for (const file of files) {
    const { mode, size } = await stat(join(directory, file));
    expect([mode & 0o777, size < 40_000]).toEqual([0o600, true]);
  }
});

test('the lines of the start before are shown too', async () => {
  const before = await createLog({ directory, name: 'serve' });
  before.info('before');
  await before.close();
  const log = await createLog({ directory, name: 'serve' });
  log.info('now');
  expect(log.tail(5).map((line) => JSON.parse(line).msg)).toEqual(['before', 'now']);
  expect(log.tail(1)).toHaveLength(1);
  await log.close();
});

test('where no file can be written, the host goes on and the lines stay in memory', async () => {
  const file = join(directory, 'file');
  await writeFile(file, '');
  await chmod(file, 0o400);
  const log = await createLog({ directory: join(file, 'below'), name: 'serve' });
  log.info('one');
  log.info('two');
  await log.close();
  log.info('after the end');
  expect(log.tail(3).map((line) => JSON.parse(line).msg)).toEqual(['one', 'two', 'after the end']);
});
