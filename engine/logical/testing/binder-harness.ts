/** A binder over native DuckDB, and short ways to write what it is given. */
import { afterAll, beforeAll } from 'vitest';
import type { Expression } from '../../contract/expression.ts';
import { parseType } from '../../contract/parse-type.ts';
import type { StageOutput } from '../../contract/relation.ts';
import { loadExpressionParser, parseExpression } from '../../expression/parser.ts';
import type { NativeDuckDB } from '../../testing/native.ts';
import { openNative } from '../../testing/native.ts';
import type { Binder } from '../binder.ts';
import { createBinder } from '../binder.ts';

interface Opened {
  db: NativeDuckDB;
  binder: Binder;
}

/** Both are there while the tests of the file run; they are closed after the last. */
export function useBinder(): Readonly<Opened> {
  const opened = {} as Opened;
  beforeAll(async () => {
    await loadExpressionParser();
    opened.db = await openNative();
    opened.binder = createBinder({ describe: opened.db.describe });
  });
  afterAll(() => opened.db.close());
  return opened;
}

/** A relation with columns of these types, by name. */
export const table = (columns: Readonly<Record<string, string>>): StageOutput => ({
  kind: 'stage-output',
  stage: 'stored',
  schema: Object.entries(columns).map(([name, type]) => ({ name, type: parseType(type) })),
  distribution: { kind: 'single' },
  read: 'partition',
});

export function parsed(text: string, param = 'expression'): Expression {
  const result = parseExpression(text, param);
  if (!result.ok) throw new Error(result.message);
  return result.expression;
}
