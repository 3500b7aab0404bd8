/** The functions that Sluice knows: documentation, completion, and what every target may emit. */
import { AGGREGATE } from './aggregate.ts';
import { CONDITIONAL } from './conditional.ts';
import { DATE_TIME } from './date-time.ts';
import type { FunctionEntry } from './entry.ts';
import { HASH } from './hash.ts';
import { LIST } from './list.ts';
import { MATH } from './math.ts';
import { nearNames } from './near-names.ts';
import { STRUCT_MAP } from './struct-map.ts';
import { TEXT } from './text.ts';
import { TYPE } from './type.ts';
import { WINDOW } from './window.ts';

const ENTRIES: readonly FunctionEntry[] = [
  ...MATH,
  ...TEXT,
  ...DATE_TIME,
  ...CONDITIONAL,
  ...LIST,
  ...STRUCT_MAP,
  ...TYPE,
  ...AGGREGATE,
  ...WINDOW,
  ...HASH,
];

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
