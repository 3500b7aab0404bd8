/** An answer of the engine that belongs to what is on screen now. */
import { useEffect, useRef, useState } from 'react';
import type { EngineError, Result } from '../../engine/contract/errors.ts';
import type { Question } from '../session/engine-client.ts';
import { useDocument, useSession, useStudio } from '../session/studio.ts';

export type Asked<T> =
  | { readonly status: 'idle' }
  /** `value`: of the question before. */
  | { readonly status: 'asking'; readonly value?: T | undefined }
  | { readonly status: 'done'; readonly value: T; readonly question: Question }
  | { readonly status: 'failed'; readonly error: EngineError };

/**
 * Asks when `key` or the document changes, after a short pause. No key: nothing is asked. `key` says
 * all that `ask` depends on.
 */
export function useAsked<T>(
  key: string | undefined,
  ask: (question: Question) => Promise<Result<T>>,
): Asked<T> {
  const { documents, session } = useStudio();
  const nodes = useDocument(({ document }) => document.nodes);
  const parameters = useSession((state) => state.parameters);
  const isReady = useSession(({ engine }) => engine.status === 'ready');
  const [asked, setAsked] = useState<Asked<T>>({ status: 'idle' });
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (key === undefined || !isReady) {
      setAsked({ status: 'idle' });
      return undefined;
    }
    setAsked((before) => ({
      status: 'asking',
      ...('value' in before ? { value: before.value } : {}),
    }));
    let isLast = true;
    const timer = setTimeout(() => {
      const question = {
        document: documents.getState().document,
        parameters: session.getState().parameters,
      };
      void latest.current(question).then((answer) => {
        if (!isLast) return;
        setAsked(
          answer.ok
            ? { status: 'done', value: answer.value, question }
            : { status: 'failed', error: answer.error },
        );
      });
    }, PAUSE);
    return () => {
      isLast = false;
      clearTimeout(timer);
    };
  }, [key, nodes, parameters, isReady, documents, session]);
  return asked;
}

/** Milliseconds between the last key and the question. */
const PAUSE = 120;
