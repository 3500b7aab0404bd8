/** Which source steps a set of data files becomes: files of one shape in one folder are one source. */
import type { FoundOptions } from './found-options.ts';

/** A data file, and what tells whether another one has the same columns. */
export interface ShapedFile {
  /** Relative to what was picked, `/` between its parts. */
  readonly path: string;
  /** Node type that reads it. */
  readonly type: string;
  readonly shape: string;
  /** Settings found by looking at it. */
  readonly params?: FoundOptions;
}

export interface PlannedSource {
  /** Wish for the step's id. */
  readonly name: string;
  readonly type: string;
  /** A path, a glob, or a list of paths: the step's `path` param. */
  readonly path: string | readonly string[];
  readonly files: number;
  readonly params: FoundOptions;
}

export interface SourcePlan {
  readonly sources: readonly PlannedSource[];
  /** Files for which there is no step, as there would be too many. */
  readonly left: readonly string[];
}

/** Steps that are added at once at most: more would be looked at by nobody. */
export const MOST_SOURCES = 24;

/** Files picked one by one are a step each, up to so many. */
const LOOSE_TOGETHER_FROM = 9;

/** @param others paths of files that are known beside these: a glob must not mean them, too */
export function planSources(
  files: readonly ShapedFile[],
  others: readonly string[] = [],
): SourcePlan {
  const groups = new Map<string, ShapedFile[]>();
  for (const file of files) {
    const key = JSON.stringify([
      folderPattern(file.path),
      extension(file.path),
      file.type,
      file.shape,
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  const all = [...files.map(({ path }) => path), ...others];
  const planned = [...groups.values()].flatMap((group) => sourcesOf(group, all));
  const cut = planned.slice(MOST_SOURCES);
  return {
    sources: planned.slice(0, MOST_SOURCES).map(({ source }) => source),
    left: cut.flatMap(({ paths }) => paths),
  };
}

interface Planned {
  readonly source: PlannedSource;
  readonly paths: readonly string[];
}

function sourcesOf(group: readonly ShapedFile[], all: readonly string[]): Planned[] {
  const [first, ...further] = group;
  if (first === undefined) return [];
  const { type, path } = first;
  const isLoose = !path.includes('/');
  if (further.length === 0 || (isLoose && group.length < LOOSE_TOGETHER_FROM)) {
    return group.map((file) => ({
      source: {
        name: stem(file.path),
        type,
        path: file.path,
        files: 1,
        params: file.params ?? {},
      },
      paths: [file.path],
    }));
  }
  const paths = group.map((file) => file.path);
  const folder = folderPattern(path);
  const glob =
    isLoose || /[*?[\]{}()!]/.test(folderOf(path)) ? undefined : `${folder}/*${extension(path)}`;
  const means = all.filter(
    (each) => folderPattern(each) === folder && extension(each) === extension(path),
  );
  const isExact = means.length === paths.length;
  const name = isLoose ? stem(path) : plainFolder(folder);
  const source: PlannedSource = {
    name,
    type,
    path: glob !== undefined && isExact ? glob : paths,
    files: paths.length,
    // A file without a letter or number that tells leaves it to the others.
    params: Object.assign({}, ...group.map(({ params }) => params)) as FoundOptions,
  };
  return [{ source, paths }];
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** `data/year=2020/a.csv` → `data/year=*`: the folders of a partitioned table are one. */
const folderPattern = (path: string): string =>
  folderOf(path).replaceAll(/(^|\/)([^/=]+)=[^/]*/g, '$1$2=*');

/** The last folder that is no partition. */
const plainFolder = (pattern: string): string =>
  pattern.split('/').findLast((part) => !part.includes('=')) ?? pattern;

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** `.csv`, `.csv.gz`; a file without one has its whole name. */
const extension = (path: string): string =>
  /(?:\.[a-z0-9]{1,8}){1,2}$/i.exec(fileName(path))?.[0]?.toLowerCase() ?? fileName(path);

/** `data/My orders.csv.gz` → `My orders`. */
const stem = (path: string): string => fileName(path).replace(/(?:\.[a-z0-9]{1,8}){1,2}$/i, '');
