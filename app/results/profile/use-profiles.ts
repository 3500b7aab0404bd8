/** Asks for the profiles of the columns in view, a few at a time, and for no others. */
import { useEffect, useState } from 'react';
import type { EngineError } from '../../../engine/contract/errors.ts';
import type { ColumnProfile } from '../../../engine/contract/profile.ts';
import type { RowSource } from '../../session/row-source.ts';
import { throughView } from '../../session/row-view.ts';
import { useStudio } from '../../session/studio.ts';
import { addProfiles, useResults, useResultsStore } from '../results-store.ts';

/** Columns of one question: the first answers come soon. */
const AT_ONCE = 8;

export interface Profiles {
  readonly of: 'preview' | 'all';
  readonly setOf: (of: 'preview' | 'all') => void;
  readonly busy: boolean;
  readonly error: EngineError | undefined;
}

/** @param first and `last`: indexes of the columns in view */
export function useProfiles(rows: RowSource, first: number, last: number): Profiles {
  const { engine, documents, session } = useStudio();
  const store = useResultsStore();
  const [of, setOf] = useState<Profiles['of']>(rows.extent.kind === 'all' ? 'all' : 'preview');
  const [error, setError] = useState<EngineError>();
  const known = useResults((state) =>
    state.profiles?.source === rows.id && state.profiles.of === of ? state.profiles.columns : NONE,
  );
  const wanted = rows.schema
    .slice(first, last + 1)
    .map(({ name }) => name)
    .filter((name) => !known.has(name))
    .slice(0, AT_ONCE);
  const key = JSON.stringify(wanted);

  useEffect(() => setError(undefined), [rows, of]);
  useEffect(() => {
    const columns = JSON.parse(key) as string[];
    if (columns.length === 0 || error !== undefined) return undefined;
    let current = true;
    const { parameters, view } = session.getState();
    const asked = throughView(documents.getState().document, rows.target, view);
    void engine.profile({ ...asked, parameters, columns, of }).then((answer) => {
      if (answer.ok) {
        const profiles = new Map(answer.value.columns.map((each) => [each.column, each]));
        if (current)
          addProfiles(store, {
            source: rows.id,
            of,
            columns: profiles,
            extent: answer.value.extent,
          });
      } else if (current && answer.error.kind !== 'cancelled') setError(answer.error);
    });
    return () => {
      current = false;
    };
  }, [key, of, rows, error, engine, documents, session, store]);
  // Leaving, nobody waits for what is under way.
  useEffect(() => () => void engine.cancel('profile'), [engine, rows]);
  return { of, setOf, busy: wanted.length > 0 && error === undefined, error };
}

const NONE: ReadonlyMap<string, ColumnProfile> = new Map();
