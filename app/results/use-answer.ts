/** A question to the engine, asked again whenever what it depends on changes. */
import { useEffect, useState } from 'react';
import type { DependencyList } from 'react';
import type { EngineError, Result } from '../../engine/contract/errors.ts';

export interface Answer<T> {
  readonly status: 'waiting' | 'loading' | 'done' | 'failed';
  /** The last answer, also while the next one is on its way. */
  readonly value?: T | undefined;
  readonly error?: EngineError | undefined;
}

/**
 * @param ask undefined: there is nothing to ask yet
 * @param about what the question is made of
 */
export function useAnswer<T>(
  ask: (() => Promise<Result<T>>) | undefined,
  about: DependencyList,
): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ status: 'waiting' });
  useEffect(() => {
    if (ask === undefined) {
      setAnswer({ status: 'waiting' });
      return undefined;
    }
    let current = true;
    setAnswer(({ value }) => ({ status: 'loading', value }));
    void ask().then((result) => {
      if (!current) return;
      setAnswer(
        result.ok
          ? { status: 'done', value: result.value }
          : { status: 'failed', error: result.error },
      );
    });
    return () => {
      current = false;
    };
    // The question is made anew with every render; `about` says when it is another one.
  }, about);
  return answer;
}
