/** A secret from standard input: typed without being shown, or piped. */
import { text } from 'node:stream/consumers';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { cancelledError } from '../../contract/errors.ts';

export interface SecretStreams {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** Where a person is asked. */
  readonly stderr: Pick<NodeJS.WritableStream, 'write'>;
}

/**
 * Without white space at its ends: a file ends in a line end.
 * @throws cancelled for Ctrl-C, and Ctrl-D
 */
export async function readSecret(
  prompt: string,
  { stdin, stderr }: SecretStreams,
): Promise<string> {
  if (stdin.isTTY !== true) return (await text(stdin)).trim();
  stderr.write(prompt);
  // What readline would show goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', (line) => resolve(line.trim()));
      const stop = (): void => reject(cancelledError());
      lines.once('SIGINT', stop);
      lines.once('close', stop);
    });
  } finally {
    lines.close();
    stderr.write('\n');
  }
}
