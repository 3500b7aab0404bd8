/** Renaming columns, finding their usages, and what a replaced source no longer has. */
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { outPorts } from '../document/edges.ts';
import { useActions } from '../session/actions.ts';
import { startColumnTask } from '../session/column-tasks.ts';
import { shownStep } from '../session/session-store.ts';
import type { ColumnTask } from '../session/session-store.ts';
import { useSession, useStudio } from '../session/studio.ts';
import type { GoneColumns } from './gone-columns.ts';
import { useGoneColumns } from './use-gone-columns.ts';

const RenameDialog = lazy(async () => ({
  default: (await import('./RenameDialog.tsx')).RenameDialog,
}));
const UsagesDialog = lazy(async () => ({
  default: (await import('./UsagesDialog.tsx')).UsagesDialog,
}));
const GoneDialog = lazy(async () => ({
  default: (await import('./GoneDialog.tsx')).GoneDialog,
}));

export function Refactor() {
  const { t } = useTranslation('refactor');
  const { session, documents, registry } = useStudio();
  const task = useSession((state) => state.columnTask);
  const [gone, setGone] = useState<GoneColumns>();
  useGoneColumns(setGone);

  const start = (kind: ColumnTask['kind']): void => {
    const id = shownStep(session.getState());
    const node = documents.getState().document.nodes[id ?? ''];
    const port = session.getState().port ?? (node && outPorts(node, registry)[0]);
    if (id !== undefined && port !== undefined) {
      startColumnTask(session, kind, `${id}.${port}`);
    }
  };
  const hasOutput = (): boolean => {
    const node = documents.getState().document.nodes[shownStep(session.getState()) ?? ''];
    return node !== undefined && outPorts(node, registry).length > 0;
  };
  const group = t('columns');
  useActions([
    {
      id: 'columns.rename',
      title: t('rename-column'),
      group,
      isEnabled: hasOutput,
      run: () => start('rename'),
    },
    {
      id: 'columns.usages',
      title: t('find-usages'),
      group,
      isEnabled: hasOutput,
      run: () => start('usages'),
    },
  ]);
  const close = (): void => session.setState({ columnTask: undefined });
  return (
    <Suspense>
      {task?.kind === 'rename' ? <RenameDialog task={task} onClose={close} /> : null}
      {task?.kind === 'usages' ? <UsagesDialog task={task} onClose={close} /> : null}
      {gone === undefined ? null : <GoneDialog gone={gone} onClose={() => setGone(undefined)} />}
    </Suspense>
  );
}
