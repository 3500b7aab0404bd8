import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runInProcess } from './testing/run-in-process.ts';

const ROOT = join(import.meta.dirname, '../..');

/** `npx vitest run -u engine/cli/docs.test.ts` writes the help texts into the page. */
test('docs/cli.md has the help texts of all commands', async () => {
  const path = join(ROOT, 'docs/cli.md');
  const page = readFileSync(path, 'utf8');
  const commands = await commandsOf();
  expect(commands.length).toBeGreaterThan(5);
  let expected = page;
  for (const command of ['', ...commands]) {
    const name = command === '' ? 'help' : `help ${command}`;
    expect(page, `a section for ${command}`).toContain(`<!-- ${name} -->`);
    const text = await help(...command.split(' ').filter((part) => part !== ''));
    expected = expected.replace(
      new RegExp(`<!-- ${name} -->[^]*<!-- /${name} -->`),
      () => `<!-- ${name} -->\n\n\`\`\`text\n${text.trimEnd()}\n\`\`\`\n\n<!-- /${name} -->`,
    );
  }
  await expect(expected).toMatchFileSnapshot(path);
});

/** As they are called: `run`, `jobs ls`. Those that have some below them stand before those. */
async function commandsOf(...above: string[]): Promise<string[]> {
  const [, list = ''] = (await help(...above)).split('\nCommands:\n');
  const own = [...list.matchAll(/^ {2}([a-z]+)(?= )/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'help');
  const found = own.map(async (name) => {
    const path = [...above, name];
    return [path.join(' '), ...(await commandsOf(...path))];
  });
  return (await Promise.all(found)).flat();
}

const help = async (...command: string[]): Promise<string> =>
  (await runInProcess([...command, '--help'])).stdout;

test('the first example of docs/library.md does what its comments say', () => {
  const page = readFileSync(join(ROOT, 'docs/library.md'), 'utf8');
  const [, example = ''] = /```js\n([^]*?)```/.exec(page) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'sluice-library-'));
  // Inside the package, so that `sluice` is the package itself.
  const script = join(ROOT, `dist/library-example-${process.pid}.mjs`);
  writeFileSync(script, example);
  try {
    const run = spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' });
    expect(run.stderr).toBe('');
    const said = [...example.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
    expect(said).toHaveLength(2);
    expect(run.stdout.trim().split('\n')).toEqual(said);
    expect(readFileSync(join(folder, 'squares.csv'), 'utf8')).toMatch(/^n,square\r?\n10,100\r?\n/);
  } finally {
    rmSync(script);
    rmSync(folder, { recursive: true });
  }
});
