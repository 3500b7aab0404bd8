/** Node types to choose from: search first, then categories. Used by the palette and by dialogs. */
import { Search } from 'lucide-react';
import { useId, useMemo, useRef, useState } from 'react';
import type { DragEvent, KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeDefinition } from '../../engine/contract/node-definition.ts';
import { useStudio } from '../session/studio.ts';
import { inlineCode } from '../ui/inline-code.tsx';
import { StepIcon } from '../ui/StepIcon.tsx';
import { byCategory, fittingTypes, searchSteps } from './search-steps.ts';
import type { Fit } from './search-steps.ts';
import styles from './StepSearch.module.css';
import { Suggestions } from './Suggestions.tsx';

/** Type of the drag data: the node type of the step that is dragged. */
export const STEP_DRAG = 'application/x-sluice-step';

export interface StepSearchProps {
  readonly onPick: (type: string) => void;
  readonly fit?: Fit;
  /** The types to choose from, where they are not all that fit. */
  readonly among?: readonly NodeDefinition[] | undefined;
  readonly autoFocus?: boolean;
  /** Entries can be dragged onto the canvas. */
  readonly isDraggable?: boolean;
  /** A key that the search field shows. */
  readonly keys?: string | undefined;
}

export function StepSearch(props: StepSearchProps) {
  const { onPick, fit = 'all', among, autoFocus = false, isDraggable = false, keys } = props;
  const { t } = useTranslation('canvas');
  const { registry } = useStudio();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);

  const sections = useMemo(() => {
    const fitting = among ?? fittingTypes(registry, fit);
    return query.trim() === ''
      ? byCategory(fitting).map(({ category, definitions }) => ({ key: category, definitions }))
      : [{ key: 'found', definitions: searchSteps(fitting, query) }];
  }, [registry, fit, among, query]);
  const all = sections.flatMap(({ definitions }) => definitions);
  const shown = all[Math.min(active, all.length - 1)];

  const activeId = shown === undefined ? undefined : `${listId}-${shown.type}`;

  const pick = ({ type }: NodeDefinition): void => {
    setQuery('');
    setActive(0);
    onPick(type);
  };
  const move = (to: number): void => {
    const next = Math.max(0, Math.min(all.length - 1, to));
    setActive(next);
    list.current?.querySelectorAll('[role=option]')[next]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 8,
      PageUp: active - 8,
    }[event.key];
    if (to !== undefined) move(to);
    else if (event.key === 'Enter' && shown !== undefined) pick(shown);
    else if (event.key === 'Escape' && query !== '') setQuery('');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={styles.search}>
      <label className={styles.field}>
        <Search size={14} aria-hidden />
        <input
          type="search"
          aria-label={t('search-steps')}
          placeholder={t('search-steps')}
          aria-controls={listId}
          aria-activedescendant={activeId}
          autoComplete="off"
          spellCheck={false}
          // The dialog is opened to type into it.
          autoFocus={autoFocus}
          data-search-steps
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        {keys === undefined ? null : <kbd aria-hidden>{keys}</kbd>}
      </label>
      {query.trim() === '' && fit === 'all' && among === undefined ? (
        <Suggestions onPick={onPick} />
      ) : null}
      <div
        ref={list}
        id={listId}
        role="listbox"
        tabIndex={0}
        aria-label={t('palette')}
        aria-activedescendant={activeId}
        className={styles.list}
        onKeyDown={onKeyDown}
      >
        {sections.map(({ key, definitions }) => (
          <div key={key} role="group" aria-label={t(`category.${key}`)}>
            {key === 'found' ? null : (
              <div className={styles.heading} aria-hidden>
                {t(`category.${key}`)}
              </div>
            )}
            {definitions.map((definition) => (
              <Option
                key={definition.type}
                id={`${listId}-${definition.type}`}
                definition={definition}
                isActive={definition === shown}
                isDraggable={isDraggable}
                onPick={() => pick(definition)}
                onEnter={() => setActive(all.indexOf(definition))}
              />
            ))}
          </div>
        ))}
        {all.length === 0 ? <p className={styles.nothing}>{t('no-steps', { query })}</p> : null}
      </div>
      {shown === undefined ? null : (
        <p className={styles.description}>{inlineCode(shown.description)}</p>
      )}
    </div>
  );
}

interface OptionProps {
  readonly id: string;
  readonly definition: NodeDefinition;
  readonly isActive: boolean;
  readonly isDraggable: boolean;
  readonly onPick: () => void;
  readonly onEnter: () => void;
}

function Option({ id, definition, isActive, isDraggable, onPick, onEnter }: OptionProps) {
  const { type, title, description } = definition;
  const startDrag = (event: DragEvent): void => {
    event.dataTransfer.setData(STEP_DRAG, type);
    event.dataTransfer.effectAllowed = 'copy';
  };
  return (
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      aria-label={title}
      aria-description={description}
      className={styles.option}
      draggable={isDraggable}
      onDragStart={startDrag}
      onClick={onPick}
      onPointerMove={isActive ? undefined : onEnter}
    >
      <StepIcon type={type} />
      {title}
    </div>
  );
}
