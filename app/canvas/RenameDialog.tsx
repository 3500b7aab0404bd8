/** A new name for a step or a group. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setTitle, stepTitle } from '../document/commands/steps.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { currentDocument, useCanvas, useCanvasState } from './canvas.ts';
import type { Canvas } from './canvas.ts';
import type { CanvasDialog } from './canvas-store.ts';
import styles from './ConnectDialog.module.css';
import { changeGroup } from './layout-operations.ts';

type Rename = Extract<CanvasDialog, { kind: 'rename' }>;

export function RenameDialog() {
  const { t } = useTranslation('canvas');
  const canvas = useCanvas();
  const dialog = useCanvasState((state) => state.dialog);
  const rename = dialog?.kind === 'rename' ? dialog : undefined;
  const close = (): void => canvas.store.setState({ dialog: undefined });
  return (
    <Dialog
      open={rename !== undefined}
      onClose={close}
      title={t(rename?.what === 'group' ? 'rename-group' : 'rename-step')}
      width={380}
    >
      {rename === undefined ? null : <Form rename={rename} onDone={close} />}
    </Dialog>
  );
}

function Form({ rename, onDone }: { readonly rename: Rename; readonly onDone: () => void }) {
  const { t } = useTranslation('canvas');
  const canvas = useCanvas();
  const [name, setName] = useState(() => nameOf(canvas, rename));
  return (
    <form
      className={styles.choices}
      onSubmit={(event) => {
        event.preventDefault();
        if (rename.what === 'group') changeGroup(canvas, rename.id, { title: name });
        else canvas.studio.documents.execute(setTitle(rename.id, name));
        canvas.studio.documents.seal();
        onDone();
        if (rename.what === 'step') canvas.flow?.show(rename.id, true);
      }}
    >
      <input
        className={styles.search}
        aria-label={t('name')}
        // The dialog is opened to type into it.
        autoFocus
        value={name}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setName(event.target.value)}
      />
      <Button kind="primary" type="submit">
        {t('rename')}
      </Button>
    </form>
  );
}

function nameOf(canvas: Canvas, { what, id }: Rename): string {
  const document = currentDocument(canvas);
  return what === 'group'
    ? (document.canvas?.groups?.find((group) => group.id === id)?.title ?? '')
    : stepTitle(document, id);
}
