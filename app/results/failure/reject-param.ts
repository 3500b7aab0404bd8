/** Whether a type of step can send rows that do not fit to a port of their own. */
import { z } from 'zod';

/** The param that has `reject` among its choices; undefined where there is none. */
export function rejectParam(params: unknown): string | undefined {
  if (!(params instanceof z.ZodObject)) return undefined;
  return Object.entries(params.shape).find(([, schema]) =>
    choicesOf(schema).includes('reject'),
  )?.[0];
}

function choicesOf(schema: unknown): readonly unknown[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
    return choicesOf(schema.unwrap());
  return schema instanceof z.ZodEnum ? schema.options : [];
}
