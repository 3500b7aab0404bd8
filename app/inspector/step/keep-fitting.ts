/** Settings that stay when another variant is chosen. Pure. */
import type { z } from 'zod';

/** Without the settings that the schema has something against, but for `key`. */
export function keepFitting(
  schema: z.ZodType,
  params: Readonly<Record<string, unknown>>,
  key: string,
): Readonly<Record<string, unknown>> {
  const issues = schema.safeParse(params).error?.issues ?? [];
  const wrong = new Set(
    issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0] ?? '')],
    ),
  );
  return Object.fromEntries(
    Object.entries(params).filter(([name]) => name === key || !wrong.has(name)),
  );
}
