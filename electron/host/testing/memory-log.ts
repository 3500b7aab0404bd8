/** A log that a test can look into. */
import type { HostLog } from '../host-services.ts';
import { createMask } from '../log/mask.ts';

export interface MemoryLog extends HostLog {
  readonly lines: string[];
}

export function memoryLog(): MemoryLog {
  const lines: string[] = [];
  const { hide, mask } = createMask();
  const write =
    (level: string): HostLog['info'] =>
    (message, fields = {}) =>
      void lines.push(mask(`${level} ${message} ${JSON.stringify(fields)}`));
  return { lines, info: write('info'), warn: write('warn'), error: write('error'), hide, mask };
}
