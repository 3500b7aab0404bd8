/** Connects a step without the mouse: all ports, those that are not possible with the reason. */
import { useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { stepTitle } from '../document/commands/steps.ts';
import { useDocument, useStudio } from '../session/studio.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { StepIcon } from '../ui/StepIcon.tsx';
import { text, useCanvas, useCanvasState } from './canvas.ts';
import styles from './ConnectDialog.module.css';
import { connectPorts } from './connect-operations.ts';
import { connectionChoices } from './connect-rules.ts';
import type { ConnectionChoice, PortAt } from './connect-rules.ts';
import { PortColumns } from './PortColumns.tsx';
import { PortPicker } from './PortPicker.tsx';

/** More would not be read; the search finds the rest. */
const SHOWN = 100;

export function ConnectDialog() {
  const { t } = useTranslation('canvas');
  const canvas = useCanvas();
  const dialog = useCanvasState((state) => state.dialog);
  const from = dialog?.kind === 'connect' ? dialog.from : undefined;
  const title = useDocument(({ document }) =>
    from === undefined ? '' : stepTitle(document, from.step),
  );
  const close = (): void => canvas.store.setState({ dialog: undefined });
  return (
    <Dialog
      open={from !== undefined}
      onClose={close}
      title={t(from?.side === 'input' ? 'connect-from-title' : 'connect-title', { title })}
      width={440}
    >
      {from === undefined ? null : <Choices key={from.step} from={from} onDone={close} />}
    </Dialog>
  );
}

function Choices({ from, onDone }: { readonly from: PortAt; readonly onDone: () => void }) {
  const { t } = useTranslation('canvas');
  const canvas = useCanvas();
  const { registry } = useStudio();
  const document = useDocument((state) => state.document);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const choices = useMemo(
    () => connectionChoices(document, registry, from),
    [document, registry, from],
  );
  const word = query.trim().toLowerCase();
  const found = choices
    .filter(({ title, to }) => `${title} ${to.step} ${to.port}`.toLowerCase().includes(word))
    .slice(0, SHOWN);
  const shown = Math.min(active, found.length - 1);

  const activeId = shown < 0 ? undefined : `connect-choice-${shown}`;

  const choose = ({ to, verdict }: ConnectionChoice): void => {
    if (!verdict.ok) return;
    connectPorts(canvas, from, to);
    onDone();
    canvas.flow?.show(from.step, true);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const chosen = found[shown];
    if (event.key === 'ArrowDown') setActive(Math.min(shown + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(shown - 1, 0));
    else if (event.key === 'Enter' && chosen !== undefined) choose(chosen);
    else return;
    event.preventDefault();
  };

  return (
    <div className={styles.choices}>
      <PortPicker from={from} />
      <input
        type="search"
        className={styles.search}
        aria-label={t('search-ports')}
        placeholder={t('search-ports')}
        aria-controls="connect-choices"
        aria-activedescendant={activeId}
        autoComplete="off"
        // The dialog is opened to type into it.
        autoFocus
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        id="connect-choices"
        role="listbox"
        tabIndex={0}
        aria-label={t('ports')}
        aria-activedescendant={activeId}
        className={styles.list}
        onKeyDown={onKeyDown}
      >
        {found.map((choice, index) => (
          <Choice
            key={`${choice.to.step}.${choice.to.port}`}
            id={`connect-choice-${index}`}
            choice={choice}
            type={document.nodes[choice.to.step]?.type ?? ''}
            isActive={index === shown}
            onChoose={() => choose(choice)}
          />
        ))}
        {found.length === 0 ? <p className={styles.nothing}>{t('no-ports')}</p> : null}
      </div>
    </div>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly choice: ConnectionChoice;
  readonly type: string;
  readonly isActive: boolean;
  readonly onChoose: () => void;
}

function Choice({ id, choice: { to, title, verdict }, type, isActive, onChoose }: ChoiceProps) {
  const { t } = useTranslation('canvas');
  const hint = !verdict.ok
    ? text(verdict.reason.key, verdict.reason.values)
    : verdict.replaces === undefined
      ? undefined
      : t('replaces', { source: verdict.replaces });
  return (
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      aria-disabled={!verdict.ok}
      className={styles.choice}
      ref={(element) => {
        if (isActive) element?.scrollIntoView({ block: 'nearest' });
      }}
      onClick={onChoose}
    >
      <StepIcon type={type} />
      <span>
        {title}
        <span className={styles.port}>{to.port}</span>
        {hint === undefined ? null : <span className={styles.hint}>{hint}</span>}
        {verdict.ok && to.side === 'output' ? <PortColumns port={to} /> : null}
      </span>
    </div>
  );
}
