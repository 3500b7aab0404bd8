/** The studio's actions, from components. */
import { useEffect, useRef } from 'react';
import { registerActions } from './action-store.ts';
import type { Action } from './action-store.ts';
import { useStudio } from './studio.ts';

/** Registers while the component is there. `run` and `isEnabled` of the last render are called. */
export function useActions(actions: readonly Action[]): void {
  const { actions: store } = useStudio();
  const latest = useRef(actions);
  latest.current = actions;
  // Titles change with the language alone; the functions are looked up when they are called.
  const key = JSON.stringify(actions.map(({ id, title, group, keys }) => [id, title, group, keys]));
  useEffect(() => {
    const find = (id: string): Action | undefined => latest.current.find((each) => each.id === id);
    return registerActions(
      store,
      latest.current.map((action) => ({
        ...action,
        isEnabled: () => find(action.id)?.isEnabled?.() ?? true,
        run: () => find(action.id)?.run(),
      })),
    );
  }, [store, key]);
}
