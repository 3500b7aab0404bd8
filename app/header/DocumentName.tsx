/** The pipeline's name, and whether it is kept. */
import { Check, CircleDot, Eye, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { setName } from '../document/commands/params.ts';
import { useDocument, useStudio, useWorkspace } from '../session/studio.ts';
import { Tooltip } from '../ui/Tooltip.tsx';
import styles from './Header.module.css';
import { keptState } from './kept-state.ts';
import type { KeptState } from './kept-state.ts';

export function DocumentName() {
  const { t } = useTranslation('header');
  const { documents } = useStudio();
  const name = useDocument(({ document }) => document.name);
  const isReadOnly = useDocument(({ readOnly }) => readOnly !== undefined);
  return (
    <>
      {/* As wide as the name, within bounds. */}
      <span className={styles.nameBox} data-text={name}>
        <input
          className={styles.name}
          size={1}
          aria-label={t('name')}
          value={name}
          readOnly={isReadOnly}
          spellCheck={false}
          onChange={(event) => documents.execute(setName(event.target.value))}
          onBlur={documents.seal}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
          }}
        />
      </span>
      <KeptBadge />
    </>
  );
}

const ICONS = {
  inspected: Eye,
  elsewhere: Eye,
  saving: LoaderCircle,
  unstored: TriangleAlert,
  saved: Check,
  edited: CircleDot,
  kept: Check,
} as const satisfies Record<KeptState, unknown>;

function KeptBadge() {
  const { t } = useTranslation('header');
  const state = useWorkspace(keptState);
  const file = useWorkspace((workspace) => workspace.file?.name);
  if (state === undefined) return null;
  const Icon = ICONS[state];
  return (
    <Tooltip text={t(`state-${state}-hint`, { name: file ?? '' })}>
      <span className={styles.kept} data-state={state} aria-live="off">
        <Icon aria-hidden />
        {t(`state-${state}`)}
      </span>
    </Tooltip>
  );
}
