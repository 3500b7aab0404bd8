/** The host's log: lines of JSON in files that take turns, with secrets taken out before anything else. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import type { HostLog } from '../host-services.ts';
import { createMask } from './mask.ts';

export interface LogService extends HostLog {
  /** The last lines, of the starts before too. */
  readonly tail: (lines: number) => string[];
  /** What was written is in the file then. */
  readonly close: () => Promise<void>;
}

export interface LogOptions {
  readonly directory: string;
  /** File without ending. */
  readonly name: string;
  readonly size?: `${number}${'K' | 'M'}`;
  /** Older files that are kept. */
  readonly keep?: number;
}

const MOST_LINES = 5000;
const LONGEST_LINE = 16_384;
/** Of the start before. */
const TAIL_BYTES = 256 * 1024;

/** Masked by what they are called, whatever they are. */
const SECRET_KEYS = ['password', 'secret', 'token', 'authorization', 'cookie', 'credential'];

export async function createLog(options: LogOptions): Promise<LogService> {
  const { directory, name, size = '2M', keep = 4 } = options;
  const { hide, mask } = createMask();
  const lines = await lastLines(join(directory, `${name}.log`));
  const stream = openStream(directory, name, size, keep);
  const logger = pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      redact: {
        paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
        censor: '[secret]',
      },
      serializers: { cause: textOf },
    },
    {
      write: (line: string) => {
        const masked = mask(line.trimEnd()).slice(0, LONGEST_LINE);
        lines.push(masked);
        if (lines.length > MOST_LINES) lines.splice(0, lines.length - MOST_LINES);
        stream.write(`${masked}\n`);
      },
    },
  );
  return {
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, fields = {}) => logger.error(fields, message),
    hide,
    mask,
    // Once more: what was a line before a secret was known is masked as well.
    tail: (count) => lines.slice(-count).map(mask),
    close: () => stream.end(),
  };
}

/** Errors of the file are no errors of the host: what is told then stays in memory. */
function openStream(directory: string, name: string, size: `${number}${'K' | 'M'}`, keep: number) {
  let broken = false;
  let stream: RotatingFileStream | undefined;
  const give = (): RotatingFileStream => {
    if (stream !== undefined) return stream;
    // Called with a number for an older file, with null for the one that is written.
    const file = (index: unknown): string =>
      typeof index === 'number' ? `${name}.${index}.log` : `${name}.log`;
    stream = createStream(file, { path: directory, size, rotate: keep, mode: 0o600 });
    stream.on('error', () => (broken = true));
    stream.on('warning', () => undefined);
    return stream;
  };
  return {
    write: (line: string): void => {
      if (!broken) give().write(line);
    },
    end: (): Promise<void> =>
      new Promise((resolve) => {
        const ending = broken ? undefined : stream;
        broken = true;
        if (ending === undefined) resolve();
        else ending.on('error', () => resolve()).end(() => resolve());
      }),
  };
}

const textOf = (cause: unknown): string =>
  cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);

async function lastLines(path: string): Promise<string[]> {
  const handle = await open(path, 'r').catch(() => undefined);
  if (handle === undefined) return [];
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const bytes = Buffer.alloc(size - start);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
    const all = bytes.toString('utf8', 0, bytesRead).split('\n');
    // The first one may be half a line.
    return all.slice(start > 0 ? 1 : 0).filter((line) => line !== '');
  } catch {
    return [];
  } finally {
    await handle.close();
  }
}
