/** Where the rows of sources are: in files that executors read, or on this computer, to be sent along. */
import type { Diagnostic } from '../../contract/diagnostic.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Scan } from '../../contract/relation.ts';
import type { ColumnType, Schema } from '../../contract/schema.ts';
import { nameKey } from '../../contract/schema.ts';
import type { SourceDescription } from '../../contract/source.ts';
import type { Frame, SparkSource, SparkStep } from '../../spark/frame.ts';
import { inputsOfFrame } from '../../spark/frame.ts';
import { NotOnSpark, refuse } from '../../spark/refusal.ts';
import type { GivenRows } from '../../spark/relations/context.ts';
import { readScan } from '../../spark/relations/sources.ts';
import type { SparkType } from '../../spark/types.ts';
import { sparkType } from '../../spark/types.ts';
import { freshNames } from './statement.ts';

/** Files of this computer up to this size go along with a pipeline; what is larger has to lie elsewhere. */
export const SHIPPED_BYTES = 64 << 20;

/** Rows that are read here and sent along, under the name of a table. */
export interface ShippedSource {
  readonly table: string;
  readonly node: NodeId;
  readonly scan: Scan;
  /** Those that are used, in the local types. */
  readonly columns: Schema;
  /** Size of the source. */
  readonly bytes: number;
}

/** Files that executors read, under the name of a table. */
export interface FilesOfCluster {
  readonly table: string;
  readonly node: NodeId;
  readonly source: SparkSource;
  /** In the local types; undefined: Spark has none for it. */
  readonly columns: readonly { readonly name: string; readonly type: SparkType | undefined }[];
}

export interface SourceInput {
  readonly describeSource: (scan: Scan) => SourceDescription;
  readonly uriOf: (path: string) => string | undefined;
  /** Size of the rows of a source that go along in place of all of them; undefined: it is not such a one. */
  readonly sampledBytes?: (scan: Scan) => number | undefined;
}

export class SourcePlan {
  readonly #input: SourceInput;
  readonly #fresh: (wanted: string) => string;
  /** By what is read. */
  readonly #shipped = new Map<string, ShippedSource>();
  /** Of files that executors read, by their step. */
  readonly #schemas = new Map<NodeId, Schema>();

  /** @param steps names that are taken */
  constructor(input: SourceInput, steps: readonly string[]) {
    this.#input = input;
    this.#fresh = freshNames(steps);
  }

  /**
   * Files that executors see are read by them, where Spark reads them as Sluice does; everything else
   * is read here and sent along.
   * @throws NotOnSpark for what is too large to be sent
   */
  given(scan: Scan): GivenRows | undefined {
    const { source } = scan;
    const sampled = this.#input.sampledBytes?.(scan);
    if (sampled !== undefined) {
      return { name: this.#ship(scan, { ...this.#input.describeSource(scan), bytes: sampled }) };
    }
    if (source.format === 'inline' || source.format === 'generate') return undefined;
    const paths = 'paths' in source ? source.paths : [];
    const uris = paths.map(this.#input.uriOf);
    const description = this.#input.describeSource(scan);
    if (uris.length > 0 && !uris.includes(undefined)) {
      const seen = uris as readonly string[];
      // What lies there alone can be read in no other way: translating it says why Spark does not.
      if (description.files.length === 0 || this.#isReadBySpark(scan, seen)) {
        if (scan.origin !== undefined) this.#schemas.set(scan.origin.node, description.schema);
        return { paths: seen };
      }
    }
    return { name: this.#ship(scan, description) };
  }

  #isReadBySpark(scan: Scan, paths: readonly string[]): boolean {
    try {
      readScan(scan, { describeSource: this.#input.describeSource, note: () => undefined }, paths);
      return true;
    } catch (thrown) {
      if (thrown instanceof NotOnSpark) return false;
      throw thrown;
    }
  }

  #ship(scan: Scan, { bytes, schema, rejectsSchema, files }: SourceDescription): string {
    const key = JSON.stringify([scan.source, scan.output]);
    const known = this.#shipped.get(key);
    if (known !== undefined) return known.table;
    const node = scan.origin?.node;
    if (node === undefined) return refuse('Rows of no step cannot be sent to the cluster.');
    if (bytes > SHIPPED_BYTES) {
      const [first] = files;
      return refuse(
        `${first === undefined ? 'The source' : first.file.name} has ${megabytes(bytes)} MB and lies on this computer, where executors do not see it; up to ${megabytes(SHIPPED_BYTES)} MB are sent along.`,
        'Put it where the cluster reads (hdfs://, s3a://, abfss://, gs://), or name the folder among the shared ones of the connection.',
      );
    }
    const columns = scan.output === 'rejects' ? (rejectsSchema ?? []) : schema;
    const table = this.#fresh(`source_${this.#shipped.size + 1}`);
    this.#shipped.set(key, { table, node, scan, columns, bytes });
    return table;
  }

  /** With the columns that are used; at least one, which tells how many rows there are. */
  found(
    needsOf: (table: string) => ReadonlySet<string> | 'all',
  ):
    | { readonly ok: true; readonly shipped: readonly ShippedSource[] }
    | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] } {
    const diagnostics: Diagnostic[] = [];
    const shipped = [...this.#shipped.values()].map((source) => {
      const needs = needsOf(source.table);
      const keys = needs === 'all' ? undefined : new Set([...needs].map(nameKey));
      const used = source.columns.filter(({ name }) => keys?.has(nameKey(name)) !== false);
      const columns = used.length > 0 ? used : source.columns.slice(0, 1);
      for (const { name, type } of columns) {
        try {
          sparkType(type);
        } catch (thrown) {
          if (!(thrown instanceof NotOnSpark)) throw thrown;
          diagnostics.push(untold(source.node, name, thrown));
        }
      }
      return { ...source, columns };
    });
    return diagnostics.length > 0 ? { ok: false, diagnostics } : { ok: true, shipped };
  }

  /** What is read by executors, each under a name of its own. */
  filesIn(steps: readonly SparkStep[]): readonly FilesOfCluster[] {
    const found = new Map<SparkSource, FilesOfCluster>();
    const visit = (frame: Frame, node: NodeId): void => {
      if (frame.kind === 'read' && !found.has(frame.source)) {
        const table = this.#fresh(`files_${found.size + 1}`);
        const columns = (this.#schemas.get(node) ?? []).map(({ name, type }) => ({
          name,
          type: typeIfAny(type),
        }));
        found.set(frame.source, { table, node, source: frame.source, columns });
      }
      for (const input of inputsOfFrame(frame)) visit(input, node);
    };
    for (const { node, frame } of steps) visit(frame, node);
    return [...found.values()];
  }
}

function typeIfAny(type: ColumnType): SparkType | undefined {
  try {
    return sparkType(type);
  } catch (thrown) {
    if (thrown instanceof NotOnSpark) return undefined;
    throw thrown;
  }
}

const untold = (node: NodeId, column: string, { message, hint }: NotOnSpark): Diagnostic => ({
  severity: 'error',
  code: 'not-on-spark',
  message: `Column ${column}: ${message}`,
  ...(hint === undefined ? {} : { hint }),
  node,
});

const megabytes = (bytes: number): string => (bytes / (1 << 20)).toFixed(0);
