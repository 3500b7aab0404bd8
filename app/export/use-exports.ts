/** What the pipeline becomes in each target, asked of the engine one after the other. */
import { useEffect, useRef, useState } from 'react';
import type { Result } from '../../engine/contract/errors.ts';
import { EXPORT_TARGETS } from '../../engine/export/project.ts';
import type { ExportResult, ExportTarget } from '../../engine/export/project.ts';
import type { Question } from '../session/engine-client.ts';
import { useSession, useStudio } from '../session/studio.ts';

export type ExportAnswer = Result<ExportResult>;
export type ExportAnswers = ReadonlyMap<ExportTarget, ExportAnswer>;

/**
 * @param question undefined: there is nothing to ask
 * @param chosen is asked for before the others, which are there to say where it is not possible
 */
export function useExports(question: Question | undefined, chosen: ExportTarget): ExportAnswers {
  const { engine } = useStudio();
  const isReady = useSession((state) => state.engine.status === 'ready');
  const [answers, setAnswers] = useState<ExportAnswers>(() => new Map());
  const wanted = useRef(chosen);
  wanted.current = chosen;
  useEffect(() => {
    if (question === undefined || !isReady) return undefined;
    let isOver = false;
    const askAll = async (): Promise<void> => {
      const left = new Set(EXPORT_TARGETS);
      while (left.size > 0) {
        const [first] = left;
        const target = left.has(wanted.current) ? wanted.current : first;
        if (target === undefined) return;
        left.delete(target);
        const answer = await engine.export({ ...question, target });
        if (isOver) return;
        setAnswers((before) => new Map(before).set(target, answer));
      }
    };
    void askAll();
    return () => {
      isOver = true;
      void engine.cancel('export');
    };
  }, [question, isReady, engine]);
  return answers;
}
