/** The format of a file that is written, as its name is typed. Pure. */
import { formatOfPath } from '../../../engine/contract/file-target.ts';
import type { FileFormat } from '../../../engine/contract/file-target.ts';

/**
 * The format that a path now names, where it is another one than before. An extension that stays is no
 * new wish: a format that was chosen against it stays, too.
 */
export function followExtension(
  { path, format }: Readonly<Record<string, unknown>>,
  typed: string,
): FileFormat | undefined {
  const named = formatOfPath(typed);
  const before = typeof path === 'string' ? formatOfPath(path) : undefined;
  return named === before || named === format ? undefined : named;
}
