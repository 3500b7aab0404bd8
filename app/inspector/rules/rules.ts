/** A filter as rules: what people say with a column, a comparison and a value. */

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

export type RuleOperator =
  | Comparison
  | 'in'
  | 'not in'
  | 'between'
  | 'contains'
  | 'not contains'
  | 'starts with'
  | 'ends with'
  | 'is null'
  | 'is not null';

/** A literal, a parameter of the pipeline, or another column. Numbers keep the text they were typed with. */
export type RuleValue =
  | { readonly kind: 'number' | 'text' | 'date' | 'timestamp'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'parameter' | 'column'; readonly name: string };

export interface Rule {
  readonly column: string;
  readonly operator: RuleOperator;
  /** None of `is null`, two of `between`, any number of `in`, else one. */
  readonly values: readonly RuleValue[];
}

export interface RuleGroup {
  readonly join: 'and' | 'or';
  readonly rules: readonly (Rule | RuleGroup)[];
}

export const OPERATORS: readonly RuleOperator[] = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not in',
  'between',
  'contains',
  'not contains',
  'starts with',
  'ends with',
  'is null',
  'is not null',
];

/** How many values an operator takes; undefined: any number, at least one. */
export const valueCount = (operator: RuleOperator): number | undefined => {
  switch (operator) {
    case 'is null':
    case 'is not null':
      return 0;
    case 'between':
      return 2;
    case 'in':
    case 'not in':
      return undefined;
    default:
      return 1;
  }
};

export const isGroup = (rule: Rule | RuleGroup): rule is RuleGroup => 'join' in rule;

/** The rule with as many values as its operator takes; what was there stays. */
export function withOperator(rule: Rule, operator: RuleOperator): Rule {
  const count = valueCount(operator) ?? Math.max(1, rule.values.length);
  const [first] = rule.values;
  const kind = first !== undefined && 'text' in first ? first.kind : 'text';
  const empty: RuleValue = { kind, text: '' };
  return {
    column: rule.column,
    operator,
    values: Array.from({ length: count }, (_, index) => rule.values[index] ?? empty),
  };
}
