/** Entries of a menu from the actions that are there. */
import { useStore } from 'zustand';
import { findAction, formatKeys } from '../session/action-store.ts';
import { useStudio } from '../session/studio.ts';
import type { MenuEntry } from '../ui/Menu.tsx';

/** In this order; actions of features that are not there are left out. */
export function useEntries(ids: readonly (string | 'separator')[]): readonly MenuEntry[] {
  const { actions: store } = useStudio();
  // Again whenever an action comes or goes.
  useStore(store, (state) => state.actions);
  return ids.flatMap((id): MenuEntry[] => {
    if (id === 'separator') return ['separator'];
    const action = findAction(store, id);
    if (action === undefined) return [];
    const { title, keys, isEnabled, run } = action;
    return [
      {
        label: title,
        keys: keys === undefined ? undefined : formatKeys(keys),
        disabled: isEnabled?.() === false,
        onSelect: run,
      },
    ];
  });
}
