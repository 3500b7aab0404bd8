/** Settings without which DuckDB would give other rows than the engine. */
import type { Relation, Sink } from '../../contract/relation.ts';
import { attachSql } from '../../sql/emit-native-source.ts';
import { inputsOf, walk } from '../../contract/relation.ts';

export interface Setting {
  /** Why it is there. */
  readonly comment: string;
  readonly sql: string;
}

/** @param text all of the SQL */
export function sessionSettings(sinks: readonly Sink[], text: string): Setting[] {
  const relations = walk(sinks);
  const files = relations.flatMap((relation) =>
    relation.kind === 'scan' && relation.source.format === 'database-file'
      ? attachSql(relation.source)
      : [],
  );
  const settings: Setting[] = [...new Set(files)].map((sql) => ({
    comment: 'A database that is read and never changed.',
    sql,
  }));
  if (usesTimeZone(text)) {
    settings.push({
      comment: 'Times with a time zone are shown and cut in UTC.',
      sql: "SET TimeZone = 'UTC'",
    });
  }
  if (limitsBelowJoin(sinks)) {
    settings.push({
      comment:
        "DuckDB 1.4 lets a join's filter pass a LIMIT below it, and joins rows after the limit.",
      sql: "SET disabled_optimizers = 'join_filter_pushdown'",
    });
  }
  if (relations.some(({ kind }) => kind === 'sql')) {
    settings.push({
      comment:
        'A query of the pipeline may depend on the order of rows, which many threads do not keep.',
      sql: 'SET threads = 1',
    });
  }
  return settings;
}

const usesTimeZone = (text: string): boolean =>
  /timestamptz|timetz|with time zone|at time zone|to_timestamp|\bnow\b|\btoday\b|current_/i.test(
    text,
  );

const JOINS: ReadonlySet<Relation['kind']> = new Set(['join', 'asof-join', 'sql']);

const isLimit = (relation: Relation): boolean =>
  relation.kind === 'limit' ||
  relation.kind === 'sql' ||
  (relation.kind === 'sample' && 'rows' in relation.amount) ||
  (relation.kind === 'top-n' && relation.per.length === 0);

function limitsBelowJoin(sinks: readonly Sink[]): boolean {
  return walk(sinks).some(
    (relation) =>
      JOINS.has(relation.kind) &&
      (relation.kind === 'sql' || walk(inputsOf(relation)).some(isLimit)),
  );
}
