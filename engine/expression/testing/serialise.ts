/** DuckDB's own parser, as an oracle: the tree it makes of an expression, without places in the text. */
import type { NativeDuckDB } from '../../testing/native.ts';
import { quoteText } from '../quote.ts';

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Forms that mean the same become one: `5 !` and `factorial(5)`, `(a).b` and `a.b`. */
function canonical(key: string, value: unknown): unknown {
  if (key === 'query_location' || key === 'schema') return undefined;
  if (!isNode(value)) return value;
  if (value['function_name'] === '!__postfix') {
    return { ...value, function_name: 'factorial', is_operator: false };
  }
  if (value['type'] !== 'STRUCT_EXTRACT') return value;
  const [operand, name] = value['children'] as readonly [Node, { readonly value: Node }];
  const path = operand['column_names'];
  return Array.isArray(path)
    ? { ...operand, column_names: [...(path as string[]), name.value['value']] }
    : value;
}

/** JSON text of DuckDB's tree, or `undefined` when DuckDB has a syntax error to report. */
export async function duckdbTree(db: NativeDuckDB, text: string): Promise<string | undefined> {
  const statement = quoteText(`SELECT ${text}`);
  const [row] = await db.queryRows(`SELECT json_serialize_sql(${statement})::VARCHAR AS tree`);
  const parsed = JSON.parse(String(row?.['tree']), canonical) as {
    readonly error: boolean;
    readonly statements?: readonly { readonly node: { readonly select_list: unknown } }[];
  };
  return parsed.error ? undefined : JSON.stringify(parsed.statements?.[0]?.node.select_list);
}
