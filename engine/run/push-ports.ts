/** What a push asks of the engine that it starts on: rows of its sources, and outputs that are written here. */
import type { FetchedOutput, FetchedRows, PushPorts } from '../remote/spark-plan/push-pipeline.ts';
import type { PreparedPush } from './engine-api.ts';

/** Keeps pieces of Arrow until they are read. */
export interface RowsFolder {
  readonly add: (ipc: Uint8Array) => Promise<void>;
  /** Of files, in the order in which they came. */
  readonly pattern: string;
  readonly remove: () => Promise<void>;
}

export interface PushPortsInput {
  readonly prepared: Pick<PreparedPush, 'readSource' | 'writeFetched'>;
  readonly signal?: AbortSignal;
  readonly openFolder: () => Promise<RowsFolder>;
  /** Rows of a step that is looked at, as a whole Arrow IPC stream each. */
  readonly onRows?: (ipc: Uint8Array, rows: number) => Promise<void> | void;
}

export function pushPorts(input: PushPortsInput): PushPorts {
  const { prepared, onRows } = input;
  return {
    readSource: prepared.readSource,
    openFetched: async (output) =>
      output.kind === 'rows' ? shown(onRows) : kept(output, await input.openFolder(), input),
  };
}

function shown(onRows: PushPortsInput['onRows']): FetchedRows {
  let all = 0;
  return {
    add: async (ipc, rows) => {
      all += rows;
      await onRows?.(ipc, rows);
    },
    finish: () => Promise.resolve({ rows: all }),
    abandon: () => Promise.resolve(),
  };
}

function kept(
  { node }: FetchedOutput,
  folder: RowsFolder,
  { prepared, signal }: PushPortsInput,
): FetchedRows {
  return {
    add: (ipc) => folder.add(ipc),
    finish: async () => {
      try {
        const { files, tablesWritten } = await prepared.writeFetched(node, folder.pattern, signal);
        const [file] = files;
        const [table] = tablesWritten;
        return file === undefined
          ? { rows: table?.rows ?? 0 }
          : { rows: file.rows, bytes: file.bytes };
      } finally {
        await folder.remove();
      }
    },
    abandon: () => folder.remove(),
  };
}
