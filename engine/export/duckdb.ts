/** What both targets that run in DuckDB need: queries of the steps, statements that write. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import { internalError } from '../contract/errors.ts';
import type { FileTarget } from '../contract/file-target.ts';
import type { Relation, Scan, Sink } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import type { SourceDescription } from '../contract/source.ts';
import { quoteIdentifier, quoteText } from '../expression/quote.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import { emitNativeSource } from '../sql/emit-native-source.ts';
import type { StepsOptions } from '../sql/emit-steps.ts';
import { guardExpectations } from './guard-expectations.ts';
import { stepNames } from './step-names.ts';

export interface DuckdbInput {
  readonly plan: LogicalPlan;
  readonly describeSource: (scan: Scan) => SourceDescription;
  /** Output columns, also of relations over other inputs than those of the plan. */
  readonly columnsOf: (relation: Relation) => readonly string[];
}

/** A parameter in the SQL that DuckDB is given: a variable of the session. */
export const variableOf = (name: string): string => `getvariable(${quoteText(name)})`;

export function stepsOptions(
  { plan, describeSource, columnsOf }: DuckdbInput,
  nameOf: (name: string) => string,
): StepsOptions {
  const names = stepNames(plan);
  return {
    nameOf: (relation) => {
      const name = relation.kind === 'sink' ? undefined : names.get(relation);
      return name === undefined ? undefined : nameOf(name);
    },
    schemaOf: (relation): Schema => {
      const schema = plan.schemaOf(relation);
      if (schema === undefined) throw internalError('A step of a compiled plan has no columns.');
      return schema;
    },
    source: (scan) => emitNativeSource(scan, describeSource(scan)),
    columnsOf,
    rewrite: (relation) => guardExpectations(relation, columnsOf),
    parameter: variableOf,
  };
}

/** What DuckDB alone does not do as the engine does. */
export function notInDuckdb(sinks: readonly Sink[]): Diagnostic[] {
  const found: Diagnostic[] = [];
  const report = (relation: Relation, message: string, hint: string): void => {
    found.push({
      severity: 'error',
      code: 'not-in-duckdb',
      message,
      hint,
      ...(relation.origin === undefined ? {} : { node: relation.origin.node }),
    });
  };
  for (const relation of walk(sinks)) {
    if (relation.kind === 'scan' && relation.output === 'rejects') {
      report(
        relation,
        'DuckDB keeps no rows that it could not read.',
        'Leave the rejects port of the step unused in pipelines to export.',
      );
    } else if (relation.kind === 'scan' && relation.source.format === 'arrow') {
      report(relation, 'DuckDB reads no Arrow files by itself.', 'Write the file as Parquet.');
    } else if (relation.kind === 'sample') {
      if (relation.method !== 'first') {
        report(
          relation,
          'DuckDB draws other rows than Sluice, also with the same seed.',
          'Take the first rows.',
        );
      }
    } else if (relation.kind === 'sink') {
      const { format, mode, partitionBy } = relation.target;
      if (format === 'arrow')
        report(relation, 'DuckDB writes no Arrow files by itself.', 'Write Parquet.');
      if (mode !== 'overwrite' && partitionBy.length === 0) {
        report(
          relation,
          mode === 'append'
            ? 'DuckDB appends to no file.'
            : 'DuckDB overwrites a file that exists.',
          'Set the mode to overwrite.',
        );
      }
    }
  }
  return found;
}

/** `COPY (…) TO …`. */
export function copyStatement(query: string, target: FileTarget): string {
  return `COPY (\n${query.replace(/^(?=.)/gmu, '  ')}\n) TO ${quoteText(target.path)} (${copyOptions(target).join(', ')})`;
}

function copyOptions({ format, partitionBy, mode, compression, csv }: FileTarget): string[] {
  const parts =
    partitionBy.length === 0
      ? []
      : [
          `PARTITION_BY (${partitionBy.map(quoteIdentifier).join(', ')})`,
          mode === 'append' ? 'APPEND' : 'OVERWRITE',
        ];
  const packed =
    compression === undefined || compression === 'none' ? [] : [`COMPRESSION ${compression}`];
  switch (format) {
    case 'parquet':
      return [
        'FORMAT parquet',
        ...(compression === 'none' ? ['COMPRESSION uncompressed'] : packed),
        ...parts,
      ];
    case 'csv':
      return [
        'FORMAT csv',
        `HEADER ${csv.header}`,
        `DELIMITER ${quoteText(csv.delimiter)}`,
        `QUOTE ${quoteText(csv.quote)}`,
        `ESCAPE ${quoteText(csv.quote)}`,
        `NULLSTR ${quoteText(csv.nullValue)}`,
        ...packed,
        ...parts,
      ];
    case 'json':
      return ['FORMAT json', 'ARRAY true', ...packed, ...parts];
    case 'ndjson':
      return ['FORMAT json', ...packed, ...parts];
    case 'arrow':
      throw internalError('DuckDB writes no Arrow files.');
  }
}

/** Folders that the outputs stand in, which DuckDB does not make. */
export const outputFolders = (sinks: readonly Sink[]): string[] => [
  ...new Set(
    sinks.flatMap(({ target: { path } }) => {
      const at = path.lastIndexOf('/');
      return at <= 0 ? [] : [path.slice(0, at)];
    }),
  ),
];
