/** What files are that the cluster alone sees: it is asked for their columns. */
import { userError } from '../../contract/errors.ts';
import type { NodeId } from '../../contract/ids.ts';
import { parseType } from '../../contract/parse-type.ts';
import type { Column } from '../../contract/schema.ts';
import { sameName } from '../../contract/schema.ts';
import type { CsvDialect, SourceDescription } from '../../contract/source.ts';
import type { CsvSource, JsonSource, SourceSpec } from '../../contract/source-spec.ts';
import { hashText } from '../../document/hash.ts';
import { tableProblem } from '../../spark/catalog-tables.ts';
import type { SparkOption } from '../../spark/file-options.ts';
import { columnsOfStruct } from './connect-types.ts';
import { queryPlan, readRelation } from './connect-plans.ts';
import { notShared } from './shared-paths.ts';
import { duckdbType } from './transport.ts';
import type { Relation } from '../spark-connect/generated/spark/connect/relations_pb.ts';
import type { SparkSession } from '../spark-connect/session.ts';

export interface ClusterFiles {
  readonly session: Pick<SparkSession, 'schema'>;
  /** The URI under which executors see a path; undefined: they do not. */
  readonly uriOf: (path: string) => string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * @throws user `path-not-shared` for a path that executors do not see, `not-on-spark` for files whose
 *   columns the cluster cannot tell
 */
export async function describeFiles(
  spec: SourceSpec,
  node: NodeId,
  { session, uriOf, signal }: ClusterFiles,
): Promise<SourceDescription> {
  const { csv } = readingOf(spec, node);
  const relation = relationOf(spec, node, uriOf);
  const found = columnsOfStruct(
    await session.schema(queryPlan(relation), signal === undefined ? {} : { signal }),
  );
  const schema = found.map(({ name, type }): Column => {
    if (type === undefined) {
      throw userError('not-on-spark', `Sluice has no type for the column "${name}".`, {
        node,
        hint: 'Write the files with a column of another type.',
      });
    }
    return { name, type: typeOf(spec, name) ?? parseType(duckdbType(type)) };
  });
  return {
    spec,
    files: [],
    schema,
    splits: [],
    bytes: 0,
    fingerprint: hashText(JSON.stringify([spec, schema])),
    ...(csv === undefined ? {} : { csv }),
  };
}

/**
 * The same with the size of the files, as Spark sees it.
 * @returns `bytes`: infinite where Spark does not tell
 */
export async function describeSizedFiles(
  spec: SourceSpec,
  node: NodeId,
  files: ClusterFiles & { readonly session: Pick<SparkSession, 'schema' | 'explain'> },
): Promise<SourceDescription> {
  const description = await describeFiles(spec, node, files);
  const { session, uriOf, signal } = files;
  const plan = queryPlan(relationOf(spec, node, uriOf));
  const text = await session.explain(plan, 'cost', signal === undefined ? {} : { signal });
  return { ...description, bytes: sizeInBytes(text) ?? Infinity };
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** @param text of a plan that reads and does nothing else: `Statistics(sizeInBytes=1.5 KiB)` */
export function sizeInBytes(text: string): number | undefined {
  const [, size, unit = ''] = /sizeInBytes=([\d.]+) ([KMGTPE]?i?B)/.exec(text) ?? [];
  return size === undefined ? undefined : Number(size) * 1024 ** UNITS.indexOf(unit);
}

function relationOf(spec: SourceSpec, node: NodeId, uriOf: ClusterFiles['uriOf']): Relation {
  const paths = 'paths' in spec ? spec.paths : [];
  const problem = tableProblem(paths, 'paths' in spec ? spec.format : 'parquet');
  if (problem !== undefined) {
    throw userError('not-on-spark', problem.message, { node, param: 'path', hint: problem.hint });
  }
  const uris = paths.map((path) => {
    const uri = uriOf(path);
    if (uri === undefined) throw notShared(path, node);
    return uri;
  });
  const { format, options } = readingOf(spec, node);
  return readRelation({ format, paths: uris, options });
}

interface Reading {
  readonly format: string;
  readonly options: readonly SparkOption[];
  readonly csv?: CsvDialect;
}

function readingOf(spec: SourceSpec, node: NodeId): Reading {
  switch (spec.format) {
    case 'parquet':
      return { format: 'parquet', options: [] };
    case 'json':
      return { format: 'json', options: jsonOptions(spec) };
    case 'csv': {
      const csv = dialectOf(spec);
      return {
        format: 'csv',
        csv,
        options: [
          ['header', csv.header],
          ['sep', csv.delimiter],
          ['quote', csv.quote],
          ['escape', csv.escape],
          ['inferSchema', true],
          ['multiLine', true],
        ],
      };
    }
    default:
      throw userError('not-on-spark', `Spark reads no ${spec.format} files.`, {
        node,
        hint: 'Write them as Parquet.',
      });
  }
}

const jsonOptions = ({ layout }: JsonSource): readonly SparkOption[] =>
  layout === 'array' ? [['multiLine', true]] : [];

/** As the step says; what it leaves open is as in most files, since nobody looks into them here. */
const dialectOf = (spec: CsvSource): CsvDialect => ({
  delimiter: spec.delimiter ?? ',',
  quote: spec.quote ?? '"',
  escape: spec.escape ?? spec.quote ?? '"',
  header: spec.header ?? true,
  skip: spec.skip ?? 0,
  encoding: spec.encoding ?? 'utf-8',
  nullValues: spec.nullValues ?? [''],
  ...(spec.decimal === undefined ? {} : { decimal: spec.decimal }),
  ...(spec.thousands === undefined ? {} : { thousands: spec.thousands }),
});

function typeOf(spec: SourceSpec, name: string): Column['type'] | undefined {
  const column =
    spec.format === 'csv' ? spec.columns?.find((each) => sameName(each.name, name)) : undefined;
  return column && parseType(column.type);
}
