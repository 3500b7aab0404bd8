/** Whether a cluster answers: its version and how long it took, or why not. */
import { CircleAlert, CircleCheck, LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EngineError } from '../../../engine/contract/errors.ts';
import type { ClusterTested, Computer } from '../../platform/computer.ts';
import styles from '../connections/Connections.module.css';
import { sizeWords } from '../../platform/size-words.ts';
import own from './Clusters.module.css';

export type Tested =
  | { readonly kind: 'testing' }
  | { readonly kind: 'ok'; readonly value: ClusterTested }
  | { readonly kind: 'failed'; readonly error: EngineError };

type Asked = Parameters<typeof askTest>[1];

const askTest = (
  { client }: Computer,
  asked: Parameters<typeof client.call<'clusters.test'>>[1],
): ReturnType<typeof client.call<'clusters.test'>> => client.call('clusters.test', asked);

export function useClusterTest(computer: Computer) {
  const [tested, setTested] = useState<Tested>();
  return {
    tested,
    test: async (asked: Asked): Promise<void> => {
      setTested({ kind: 'testing' });
      const answer = await askTest(computer, asked);
      setTested(
        answer.ok ? { kind: 'ok', value: answer.value } : { kind: 'failed', error: answer.error },
      );
    },
    fail: (error: EngineError): void => setTested({ kind: 'failed', error }),
    /** What was tested is another one by now. */
    forget: (): void => setTested(undefined),
  };
}

const ICONS = { testing: LoaderCircle, ok: CircleCheck, failed: CircleAlert } as const;

export function TestResult({ tested }: { readonly tested: Tested | undefined }) {
  if (tested === undefined) return null;
  const Icon = ICONS[tested.kind];
  return (
    <p className={`${styles.tested} ${own.tested}`} data-kind={tested.kind} role="status">
      <Icon aria-hidden />
      <span>
        <TestWords tested={tested} />
      </span>
    </p>
  );
}

function TestWords({ tested }: { readonly tested: Tested }) {
  const { t } = useTranslation('cluster');
  if (tested.kind === 'testing') return t('testing');
  if (tested.kind === 'failed') return `${tested.error.message} ${tested.error.hint ?? ''}`;
  const { version, milliseconds } = tested.value;
  const size = sizeWords(t, tested.value);
  const words = { version, milliseconds: Math.round(milliseconds), size };
  return t(size === '' ? 'test-ok' : 'test-size', words);
}
