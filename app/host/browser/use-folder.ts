/** The content of a folder of the host. */
import { useCallback, useEffect, useState } from 'react';
import type { EngineError } from '../../../engine/contract/errors.ts';
import type { Computer, FileEntry } from '../../platform/computer.ts';

export interface Folder {
  readonly folder: FileEntry;
  /** Outermost first. */
  readonly parents: readonly FileEntry[];
  readonly entries: readonly FileEntry[];
  readonly truncated: boolean;
}

export type FolderState =
  | { readonly status: 'loading' }
  | { readonly status: 'done'; readonly value: Folder }
  | { readonly status: 'failed'; readonly error: EngineError };

/** Where somebody was last: the next dialog opens there. */
let last: string | undefined;

export interface ShownFolder {
  readonly state: FolderState;
  readonly open: (folder: string | undefined) => void;
  /** Reads it again. */
  readonly refresh: () => void;
}

export function useFolder({ client }: Computer): ShownFolder {
  const [at, setAt] = useState<{ readonly folder: string | undefined; readonly turn: number }>({
    folder: last,
    turn: 0,
  });
  const [state, setState] = useState<FolderState>({ status: 'loading' });
  useEffect(() => {
    let isCurrent = true;
    const { folder } = at;
    void client.call('files.list', folder === undefined ? {} : { folder }).then((answer) => {
      if (!isCurrent) return;
      if (answer.ok) {
        last = folder;
        setState({ status: 'done', value: answer.value });
        return;
      }
      // The folder of the last dialog has gone: the workspace is there.
      if (folder !== undefined && folder === last) {
        last = undefined;
        setAt({ folder: undefined, turn: 0 });
      } else setState({ status: 'failed', error: answer.error });
    });
    return () => {
      isCurrent = false;
    };
  }, [client, at]);
  const open = useCallback((folder: string | undefined) => {
    setState({ status: 'loading' });
    setAt(({ turn }) => ({ folder, turn: turn + 1 }));
  }, []);
  const refresh = useCallback(() => setAt(({ folder, turn }) => ({ folder, turn: turn + 1 })), []);
  return { state, open, refresh };
}
