/**
 * What the cluster says of a program's columns, against what the local binder says: where a type is
 * another one, a cast makes it the local one.
 */
import { internalError, userError } from '../../contract/errors.ts';
import { nameKey } from '../../contract/schema.ts';
import type { Schema } from '../../contract/schema.ts';
import { readOptions } from '../../spark/file-options.ts';
import type { SparkSource } from '../../spark/frame.ts';
import { quoteName, sameType, sparkType, typeText } from '../../spark/types.ts';
import type { SparkType } from '../../spark/types.ts';
import type { Relation } from '../spark-connect/generated/spark/connect/relations_pb.ts';
import type { SparkSession } from '../spark-connect/session.ts';
import { castRelation, queryPlan, readRelation } from './connect-plans.ts';
import type { NamedSparkType } from './connect-types.ts';
import { columnsOfStruct } from './connect-types.ts';
import type { FilesOfCluster } from './sources.ts';

type Analyser = Pick<SparkSession, 'schema'>;

interface Wanted {
  readonly name: string;
  /** Undefined: as it is. */
  readonly type: SparkType | undefined;
}

/**
 * Files as a table whose columns have the local types.
 * @throws user `cluster-files-differ` where the files have others than when the pipeline was compiled
 */
export async function fileTable(
  { node, source, columns }: FilesOfCluster,
  session: Analyser,
  signal: AbortSignal | undefined,
): Promise<Relation> {
  const relation = readRelation({
    format: source.format,
    paths: source.paths,
    schema: source.format === 'parquet' ? undefined : ddlOf(source),
    options: readOptions(source),
  });
  // Others are read as they are told to be.
  if (source.format !== 'parquet') return relation;
  const found = columnsOfStruct(await session.schema(queryPlan(relation), callOptions(signal)));
  const names = new Map(found.map((column) => [nameKey(column.name), column]));
  const missing = columns.find(({ name }) => !names.has(nameKey(name)));
  if (missing !== undefined) {
    throw userError(
      'cluster-files-differ',
      `The cluster finds no column "${missing.name}" in ${source.paths.join(', ')}.`,
      {
        node,
        hint: 'Do executors see the same files as this computer? Look at the shared folders.',
      },
    );
  }
  const differ = columns.some(({ name, type }) => !agrees(names.get(nameKey(name)), type));
  return differ ? castRelation(relation, columns) : relation;
}

const agrees = (found: NamedSparkType | undefined, wanted: SparkType | undefined): boolean =>
  wanted === undefined || (found?.type !== undefined && sameType(found.type, wanted));

const ddlOf = (source: Exclude<SparkSource, { format: 'parquet' }>): string =>
  source.schema.map(({ name, type }) => `${quoteName(name)} ${typeText(type)}`).join(', ');

/** A column that the cluster computes in another type than the local one: it is cast. */
export interface CastColumn {
  readonly name: string;
  /** Spark's types, as text. */
  readonly from: string;
  readonly to: string;
}

export interface LocalColumns {
  /** What to select of rows so that their columns are the local ones; undefined: all, as they are. */
  readonly select: string | undefined;
  readonly casts: readonly CastColumn[];
}

/** @param relation the rows */
export async function localColumns(
  relation: Relation,
  schema: Schema,
  node: string,
  session: Analyser,
  signal: AbortSignal | undefined,
): Promise<LocalColumns> {
  const wanted = schema.map(({ name, type }) => ({ name, type: sparkType(type) }));
  const found = columnsOfStruct(await session.schema(queryPlan(relation), callOptions(signal)));
  if (found.length !== wanted.length) {
    const names = found.map(({ name }) => name).join(', ');
    throw internalError(`Spark gives the columns ${names} for ${node}.`);
  }
  if (found.every((column, i) => isSame(column, wanted[i])))
    return { select: undefined, casts: [] };
  const casts = wanted.flatMap(({ name, type }, i): CastColumn[] => {
    if (agrees(found[i], type)) return [];
    const from = found[i]?.type;
    return [{ name, from: from === undefined ? 'unknown' : typeText(from), to: typeText(type) }];
  });
  const select = wanted.map(({ name, type }, i) => {
    const own = quoteName(found[i]?.name ?? name);
    if (agrees(found[i], type)) return `${own} AS ${quoteName(name)}`;
    return `CAST(${own} AS ${typeText(type)}) AS ${quoteName(name)}`;
  });
  return { select: select.join(', '), casts };
}

const isSame = (found: NamedSparkType, wanted: Wanted | undefined): boolean =>
  found.name === wanted?.name && agrees(found, wanted.type);

const callOptions = (signal: AbortSignal | undefined): { readonly signal?: AbortSignal } =>
  signal === undefined ? {} : { signal };
