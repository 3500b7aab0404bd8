/** Everything that can be done, by name: actions, steps to add, steps to go to. */
import { Command } from 'cmdk';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Action } from '../session/action-store.ts';
import { formatKeys } from '../session/action-store.ts';
import { useStudio } from '../session/studio.ts';
import { StepIcon } from '../ui/StepIcon.tsx';
import { groupActions } from './group-actions.ts';
import styles from './CommandPalette.module.css';

export interface CommandPaletteProps {
  /** Ids of the actions used last, the latest first. */
  readonly used: readonly string[];
  readonly onUse: (id: string) => void;
  readonly onClose: () => void;
}

/**
 * Mounted while it is open, so it sees the steps as they are then; actions too whose feature comes
 * later, as it may still be loading.
 */
export function CommandPalette({ used, onUse, onClose }: CommandPaletteProps) {
  const { t } = useTranslation('commands');
  const studio = useStudio();
  const { document } = studio.documents.getState();
  const actions = useStore(studio.actions, (state) => state.actions);
  const possible = actions.filter(({ id, isEnabled }) => id !== PALETTE && isEnabled?.() !== false);
  const last = used.flatMap((id) => possible.find((action) => action.id === id) ?? []);
  const groups = [
    ...(last.length === 0 ? [] : [[t('recent'), last] as const]),
    ...groupActions(possible.filter((action) => !last.includes(action))),
  ];
  const run = (work: () => void) => (): void => {
    onClose();
    // The palette gives the focus back first: what runs may want it.
    setTimeout(work);
  };
  return (
    <Command.Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      label={t('palette')}
      overlayClassName={styles.overlay ?? ''}
      contentClassName={styles.content ?? ''}
      loop
    >
      <Command.Input className={styles.input} placeholder={t('palette-hint')} />
      <Command.List className={styles.list}>
        <Command.Empty className={styles.empty}>{t('palette-empty')}</Command.Empty>
        {groups.map(([group, members]) => (
          <Command.Group key={group} heading={group} className={styles.group}>
            {members.map((action) => (
              <ActionItem
                key={action.id}
                action={action}
                onSelect={run(() => {
                  onUse(action.id);
                  action.run();
                })}
              />
            ))}
          </Command.Group>
        ))}
        <Command.Group heading={t('go-to-steps')} className={styles.group}>
          {Object.entries(document.nodes).map(([id, { title = id, type }]) => (
            <Command.Item
              key={id}
              value={`go ${id}`}
              keywords={[title, type]}
              className={styles.item}
              onSelect={run(() => studio.select([id]))}
            >
              <StepIcon type={type} size={18} />
              {t('go-to-step', { title })}
            </Command.Item>
          ))}
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  );
}

/** Nobody looks for the list in the list. */
const PALETTE = 'commands.palette';

interface ActionItemProps {
  readonly action: Action;
  readonly onSelect: () => void;
}

const ActionItem = ({ action: { id, title, keys }, onSelect }: ActionItemProps) => (
  <Command.Item value={`${title} ${id}`} className={styles.item} onSelect={onSelect}>
    {title}
    {keys === undefined ? null : <kbd className={styles.keys}>{formatKeys(keys)}</kbd>}
  </Command.Item>
);
