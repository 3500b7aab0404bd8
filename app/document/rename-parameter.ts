/** Renaming a parameter of the pipeline in everything that names it. Pure. */
import type { z } from 'zod';
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import { childOptions, isRecord, narrow, optionsOf } from '../../engine/document/schema-walk.ts';
import type { SchemaOption } from '../../engine/document/schema-walk.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';

/** Params of the steps that name the parameter, with its new name. */
export function renamedParams(
  document: PipelineDocument,
  name: string,
  to: string,
  registry: NodeRegistry,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const changed: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const [id, node] of Object.entries(document.nodes)) {
    const schema = registry.get(node.type)?.params;
    if (schema === undefined) continue;
    const params = renameInParams(node.params, schema, name, to);
    if (params !== node.params) changed[id] = params;
  }
  return changed;
}

function renameInParams(
  params: Readonly<Record<string, unknown>>,
  schema: z.ZodType,
  name: string,
  to: string,
): Readonly<Record<string, unknown>> {
  const visit = (value: unknown, options: SchemaOption[]): unknown => {
    if (typeof value === 'string') {
      const fields = options.map(({ field }) => field);
      if (fields.includes('expression') || fields.includes('sql')) {
        return renameInSql(value, name, to);
      }
      // As the engine puts parameters in: a whole text everywhere, `${name}` within a path.
      const whole = value === `$${name}` ? `$${to}` : value;
      return fields.includes('path') ? whole.replaceAll(`\${${name}}`, `\${${to}}`) : whole;
    }
    const fitting = narrow(options, value);
    if (Array.isArray(value)) {
      const items = value.map((item: unknown, index) => visit(item, childOptions(fitting, index)));
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    if (!isRecord(value)) return value;
    const entries = Object.entries(value).map(
      ([key, item]) => [key, visit(item, childOptions(fitting, key))] as const,
    );
    return entries.every(([key, item]) => item === value[key])
      ? value
      : Object.fromEntries(entries);
  };
  return visit(params, optionsOf(schema)) as Readonly<Record<string, unknown>>;
}

/** What may hold a `$` that is no parameter: texts, quoted names, comments, dollar-quoted texts. */
const OPAQUE = [
  String.raw`[eE]'(?:[^'\\]|\\.|'')*'`,
  String.raw`'(?:[^']|'')*'`,
  String.raw`"(?:[^"]|"")*"`,
  String.raw`--[^\n]*`,
  String.raw`/\*[\s\S]*?\*/`,
  String.raw`\$(?<tag>[A-Za-z_]\w*|)\$[\s\S]*?\$\k<tag>\$`,
  // An identifier may have dollars after its first character.
  String.raw`[A-Za-z_][\w$]*`,
].join('|');

/** An expression or query with `$name` written `$to`. */
export function renameInSql(text: string, name: string, to: string): string {
  const tokens = new RegExp(`${OPAQUE}|\\$(?<parameter>[A-Za-z_]\\w*)`, 'g');
  return text.replace(tokens, (token, ...rest: unknown[]) => {
    const { parameter } = rest.at(-1) as { readonly parameter?: string };
    return parameter === name ? `$${to}` : token;
  });
}
