/** Rules → an expression of DuckDB. Pure. */
import { formatIdentifier, quoteText } from '../../../engine/expression/quote.ts';
import { isGroup } from './rules.ts';
import type { Rule, RuleGroup, RuleValue } from './rules.ts';

/** Rules without a column are left out: they are not finished. */
export function formatRules(group: RuleGroup): string {
  const parts = group.rules.flatMap((rule) => {
    if (!isGroup(rule)) return rule.column === '' ? [] : [formatRule(rule)];
    const text = formatRules(rule);
    if (text === '') return [];
    return [`(${text})`];
  });
  return parts.join(group.join === 'and' ? ' AND ' : ' OR ');
}

function formatRule({ column, operator, values }: Rule): string {
  const name = formatIdentifier(column);
  const [first = '', second = ''] = values.map(formatValue);
  switch (operator) {
    case 'is null':
      return `${name} IS NULL`;
    case 'is not null':
      return `${name} IS NOT NULL`;
    case 'between':
      return `${name} BETWEEN ${first} AND ${second}`;
    case 'in':
      return `${name} IN (${values.map(formatValue).join(', ')})`;
    case 'not in':
      return `${name} NOT IN (${values.map(formatValue).join(', ')})`;
    case 'contains':
      return `contains(${name}, ${first})`;
    case 'not contains':
      return `NOT contains(${name}, ${first})`;
    case 'starts with':
      return `starts_with(${name}, ${first})`;
    case 'ends with':
      return `ends_with(${name}, ${first})`;
    default:
      return `${name} ${operator} ${first}`;
  }
}

function formatValue(value: RuleValue): string {
  switch (value.kind) {
    case 'number':
      // What is no number yet is still some value, so that the text stays an expression.
      return isNumberText(value.text) ? value.text.trim() : quoteText(value.text);
    case 'text':
      return quoteText(value.text);
    case 'date':
      return `DATE ${quoteText(value.text)}`;
    case 'timestamp':
      return `TIMESTAMP ${quoteText(value.text)}`;
    case 'boolean':
      return value.value ? 'true' : 'false';
    case 'parameter':
      return `$${value.name}`;
    case 'column':
      return formatIdentifier(value.name);
  }
}

export const isNumberText = (text: string): boolean =>
  /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text.trim());
