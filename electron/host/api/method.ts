/** How one method of the host is described: what goes in, what comes out, what is told meanwhile. */
import type { z } from 'zod';

export interface Method<
  P extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
  E extends z.ZodType = z.ZodType,
> {
  readonly params: P;
  readonly result: R;
  /** What the host tells while it works; absent: nothing. */
  readonly progress?: E;
}

export const method = <P extends z.ZodType, R extends z.ZodType>(
  params: P,
  result: R,
): { readonly params: P; readonly result: R } => ({ params, result });

export const methodWithProgress = <P extends z.ZodType, R extends z.ZodType, E extends z.ZodType>(
  params: P,
  result: R,
  progress: E,
): { readonly params: P; readonly result: R; readonly progress: E } => ({
  params,
  result,
  progress,
});
