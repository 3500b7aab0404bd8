/** A comparison of here and there, from its beginning to its end. */
import { useEffect, useState } from 'react';
import type { EngineError } from '../../../engine/contract/errors.ts';
import type { ComparisonStage, PushComparison } from '../../../engine/contract/push-comparison.ts';
import type { Computer } from '../../platform/computer.ts';
import { askedOf } from '../../session/asked-document.ts';
import { useStudio } from '../../session/studio.ts';

export type Comparison =
  | { readonly status: 'running'; readonly stage: ComparisonStage }
  | { readonly status: 'done'; readonly result: PushComparison }
  | { readonly status: 'stopped' }
  | { readonly status: 'failed'; readonly error: EngineError };

export interface RunningComparison {
  readonly comparison: Comparison;
  readonly start: (rows: number) => void;
  readonly stop: () => void;
}

/** Starts at once; what is under way when nobody looks any more is stopped, on the cluster too. */
export function useComparison(
  computer: Computer,
  cluster: string,
  firstRows: number,
): RunningComparison {
  const studio = useStudio();
  const [asked, setAsked] = useState({ rows: firstRows });
  const [comparison, setComparison] = useState<Comparison>(STARTED);
  const stop = (): void => void computer.client.call('push.stopCompare', {});
  useEffect(() => {
    let isOver = false;
    const show = (next: Comparison): void => {
      if (!isOver) setComparison(next);
      if (next.status !== 'running') isOver = true;
    };
    const compare = async (): Promise<void> => {
      const question = await askedOf(studio, computer);
      if (isOver) return;
      const answer = await computer.client.call(
        'push.compare',
        { ...question, cluster, rows: asked.rows },
        ({ stage }) => show({ status: 'running', stage }),
      );
      if (answer.ok) show({ status: 'done', result: answer.value });
      else if (answer.error.kind === 'cancelled') show({ status: 'stopped' });
      else show({ status: 'failed', error: answer.error });
    };
    setComparison(STARTED);
    void compare();
    return () => {
      if (!isOver) void computer.client.call('push.stopCompare', {});
      isOver = true;
    };
  }, [studio, computer, cluster, asked]);
  return { comparison, start: (rows) => setAsked({ rows }), stop };
}

const STARTED: Comparison = { status: 'running', stage: 'sample' };
