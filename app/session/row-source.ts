/** Rows that the grid reads windows of. Stores hold this handle, never the rows. */
import type { Result } from '../../engine/contract/errors.ts';
import type { Schema } from '../../engine/contract/schema.ts';
import type { Extent } from '../../engine/contract/extent.ts';
import type { OpenedRows, PreviewAnswer } from './engine-client.ts';
import type { EngineClient } from './engine-client.ts';

export interface RowSource {
  /** Unique; two sources with one id have the same rows. */
  readonly id: string;
  /** `node.port`. */
  readonly target: string;
  readonly schema: Schema;
  readonly rows: number;
  readonly extent: Extent;
  /** Computed wholly for this, by `runTo`. */
  readonly opened: boolean;
  /** The cluster that computed them; absent: they are of here. */
  readonly from?: string;
  /** An Arrow IPC stream that holds at least rows `from` to `from + count`, and where it starts. */
  readonly read: (
    from: number,
    count: number,
  ) => Promise<Result<{ readonly ipc: Uint8Array; readonly from: number }>>;
}

let previews = 0;

/** A preview is small: it is one window. */
export function previewRows(answer: PreviewAnswer): RowSource {
  previews += 1;
  const { target, schema, rows, extent, ipc } = answer;
  const window = { ok: true, value: { ipc, from: 0 } } as const;
  return {
    id: `preview-${previews}`,
    target,
    schema,
    rows,
    extent,
    opened: false,
    read: async () => window,
  };
}

export const openedRows = (opened: OpenedRows, engine: EngineClient): RowSource => ({
  ...opened,
  extent: { kind: 'all' },
  opened: true,
  read: async (from, count) => {
    const answer = await engine.readRows(opened.id, from, count);
    return answer.ok ? { ok: true, value: { ipc: answer.value, from } } : answer;
  },
});
