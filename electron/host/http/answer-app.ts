/** What is answered to a request for a file of the studio; who asks and how is for the mounts. */
import { posix } from 'node:path';
import type { AppFile, AppFolder } from './app-folder.ts';
import { appPath } from './app-path.ts';
import { cacheControl, HEADERS } from './headers.ts';
import type { Headers } from './headers.ts';

export interface AppRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  /** `If-None-Match`. */
  readonly known?: string | undefined;
}

export interface AppAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** What is to be sent; neither of the two: nothing. */
  readonly file?: AppFile;
  readonly text?: string;
}

const TYPES: Headers = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

export async function answerApp(folder: AppFolder, request: AppRequest): Promise<AppAnswer> {
  const { method, target, known } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    return told(405, 'Only GET and HEAD are answered here.', { Allow: 'GET, HEAD' });
  }
  const path = appPath(target);
  if (path === undefined) return told(400, 'This is no path of the studio.');
  const file = await folder.find(path);
  if (file === undefined) return told(404, 'The studio has no such file.');
  const tag = `"${file.size.toString(36)}-${Math.round(file.modified).toString(36)}"`;
  const headers = { ...HEADERS, 'Cache-Control': cacheControl(path), ETag: tag };
  if (knows(known, tag)) return { status: 304, headers };
  return {
    status: 200,
    headers: {
      ...headers,
      'Content-Type': TYPES[posix.extname(path)] ?? 'application/octet-stream',
      'Content-Length': String(file.size),
    },
    ...(method === 'HEAD' ? {} : { file }),
  };
}

const knows = (known: string | undefined, tag: string): boolean =>
  known?.split(',').some((one) => one.trim().replace(/^W\//, '') === tag) ?? false;

/** A refusal, with its reason for people. */
export const told = (status: number, text: string, headers: Headers = {}): AppAnswer => ({
  status,
  headers: {
    ...HEADERS,
    ...headers,
    'Cache-Control': 'no-store',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(text)),
  },
  text,
});
