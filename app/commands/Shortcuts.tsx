/** Carries out the shortcuts of all actions: the one place that listens to keys for the whole studio. */
import { useEffect } from 'react';
import { useStudio } from '../session/studio.ts';
import { awaitAction, isMac } from '../session/action-store.ts';
import { LOADED_LATER, PALETTE } from '../session/shortcuts.ts';
import { belongsToText, matchesKeys, worksInText } from './key-match.ts';

export function Shortcuts() {
  const { actions: store } = useStudio();
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const inText = isText(event.target);
      const inDialog =
        event.target instanceof Element && event.target.closest('[role=dialog]') !== null;
      const action = store
        .getState()
        .actions.findLast(
          ({ keys, moreKeys = [], within, isEnabled }) =>
            isWithin(within, event.target) &&
            [keys, ...moreKeys].some(
              (each) =>
                each !== undefined &&
                matchesKeys(each, event, isMac()) &&
                (!inText || (worksInText(each) && !belongsToText(each))) &&
                (!inDialog || each === PALETTE),
            ) &&
            isEnabled?.() !== false,
        );
      if (action !== undefined) {
        event.preventDefault();
        action.run();
      } else if (!inDialog) {
        const keys = LOADED_LATER.find((each) => matchesKeys(each, event, isMac()));
        if (keys === undefined || store.getState().actions.some((each) => each.keys === keys))
          return;
        event.preventDefault();
        awaitAction(store, (each) => each.keys === keys);
      }
    };
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [store]);
  return null;
}

/** Nothing in focus means the page as a whole, and so the canvas, its main part. */
const isWithin = (within: string | undefined, target: EventTarget | null): boolean =>
  within === undefined ||
  target === document.body ||
  (target instanceof Element && target.closest(within) !== null);

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement &&
      !['button', 'checkbox', 'radio', 'range', 'file', 'submit'].includes(target.type)));
