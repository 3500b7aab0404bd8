/** The JavaScript that a visitor waits for before the engine, as `npm run size` measures it. */
import { execFileSync } from 'node:child_process';
import type { PageFigure } from './page-figure.ts';

interface SizeLimit {
  readonly size: number;
  readonly sizeLimit: number;
}

export function loadedScript(): PageFigure {
  const answer = execFileSync(process.execPath, ['node_modules/size-limit/bin.js', '--json'], {
    encoding: 'utf8',
  });
  const [{ size, sizeLimit }] = JSON.parse(answer) as [SizeLimit];
  return {
    what: 'JavaScript before the engine, gzip',
    unit: 'kB',
    value: size / 1000,
    goal: sizeLimit / 1000,
  };
}
