/** What the header says of where the pipeline is. Pure. */
import type { WorkspaceState } from '../session/workspace/workspace-store.ts';

export type KeptState =
  'inspected' | 'elsewhere' | 'saving' | 'unstored' | 'saved' | 'edited' | 'kept';

/** Undefined while there is nothing to keep. */
export function keptState({
  inspection,
  isElsewhere,
  isStored,
  saving,
  storage,
  file,
}: Pick<
  WorkspaceState,
  'inspection' | 'isElsewhere' | 'isStored' | 'saving' | 'storage' | 'file'
>): KeptState | undefined {
  if (inspection !== undefined) return 'inspected';
  if (isElsewhere) return 'elsewhere';
  if (saving === 'waiting' || saving === 'writing') return 'saving';
  if (saving === 'failed') return 'unstored';
  if (!isStored) return undefined;
  if (file?.matches === true) return 'saved';
  if (storage !== 'kept') return 'unstored';
  return file === undefined ? 'kept' : 'edited';
}
