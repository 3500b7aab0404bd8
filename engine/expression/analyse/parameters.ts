/** Pipeline parameters in expressions. */
import type { Expression, ParameterValue } from '../../contract/expression.ts';
import { literalText } from '../emit/literal.ts';
import { lex } from '../parse/lex.ts';
import { mapExpression, someExpression } from './traverse.ts';

/** Names of the parameters used, each once, in the order of first use. */
export function parametersOf(expression: Expression): readonly string[] {
  const names = new Set<string>();
  someExpression(expression, (each) => {
    if (each.kind === 'parameter') names.add(each.name);
    if (each.kind === 'opaque') {
      const lexed = lex(each.text);
      for (const token of lexed.ok ? lexed.tokens : []) {
        if (token.kind === 'parameter') names.add(token.value);
      }
    }
    return false;
  });
  return [...names];
}

/** Parameters replaced by typed literals; those without a value stay. */
export const substituteParameters = (
  expression: Expression,
  values: Readonly<Record<string, ParameterValue>>,
): Expression =>
  mapExpression(expression, (each) => {
    if (each.kind === 'parameter') {
      const value = Object.hasOwn(values, each.name) ? values[each.name] : undefined;
      if (value === undefined) return each;
      const { type } = value;
      return {
        kind: 'literal',
        type,
        value: value.value,
        parameter: each.name,
        ...(each.span === undefined ? {} : { span: each.span }),
      };
    }
    if (each.kind !== 'opaque') return each;
    const text = substituteInText(each.text, values);
    if (text === each.text) return each;
    return { ...each, text, parameters: parametersOf(each).filter((name) => name in values) };
  });

function substituteInText(text: string, values: Readonly<Record<string, ParameterValue>>): string {
  const lexed = lex(text);
  if (!lexed.ok) return text;
  let result = '';
  let done = 0;
  for (const token of lexed.tokens) {
    const known = token.kind === 'parameter' && Object.hasOwn(values, token.value);
    const value = known ? values[token.value] : undefined;
    if (value === undefined) continue;
    const literal = literalText(value).text;
    result += text.slice(done, token.start) + (literal.startsWith('-') ? `(${literal})` : literal);
    done = token.end;
  }
  return result + text.slice(done);
}
