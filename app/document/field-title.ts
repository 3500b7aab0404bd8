/** Where a value of a step's params stands, in the words of the step's form. Pure. */
import { z } from 'zod';
import type { Path } from '../../engine/document/json-path.ts';
import { definition, isRecord, optionsAt } from '../../engine/document/schema-walk.ts';

/** `["aggregates", 1, "column"]` → `Aggregates 2 › Column`. */
export function fieldTitle(schema: z.core.$ZodType, path: Path, params: unknown): string {
  const words: string[] = [];
  for (const [depth, part] of path.entries()) {
    if (typeof part === 'number') words.push(`${words.pop() ?? ''} ${part + 1}`.trim());
    else words.push(titleAt(schema, path.slice(0, depth), part, params));
  }
  return words.join(' › ');
}

/** `null_values` → `Null values`, for what nobody gave a title. */
export function titleOfKey(key: string): string {
  const words = key.replaceAll(/(?<=\w)[_-](?=\w)/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function titleAt(schema: z.core.$ZodType, at: Path, key: string, params: unknown): string {
  for (const option of optionsAt(schema, at, params)) {
    const def = definition(option.schema);
    // Keys of a map are the user's own words.
    if (def.type === 'record') return key;
    const member =
      def.type === 'object' && Object.hasOwn(def.shape, key) ? def.shape[key] : undefined;
    if (member !== undefined) return ownTitle(member) ?? titleOfKey(key);
  }
  return titleOfKey(key);
}

/** Of the schema, or of what it wraps. */
function ownTitle(schema: z.core.$ZodType): string | undefined {
  const title = z.globalRegistry.get(schema)?.title;
  if (title !== undefined) return title;
  const def: unknown = definition(schema);
  const inner = isRecord(def) ? def['innerType'] : undefined;
  return inner instanceof z.core.$ZodType ? ownTitle(inner) : undefined;
}
