/**
 * Runs a whole document in native DuckDB: compiled by the passes, emitted as one SQL statement per
 * target. Sources are read by DuckDB's own readers.
 */
import { dirname, resolve } from 'node:path';
import type { Literal } from '../../engine/contract/expression.ts';
import { ex } from '../../engine/contract/expression.ts';
import type { Relation, Scan } from '../../engine/contract/relation.ts';
import type { SourceSpec } from '../../engine/contract/source-spec.ts';
import type { SourceDescription } from '../../engine/contract/source.ts';
import { formatType } from '../../engine/contract/schema.ts';
import type { Schema } from '../../engine/contract/schema.ts';
import { resolveParameters } from '../../engine/document/parameters.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { quoteIdentifier, quoteText } from '../../engine/expression/quote.ts';
import { buildGraph } from '../../engine/graph/build.ts';
import type { Binder } from '../../engine/logical/binder.ts';
import { createBinder } from '../../engine/logical/binder.ts';
import { compilePipeline, sourceKey } from '../../engine/logical/compile.ts';
import type { CompileInput, LogicalPlan } from '../../engine/logical/compile.ts';
import { createColumnNames } from '../../engine/optimise/columns-of.ts';
import { optimise } from '../../engine/optimise/optimise.ts';
import { emitRelation } from '../../engine/sql/emit-relation.ts';
import { emitGenerate, emitInline } from '../../engine/sql/emit-source.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { registry } from '../registry.ts';

/** Columns of a `rejects` output, as far as a test without the engine's own readers needs them. */
const REJECTS = "(SELECT 0::BIGINT AS line, '' AS raw, '' AS \"column\", '' AS reason WHERE false)";

export interface NativeRun {
  readonly plan: LogicalPlan;
  /** What the plan was compiled from. */
  readonly input: CompileInput & { readonly binder: Binder };
  /** SQL of a `node.port`, or of a sink by its node: what the sink would write. */
  readonly sqlOf: (target: string) => string;
  /** The same after the optimiser's rules. */
  readonly optimisedSqlOf: (target: string) => Promise<string>;
}

/** Throws with every error that the passes find. `path` is the document's, for relative paths. */
export async function compileNative(
  native: NativeDuckDB,
  document: PipelineDocument,
  path: string,
  values: Readonly<Record<string, string>> = {},
): Promise<NativeRun> {
  const folder = dirname(path);
  const parameters = resolveParameters(document, values);
  const { graph, diagnostics } = buildGraph(document, registry, parameters.values);
  requireNone([...parameters.diagnostics, ...diagnostics]);
  const schemaOfSource = async (spec: SourceSpec): Promise<Schema> => {
    const answer = await native.describe(`SELECT * FROM ${sourceSql(spec, folder)}`);
    if (!answer.ok) throw new Error(answer.message);
    return answer.columns;
  };
  const binder = binderOf(native);
  const emit = (
    relation: Relation,
    columnsOf = (part: Relation): readonly string[] =>
      (binder.schemaOf(part) ?? []).map(({ name }) => name),
  ): string =>
    emitRelation(relation.kind === 'sink' ? relation.input : relation, {
      dialect: 'duckdb',
      leaf: (leaf) => (leaf.kind === 'scan' ? scanSql(leaf, folder) : failLeaf(leaf.kind)),
      columnsOf,
      rowOffset: '0',
    }).sql;
  const rejects = await native.describe(`SELECT * FROM ${REJECTS}`);
  const input: NativeRun['input'] = {
    graph,
    parameters: parameters.values,
    describe: native.describe,
    binder,
    describeSource: async (spec): Promise<SourceDescription> => ({
      spec,
      files: [],
      splits: [],
      bytes: 0,
      fingerprint: '',
      schema: await schemaOfSource(spec),
      ...(rejects.ok ? { rejectsSchema: rejects.columns } : {}),
    }),
    discoverValues: async (relation, column) => {
      const name = quoteIdentifier(column);
      const found = binder.schemaOf(relation)?.find((each) => each.name === column);
      const typeText = formatType(found?.type ?? { kind: 'scalar', name: 'VARCHAR' });
      const rows = await native.queryCells(
        `SELECT DISTINCT ${name}::VARCHAR, ${name} FROM (${emit(relation)}) WHERE ${name} IS NOT NULL ORDER BY ${name}`,
      );
      return rows.map(([value]): Literal => ex.literal(typeText, String(value)));
    },
  };
  const plan: LogicalPlan = await compilePipeline(input);
  requireNone(plan.diagnostics);
  const relationOf = (target: string): Relation => {
    const relation =
      plan.ports.get(target)?.relation ??
      plan.ports.get(`${target}.sink`)?.relation ??
      plan.sinks.find((sink) => sink.origin?.node === target);
    if (relation === undefined) throw new Error(`no target ${target}`);
    return relation;
  };
  const sourceSchema = (scan: Scan): Schema => {
    const source = plan.sources.get(sourceKey(scan.source));
    return (scan.output === 'rows' ? source?.schema : source?.rejectsSchema) ?? [];
  };
  return {
    plan,
    input,
    sqlOf: (target) => emit(relationOf(target)),
    optimisedSqlOf: async (target) => {
      const { roots } = await optimise([relationOf(target)], {
        sourceSchema,
        bind: async (relation) => {
          const result = await binder.bind(relation, sourceSchema);
          if (!result.ok) throw new Error(result.diagnostics.map((d) => d.message).join('\n'));
          return result.schema;
        },
      });
      const names = createColumnNames((scan) => sourceSchema(scan).map(({ name }) => name));
      return emit(roots[0] ?? relationOf(target), names.columnsOf);
    },
  };
}

/** One binder per connection: it remembers what DuckDB said of texts that come again. */
const binders = new WeakMap<NativeDuckDB, Binder>();
function binderOf(native: NativeDuckDB): Binder {
  const known = binders.get(native) ?? createBinder({ describe: native.describe });
  binders.set(native, known);
  return known;
}

const failLeaf = (kind: string): never => {
  throw new Error(`a ${kind} has no SQL here`);
};

function requireNone(diagnostics: LogicalPlan['diagnostics']): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const lines = errors.map(
    ({ node, param, message }) => `${node ?? ''} ${param ?? ''}: ${message}`,
  );
  throw new Error(lines.join('\n'));
}

function scanSql(scan: Scan, folder: string): string {
  if (scan.output === 'rejects') return REJECTS;
  const source = sourceSql(scan.source, folder);
  return scan.columns === undefined
    ? source
    : `(SELECT ${scan.columns.map(quoteIdentifier).join(', ')} FROM ${source})`;
}

function sourceSql(spec: SourceSpec, folder: string): string {
  switch (spec.format) {
    case 'inline':
      return emitInline(spec);
    case 'generate':
      return emitGenerate(spec, spec.start, spec.stop);
    case 'arrow':
    case 'database':
    case 'database-file':
      return failLeaf(`${spec.format} source`);
    case 'parquet':
      return `read_parquet(${pathList(spec.paths, folder)})`;
    case 'json':
      return `read_json(${pathList(spec.paths, folder)})`;
    case 'csv': {
      const types = (spec.columns ?? []).map(
        ({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`,
      );
      const options = [
        pathList(spec.paths, folder),
        ...(types.length === 0 ? [] : [`types = {${types.join(', ')}}`]),
        ...(spec.delimiter === undefined ? [] : [`delim = ${quoteText(spec.delimiter)}`]),
        ...(spec.decimal === undefined ? [] : [`decimal_separator = ${quoteText(spec.decimal)}`]),
        ...(spec.thousands === undefined ? [] : [`thousands = ${quoteText(spec.thousands)}`]),
        ...(spec.onBadRow === 'reject' ? ['ignore_errors = true'] : []),
        ...(spec.header === undefined ? [] : [`header = ${spec.header}`]),
        ...(spec.nullValues === undefined
          ? []
          : [`nullstr = [${['', ...spec.nullValues].map(quoteText).join(', ')}]`]),
        ...(spec.columns?.some(({ format }) => format !== undefined)
          ? [
              `dateformat = ${quoteText(spec.columns.find((c) => c.format !== undefined)?.format ?? '')}`,
            ]
          : []),
      ];
      return `read_csv(${options.join(', ')})`;
    }
  }
}

const pathList = (paths: readonly string[], folder: string): string =>
  `[${paths.map((path) => quoteText(resolve(folder, path))).join(', ')}]`;
