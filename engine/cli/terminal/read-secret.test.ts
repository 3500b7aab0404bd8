import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readSecret } from './read-secret.ts';

/** A terminal: it would show what is written to it, and gives what is typed. */
function terminal() {
  const shown: string[] = [];
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const stderr = { write: (text: string | Uint8Array) => shown.push(String(text)) > 0 };
  return { stdin, stderr, shown };
}

test('what is typed is not shown', async () => {
  const { stdin, stderr, shown } = terminal();
  const secret = readSecret('Token: ', { stdin, stderr });
  stdin.write('hunter2x');
  stdin.write('\x7f2\r');
  expect(await secret).toBe('hunter22');
  expect(shown.join('')).toBe('Token: \n');
});

test.each(['\x03', '\x04'])('Ctrl-C and Ctrl-D give up', async (key) => {
  const { stdin, stderr } = terminal();
  const secret = readSecret('Token: ', { stdin, stderr });
  stdin.write(key);
  await expect(secret).rejects.toMatchObject({ error: { kind: 'cancelled' } });
});

test('what is piped has no line end', async () => {
  const stdin = new PassThrough();
  stdin.end('hunter22\r\n');
  expect(await readSecret('Token: ', { stdin, stderr: { write: () => true } })).toBe('hunter22');
});
