/** A Python process that is kept: commands as JSON lines, answered one by one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface PythonProcess<Command, Answer> {
  readonly ask: (command: Command) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

/**
 * Starts a worker and waits until it says that it is there (`{"id": 0}`).
 * @param python the interpreter
 * @param worker its name in this folder, or its URL
 */
export async function openPython<Command extends object, Answer>(
  python: string,
  worker: string,
  { cwd, env }: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<PythonProcess<Command, Answer>> {
  const script = fileURLToPath(new URL(worker, import.meta.url));
  const child = spawn(python, [script], { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<
    number,
    { readonly resolve: (answer: unknown) => void; readonly reject: (reason: Error) => void }
  >();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = JSON.parse(line) as { readonly id: number };
    waiting.get(answer.id)?.resolve(answer);
    waiting.delete(answer.id);
  });
  child.once('exit', (code) => {
    for (const { reject } of waiting.values())
      reject(new Error(`${worker} ended (status ${code}).`));
  });
  const reply = (id: number): Promise<unknown> =>
    new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  await reply(0);
  let next = 0;
  return {
    ask: async (command) => {
      next += 1;
      const answer = reply(next);
      child.stdin.write(`${JSON.stringify({ id: next, ...command })}\n`);
      return (await answer) as Answer;
    },
    close: async () => {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}
