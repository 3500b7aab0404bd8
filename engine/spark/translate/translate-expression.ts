/** The contract's expressions in Spark's terms, with the types that DuckDB gives them. */
import type { Expression, Slice, SortKey, StructLiteral } from '../../contract/expression.ts';
import { parseType } from '../../contract/parse-type.ts';
import { nameKey } from '../../contract/schema.ts';
import type { SparkSortKey } from '../expression.ts';
import { placedAt } from '../places.ts';
import { sx } from '../expression.ts';
import { sliceOf } from '../functions/list.ts';
import { requireOrder } from '../functions/order.ts';
import { refuse, refusedAt } from '../refusal.ts';
import { translateCall } from './calls.ts';
import { translateCast } from './casts.ts';
import {
  translateBetween,
  translateCase,
  translateIn,
  translateIs,
  translateLikeTest,
} from './conditions.ts';
import { translateInterval } from './intervals.ts';
import { translateLiteral } from './literals.ts';
import type { ResultType } from './operators.ts';
import { translateBinary, translateUnary } from './operators.ts';
import type { PartTranslator } from './parts.ts';
import { resultOf, withoutInterval } from './parts.ts';
import type { TranslateContext, Typed } from './typed.ts';
import { operands, typed } from './typed.ts';
import { translateWindow } from './windows.ts';

/**
 * The expression with the type that stands for DuckDB's.
 * @throws NotOnSpark with the place in the user's text
 */
export function translateExpression(expression: Expression, context: TranslateContext): Typed {
  return refusedAt(expression.span, () =>
    withoutInterval(translatorIn(context).translate(expression)),
  );
}

/** Keys to sort by; nulls as the key says. */
export const translateKeys = (
  keys: readonly SortKey[],
  context: TranslateContext,
): SparkSortKey[] => keys.map(translatorIn(context).key);

/** @param parameters of the lambdas around */
function translatorIn(
  context: TranslateContext,
  parameters: ReadonlyMap<string, Typed> = new Map(),
): PartTranslator {
  const inner: TranslateContext = {
    ...context,
    column: (column) => parameters.get(nameKey(column.name)) ?? context.column(column),
  };
  const parts: PartTranslator = {
    typeOf: context.typeOf,
    translate: (expression) =>
      placedAt(
        expression,
        refusedAt(expression.span, () => translatePart(expression, parts, inner)),
      ),
    key: ({ expression, direction, nulls }) => {
      const value = withoutInterval(parts.translate(expression));
      refusedAt(expression.span, () => requireOrder(context.typeOf(expression)));
      return { expression: value.expression, direction, nulls };
    },
    within: (more) => translatorIn(context, new Map([...parameters, ...more])),
  };
  return parts;
}

function translatePart(
  expression: Expression,
  parts: PartTranslator,
  { typeOf, column }: TranslateContext,
): Typed {
  const result = (): ResultType => {
    const duckdb = typeOf(expression);
    return { duckdb, spark: resultOf(duckdb) };
  };
  switch (expression.kind) {
    case 'column':
      return column(expression);
    case 'literal':
      return translateLiteral(expression);
    case 'call':
      return translateCall(parts, expression);
    case 'window':
      return translateWindow(parts, expression);
    case 'unary':
      return translateUnary(expression, parts.translate(expression.operand), result());
    case 'binary': {
      const [left, right] = [expression.left, expression.right].map(parts.translate);
      return translateBinary(expression, left as Typed, right as Typed, result());
    }
    case 'cast': {
      const { operand, type, try: tried } = expression;
      return translateCast(parts.translate(operand), typeOf(operand), parseType(type), tried);
    }
    case 'case':
      return translateCase(parts, expression);
    case 'between':
      return translateBetween(parts, expression);
    case 'in':
      return translateIn(parts, expression);
    case 'is':
      return translateIs(parts, expression);
    case 'like':
      return translateLikeTest(parts, expression);
    case 'list': {
      if (expression.items.length === 0) {
        const { spark } = result();
        return typed(sx.cast(sx.call('array'), spark), spark);
      }
      const { values, type } = operands(expression.items.map(parts.translate));
      return typed(sx.call('array', ...values), { kind: 'array', element: type });
    }
    case 'struct':
      return translateStruct(expression, parts);
    case 'field': {
      const operand = parts.translate(expression.operand).expression;
      return typed({ kind: 'field', operand, name: expression.name }, result().spark);
    }
    case 'lambda':
      return refuse('A lambda stands only as argument of a list function.');
    case 'index': {
      const args = [expression.operand, expression.index];
      return translateCall(parts, { kind: 'call', name: 'list_extract', args }, expression);
    }
    case 'slice':
      return translateSlice(expression, parts);
    case 'interval':
      return translateInterval(expression, () => parts.translate(expression.value));
    case 'parameter':
      return refuse(`The parameter $${expression.name} has no value.`);
    case 'opaque':
      return refuse('This is DuckDB syntax that Sluice does not translate; it runs locally only.');
  }
}

function translateStruct({ fields }: StructLiteral, parts: PartTranslator): Typed {
  const values = fields.map(({ name, value }) => ({
    name,
    ...withoutInterval(parts.translate(value)),
  }));
  return typed(
    { kind: 'struct', fields: values.map(({ name, expression }) => ({ name, value: expression })) },
    { kind: 'struct', fields: values.map(({ name, type }) => ({ name, type })) },
  );
}

function translateSlice({ operand, from, to }: Slice, parts: PartTranslator): Typed {
  const [list, first, last] = [operand, from, to].map((part) =>
    part === undefined ? undefined : parts.translate(part),
  );
  if (list?.type.kind === 'array') return sliceOf(list, first, last);
  return refuse('Slices [from:to] of texts are not translated.', 'Use substring.');
}
