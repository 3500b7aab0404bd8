/** Whoever tries to change what can only be looked at is told why nothing happens. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../session/studio.ts';

export function useRefusals(): void {
  const { t } = useTranslation('document');
  const { documents, notify } = useStudio();
  useEffect(
    () => documents.onRefused(({ key }) => notify({ kind: 'info', text: t(key, { count: 1 }) })),
    [documents, notify, t],
  );
}
