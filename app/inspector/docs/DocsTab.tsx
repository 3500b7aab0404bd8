/** The user docs of the step's type; links lead to the docs of other types. */
import { ArrowLeft } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Message } from '../../ui/Message.tsx';
import { loadDocs } from './node-docs.ts';

const DocsPage = lazy(async () => ({ default: (await import('./DocsPage.tsx')).DocsPage }));

type Docs =
  | { readonly status: 'loading' }
  | { readonly status: 'failed' }
  | { readonly status: 'done'; readonly text: string };

export function DocsTab({ type }: { readonly type: string }) {
  const { t } = useTranslation('inspector');
  const [trail, setTrail] = useState<readonly string[]>([type]);
  const shown = trail.at(-1) ?? type;
  const docs = useDocs(shown);
  const loading = <Message kind="loading" title={t('docs-loading')} />;
  return (
    <>
      {trail.length > 1 ? (
        <Button
          kind="quiet"
          icon={<ArrowLeft aria-hidden />}
          onClick={() => setTrail(trail.slice(0, -1))}
        >
          {t('docs-back')}
        </Button>
      ) : null}
      {docs.status === 'loading' ? loading : null}
      {docs.status === 'failed' ? <Message kind="error" title={t('docs-failed')} /> : null}
      {docs.status === 'done' ? (
        <Suspense fallback={loading}>
          <DocsPage type={shown} text={docs.text} onOpen={(next) => setTrail([...trail, next])} />
        </Suspense>
      ) : null}
    </>
  );
}

function useDocs(type: string): Docs {
  const [docs, setDocs] = useState<Docs & { readonly of?: string }>({ status: 'loading' });
  useEffect(() => {
    let isCurrent = true;
    const answer = (found: Docs): void => {
      if (isCurrent) setDocs({ ...found, of: type });
    };
    loadDocs(type).then(
      (text) => answer(text === undefined ? { status: 'failed' } : { status: 'done', text }),
      () => answer({ status: 'failed' }),
    );
    return () => {
      isCurrent = false;
    };
  }, [type]);
  return docs.of === type ? docs : { status: 'loading' };
}
