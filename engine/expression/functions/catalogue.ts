/** The functions that Sluice knows: documentation, completion, and what every target may emit. */
import type { FunctionEntry } from './entry.ts';
import { nearNames } from './near-names.ts';

const ENTRIES: readonly FunctionEntry[] = [];

/** By name; aliases are found by `findFunction`. */
export const FUNCTIONS: ReadonlyMap<string, FunctionEntry> = new Map(
  ENTRIES.map((entry) => [entry.name, entry]),
);

const BY_ANY_NAME: ReadonlyMap<string, FunctionEntry> = new Map(
  ENTRIES.flatMap((entry) => [entry.name, ...(entry.aliases ?? [])].map((name) => [name, entry])),
);

/** The entry of a function by its name or an alias, in any case. */
export const findFunction = (name: string): FunctionEntry | undefined =>
  BY_ANY_NAME.get(name.toLowerCase());

/** Functions whose names are near to one that does not exist, nearest first. */
export const suggestFunctions = (name: string): readonly string[] =>
  nearNames(name, BY_ANY_NAME.keys());
