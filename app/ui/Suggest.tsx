/** A text box that offers values while one types; any other text may stand in it too. */
import { Autocomplete as Base } from '@base-ui/react/autocomplete';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import type { ComponentProps } from 'react';
import inputs from './inputs.module.css';
import { matchSuggestions } from './match-suggestions.ts';
import type { Suggestion } from './match-suggestions.ts';
import styles from './Suggest.module.css';

export interface SuggestProps extends Pick<
  ComponentProps<'input'>,
  'id' | 'placeholder' | 'onBlur' | 'aria-label' | 'aria-describedby' | 'aria-invalid'
> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Told apart from typing: the value was picked, or confirmed with Enter. */
  readonly onPick?: (value: string) => void;
  readonly items: readonly Suggestion[];
  readonly mono?: boolean;
}

const ROW = 26;

export function Suggest({ value, onChange, onPick, items, mono = false, ...input }: SuggestProps) {
  const [open, setOpen] = useState(false);
  // Opened over a value that is there, the list offers the others as well.
  const [typed, setTyped] = useState(false);
  const scrollTo = useRef<(index: number) => void>(undefined);
  const shown = useMemo(
    () => (open ? matchSuggestions(items, typed ? value : '') : []),
    [open, items, typed, value],
  );
  return (
    <Base.Root
      virtualized
      openOnInputClick
      mode="none"
      items={shown as Suggestion[]}
      filteredItems={shown as Suggestion[]}
      itemToStringValue={(item: Suggestion) => item.value}
      open={open && shown.length > 0}
      onOpenChange={(isOpen) => {
        setOpen(isOpen);
        setTyped(false);
      }}
      value={value}
      onValueChange={(next, { reason }) => {
        if (reason === 'item-press') {
          (onPick ?? onChange)(next);
          return;
        }
        setTyped(true);
        setOpen(true);
        onChange(next);
      }}
      onItemHighlighted={(item, { reason, index }) => {
        if (item !== undefined && reason === 'keyboard') scrollTo.current?.(index);
      }}
    >
      <Base.Input
        {...input}
        autoComplete="off"
        spellCheck={false}
        className={`${inputs.input} ${mono ? inputs.mono : ''}`}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || onPick === undefined || value === '') return;
          const isHighlighted = event.currentTarget.getAttribute('aria-activedescendant');
          if (isHighlighted === null) onPick(value);
        }}
      />
      <Base.Portal>
        <Base.Positioner sideOffset={3} align="start" className={styles.positioner ?? ''}>
          <Base.Popup className={styles.popup ?? ''}>
            <Base.List>
              <Rows items={shown} scrollTo={scrollTo} />
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface RowsProps {
  readonly items: readonly Suggestion[];
  readonly scrollTo: { current: ((index: number) => void) | undefined };
}

/** Only the rows in sight are there: a table may have ten thousand columns. */
function Rows({ items, scrollTo }: RowsProps) {
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW,
    overscan: 8,
  });
  scrollTo.current = (index) => virtualizer.scrollToIndex(index);
  return (
    <div ref={setScroller} className={styles.scroller} role="presentation">
      <div
        className={styles.space}
        role="presentation"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const item = items[index];
          return item === undefined ? null : (
            <Base.Item
              key={item.value}
              index={index}
              value={item}
              className={styles.item ?? ''}
              style={{ transform: `translateY(${start}px)` }}
              aria-setsize={items.length}
              aria-posinset={index + 1}
            >
              <span className={styles.value}>{item.value}</span>
              {item.detail === undefined ? null : (
                <span className={styles.detail}>{item.detail}</span>
              )}
            </Base.Item>
          );
        })}
      </div>
    </div>
  );
}
