/** Which entries of a list show their details: those that were opened, and those that have a need. */
import { useState } from 'react';
import type { Path, PathPart } from '../../../engine/document/json-path.ts';
import type { Field, RecordStyle } from '../form/field.ts';
import type { Problem } from '../form/problems.ts';
import { problemsIn } from '../form/problems.ts';
import { layOut } from './record-layout.ts';

interface OpenRowsInput {
  readonly entries: readonly Readonly<Record<string, unknown>>[];
  readonly fields: readonly Field[];
  readonly style: RecordStyle;
  readonly path: Path;
  readonly problems: readonly Problem[];
  /** The entry that something points at. */
  readonly pointed: PathPart | undefined;
}

export function useOpenRows({ entries, fields, style, path, problems, pointed }: OpenRowsInput) {
  const [chosen, setChosen] = useState<ReadonlyMap<number, boolean>>(new Map());
  const hasNeed = (index: number): boolean => {
    const entry = entries[index] ?? {};
    const { more } = layOut(fields, style, entry);
    return (
      pointed === index ||
      more.some(
        ({ key }) =>
          entry[key] !== undefined || problemsIn(problems, [...path, index, key]).length > 0,
      )
    );
  };
  const isOpen = (index: number): boolean => chosen.get(index) ?? hasNeed(index);
  return {
    isOpen,
    toggle: (index: number) => setChosen(new Map(chosen).set(index, !isOpen(index))),
  };
}
