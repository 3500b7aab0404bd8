/** Looks at the files of sources, once for each version of them. */
import { userError } from '../contract/errors.ts';
import type { NodeId } from '../contract/ids.ts';
import type { DatabaseSource, SourceSpec } from '../contract/source-spec.ts';
import type { SourceDescription, SourceFile } from '../contract/source.ts';
import type { ChunkScan } from '../sources/csv/scan-chunk.ts';
import type { DescribeOutcome, DescribeRequest } from '../worker/protocol.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { createSharedWork } from './shared-work.ts';
import type { SplitHomes } from './split-homes.ts';
import { runAgain } from './worker-pool.ts';
import type { WorkerPool } from './worker-pool.ts';
import { needsComputer } from './write-table.ts';

/** `name=value` folders of a path. */
export function hivePartitionValues(path: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const part of path.split(/[\\/]/).slice(0, -1)) {
    const at = part.indexOf('=');
    if (at > 0) values[decodeHive(part.slice(0, at))] = decodeHive(part.slice(at + 1));
  }
  return values;
}

const decodeHive = (text: string): string =>
  text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

export interface SourceCatalog {
  /** Throws `EngineFailure` that names the node. */
  readonly describe: (
    spec: SourceSpec,
    node: NodeId | undefined,
    signal?: AbortSignal,
    snapshots?: Snapshots,
  ) => Promise<SourceDescription>;
}

/** What databases keep for one run: all that it reads of one is seen at one moment. */
export interface Snapshots {
  readonly names: string[];
}

/** So long a look at a database is good for previews; a run always looks again. */
const LOOK_MS = 60_000;

export function createSourceCatalog(
  runtime: Runtime,
  pool: WorkerPool,
  homes: SplitHomes,
): SourceCatalog {
  const known = new Map<string, SourceDescription>();
  const shared = createSharedWork<SourceDescription>();

  const filesOf = async (spec: SourceSpec): Promise<SourceFile[]> => {
    if (!('paths' in spec)) return [];
    const found = await Promise.all(spec.paths.map((path) => runtime.findFiles(path)));
    return found.flat().map((file) => ({ file, partitionValues: hivePartitionValues(file.name) }));
  };

  /** Native DuckDB has one task for a source; it reads its splits one after the other. */
  const shaped = (found: SourceDescription): SourceDescription => {
    const { splits, bytes } = found;
    if (runtime.wholeStatements !== true || splits.length < 2) return found;
    const whole = { index: 0, partitionValues: {}, bytes, inPlace: false, parts: splits };
    return { ...found, splits: [{ ...whole, kind: 'whole' }] };
  };

  const looks = new Map<string, { readonly until: number; readonly found: SourceDescription }>();

  const describeDatabase = async (
    spec: DatabaseSource,
    signal: AbortSignal | undefined,
    snapshots: Snapshots | undefined,
  ): Promise<SourceDescription> => {
    const { databases } = runtime;
    if (databases === undefined) throw needsComputer('read');
    const key = JSON.stringify(spec);
    const before = looks.get(key);
    if (snapshots === undefined && before !== undefined && before.until > performance.now()) {
      return before.found;
    }
    const found =
      snapshots === undefined
        ? await shared(key, async () => shaped(await databases.describe(spec, false)), signal)
        : shaped(await databases.describe(spec, true));
    const { snapshot } = found.database ?? {};
    if (snapshot !== undefined) snapshots?.names.push(snapshot);
    looks.set(key, { until: performance.now() + LOOK_MS, found: withoutSnapshot(found) });
    return found;
  };

  return {
    describe: async (spec, node, signal, snapshots) => {
      if (spec.format === 'database') return describeDatabase(spec, signal, snapshots);
      if (spec.format === 'database-file' && runtime.databases === undefined) {
        throw needsComputer('read');
      }
      const files = await filesOf(spec);
      if ('paths' in spec && files.length === 0) {
        throw userError('file-not-found', 'The source names no file.', {
          hint: 'Give a path.',
          ...(node === undefined ? {} : { node }),
          param: 'path',
        });
      }
      const key = JSON.stringify([
        spec,
        files.map(({ file }) => [file.name, file.size, file.fingerprint]),
      ]);
      const before = known.get(key);
      if (before !== undefined) return before;
      const description = await shared(
        key,
        (ended) => describeOn(pool, { spec, files }, homes, ended),
        signal,
      );
      known.set(key, description);
      return description;
    },
  };
}

/** One worker looks at the files; where they are large, all of them find the record borders. */
async function describeOn(
  pool: WorkerPool,
  request: DescribeRequest,
  homes: SplitHomes,
  signal: AbortSignal | undefined,
): Promise<SourceDescription> {
  const outcome = await runAgain<DescribeOutcome>(pool, {
    order: [-1, 0],
    signal,
    work: (api) => api.describeSource(request),
  });
  if (outcome.kind === 'described') return outcome.description;
  const { dialect, chunks } = outcome;
  const workers: number[] = [];
  const scans = await Promise.all(
    chunks.map((chunk, i) =>
      runAgain<ChunkScan>(pool, {
        order: [-1, i],
        signal,
        work: (api, worker) => {
          workers[i] = worker;
          return api.scanChunk(chunk);
        },
      }),
    ),
  );
  const description = await describeOn(
    pool,
    { ...request, scanned: { dialect, scans } },
    homes,
    signal,
  );
  homes.setByChunks(description, chunks, workers);
  return description;
}

/** For previews, which do not see through a run's transaction: it ends with the run. */
function withoutSnapshot(found: SourceDescription): SourceDescription {
  if (found.database?.snapshot === undefined) return found;
  const { snapshot: _, ...database } = found.database;
  // Not the run's: rows that it stored are of its moment.
  return { ...found, database, fingerprint: `${found.fingerprint}-preview` };
}
