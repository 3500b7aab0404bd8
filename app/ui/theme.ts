/** Light, dark, or as the system has it; remembered. */
import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'sluice.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

export function themeChoice(): ThemeChoice {
  const stored = readStored();
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** What is shown now. */
export const shownTheme = (): 'light' | 'dark' => {
  const choice = themeChoice();
  if (choice !== 'system') return choice;
  return dark.matches ? 'dark' : 'light';
};

export function chooseTheme(choice: ThemeChoice): void {
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // Storage is denied: the choice lasts as long as the tab.
  }
  chosen = choice;
  apply();
}

/** Follows the choice and the system from now on. */
export function startTheme(): void {
  apply();
  dark.addEventListener('change', apply);
}

export const useTheme = (): 'light' | 'dark' =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, shownTheme);

export const useThemeChoice = (): ThemeChoice =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, themeChoice);

let chosen: ThemeChoice | undefined;

function readStored(): string | null {
  if (chosen !== undefined) return chosen;
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function apply(): void {
  document.documentElement.dataset['theme'] = shownTheme();
  for (const listener of listeners) listener();
}
