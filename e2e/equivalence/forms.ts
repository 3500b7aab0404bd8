/** What an expression tries: its functions, or what else it is made of. */
import type { Expression } from '../../engine/contract/expression.ts';
import { childrenOf } from '../../engine/expression/analyse.ts';
import { findFunction } from '../../engine/expression/functions/catalogue.ts';
import { parseExpression } from '../../engine/expression/parser.ts';

const functionName = (name: string): string => findFunction(name)?.name ?? name;

/** The name of one piece as docs/targets.md has it; columns, values and brackets have none. */
function formOf(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'call':
      return functionName(expression.name);
    case 'window':
      return functionName(expression.call.name);
    case 'binary':
    case 'like':
      return expression.op.toUpperCase();
    case 'unary':
      return expression.op.toUpperCase();
    case 'cast':
      return expression.try ? 'TRY_CAST' : 'CAST';
    case 'case':
    case 'between':
    case 'in':
    case 'is':
    case 'interval':
      return expression.kind.toUpperCase();
    case 'index':
      return 'x[index]';
    case 'slice':
      return 'x[from:to]';
    case 'field':
      return 'x.field';
    case 'list':
      return 'list_value';
    case 'struct':
      return 'struct_pack';
    case 'lambda':
    case 'opaque':
    case 'column':
    case 'literal':
    case 'parameter':
      return undefined;
  }
}

const parse = (text: string): Expression => {
  const parsed = parseExpression(text, 'expression');
  if (!parsed.ok) throw new Error(`${text} cannot be read: ${parsed.message}`);
  return parsed.expression;
};

/** All that an expression is made of, each once. */
export function formsOf(text: string): readonly string[] {
  const found = new Set<string>();
  const walk = (expression: Expression): void => {
    const form = formOf(expression);
    if (form !== undefined) found.add(form);
    childrenOf(expression).forEach(walk);
  };
  walk(parse(text));
  return [...found];
}

/** What a case is about that is refused, or fails, as a whole: its outermost function or form. */
export function subjectOf(text: string): string {
  const form = formOf(parse(text));
  if (form !== undefined) return form;
  // What only DuckDB can read has the name before its first bracket.
  return functionName(/^\w+(?=\()/.exec(text)?.[0] ?? text);
}
