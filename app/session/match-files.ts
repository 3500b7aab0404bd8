/**
 * Which given files a path or glob of a pipeline means. A browser does not tell where a file lies, so
 * a path is matched by its end: the whole of it, else the name of the file alone.
 */
import picomatch from 'picomatch';

/** Files by the path under which the pipeline knows them. */
export type NamedFiles<F> = ReadonlyMap<string, F>;

export type FileMatch<F> =
  | { readonly ok: true; readonly files: NamedFiles<F> }
  | { readonly ok: false; readonly message: string };

interface Given {
  /** Relative to what the user picked. */
  readonly path: string;
}

export function matchFiles<F extends Given>(pattern: string, given: readonly F[]): FileMatch<F> {
  // Brackets may be part of a name, so a literal match wins, as in the engine.
  const end = withoutDots(pattern);
  const whole = given.filter(({ path }) => endsWithPath(path, end));
  const named =
    whole.length > 0 ? whole : given.filter(({ path }) => endsWithPath(path, base(end)));
  const [first, second] = named;
  if (first !== undefined && second === undefined) {
    return { ok: true, files: new Map([[pattern, first]]) };
  }
  if (first !== undefined) return { ok: false, message: ambiguous(pattern, named) };
  if (!picomatch.scan(pattern).isGlob) return { ok: false, message: notGiven(pattern) };
  return matchGlob(pattern, given);
}

function matchGlob<F extends Given>(pattern: string, given: readonly F[]): FileMatch<F> {
  const end = withoutDots(pattern);
  const climb = pattern.slice(0, pattern.length - end.length);
  const isWhole = picomatch(end);
  const files = new Map<string, F>();
  for (const file of given) {
    const name = pathEnds(file.path).find((candidate) => isWhole(candidate));
    if (name !== undefined) files.set(climb + name, file);
  }
  if (files.size > 0) return { ok: true, files };
  // By name alone, where the folder is plain.
  const folder = end.slice(0, end.length - base(end).length);
  if (folder === '' || picomatch.scan(folder).isGlob) {
    return { ok: false, message: notGiven(pattern) };
  }
  const isName = picomatch(base(end));
  for (const file of given) {
    const name = base(file.path);
    if (isName(name)) files.set(climb + folder + name, file);
  }
  return files.size > 0 ? { ok: true, files } : { ok: false, message: notGiven(pattern) };
}

const notGiven = (pattern: string): string =>
  picomatch.scan(pattern).isGlob
    ? `No file that was added matches ${pattern}.`
    : `${base(pattern)} has not been added.`;

const ambiguous = (pattern: string, found: readonly Given[]): string =>
  `${base(pattern)} was added ${found.length} times, and no path ends in ${withoutDots(pattern)}.`;

/** Without the `./`, `../` and `/` at its start, which name no folder. */
const withoutDots = (path: string): string => path.replace(/^(?:\.{0,2}\/)+/, '');

const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const endsWithPath = (path: string, end: string): boolean =>
  path === end || path.endsWith(`/${end}`);

/** `a/b/c`, `b/c`, `c`. */
function pathEnds(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, i) => parts.slice(i).join('/'));
}
