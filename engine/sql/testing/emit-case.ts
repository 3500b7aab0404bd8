/** Relations over named tables, emitted and run: for the tests of this folder. */
import type { Relation, Scan, StageOutput } from '../../contract/relation.ts';
import { inputsOf } from '../../contract/relation.ts';
import type { Schema } from '../../contract/schema.ts';
import { sameName } from '../../contract/schema.ts';
import { quoteIdentifier } from '../../expression/quote.ts';
import type { EmitOptions } from '../emit-relation.ts';
import { emitRelation } from '../emit-relation.ts';
import type { SqlText } from '../writer.ts';

/** A table of the test database. */
export const table = (name: string, schema: Schema): StageOutput => ({
  kind: 'stage-output',
  stage: name,
  schema,
  read: 'partition',
  distribution: { kind: 'single' },
});

const leaf = (relation: Scan | StageOutput): string =>
  relation.kind === 'stage-output' ? quoteIdentifier(relation.stage) : '"source"';

/** Names of the outputs of the relations that the tests use below others. */
export function columnsOf(relation: Relation): readonly string[] {
  switch (relation.kind) {
    case 'stage-output':
      return relation.schema.map((column) => column.name);
    case 'project':
      return relation.columns.map((column) => column.name);
    case 'aggregate':
      return [...relation.keys, ...relation.aggregates].map((column) => column.name);
    case 'join':
    case 'asof-join':
      return relation.columns.map((column) => column.name);
    case 'window':
      return [...columnsOf(relation.input), ...relation.expressions.map((item) => item.name)];
    case 'unpivot':
      return [
        ...columnsOf(relation.input).filter(
          (name) => !relation.columns.some((column) => sameName(column, name)),
        ),
        relation.nameTo,
        relation.valueTo,
      ];
    default: {
      const [input] = inputsOf(relation);
      return input === undefined ? [] : columnsOf(input);
    }
  }
}

export const emit = (relation: Relation, options: Partial<EmitOptions> = {}): SqlText =>
  emitRelation(relation, { dialect: 'duckdb', leaf, columnsOf, rowOffset: '0', ...options });

export const sqlOf = (relation: Relation, options: Partial<EmitOptions> = {}): string =>
  emit(relation, options).sql;
