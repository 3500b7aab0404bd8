/** The built studio for whoever speaks in `Request` and `Response`, as the desktop app's scheme does. */
import { answerApp } from './answer-app.ts';
import type { AppFolder } from './app-folder.ts';

export type ServeApp = (request: Request) => Promise<Response>;

export const createServeApp =
  (folder: AppFolder): ServeApp =>
  async ({ method, url, headers: sent }) => {
    const { pathname, search } = new URL(url);
    const known = sent.get('If-None-Match') ?? undefined;
    const answer = await answerApp(folder, { method, target: pathname + search, known });
    const { status, headers, file, text } = answer;
    return new Response((await file?.read()) ?? text ?? null, { status, headers });
  };
