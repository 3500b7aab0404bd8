/**
 * A text box that offers values while one types; any other text may stand in it too. Made here: the
 * one of Base UI hides the whole page from screen readers for as long as its list is open.
 */
import { useId, useMemo, useState } from 'react';
import type { ComponentProps, KeyboardEvent } from 'react';
import inputs from './inputs.module.css';
import { matchSuggestions } from './match-suggestions.ts';
import type { Suggestion } from './match-suggestions.ts';
import { SuggestList } from './SuggestList.tsx';

export interface SuggestProps<Item extends Suggestion = Suggestion> extends Pick<
  ComponentProps<'input'>,
  'id' | 'placeholder' | 'inputMode' | 'onBlur' | 'aria-label' | 'aria-describedby' | 'aria-invalid'
> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Told apart from typing: the value was picked, or confirmed with Enter. */
  readonly onPick?: (value: string, item?: Item) => void;
  readonly items: readonly Item[];
  /** Said below them; alone where there are none to choose from, until one types. */
  readonly note?: string | undefined;
  /** The list opens: for items that are found only then. */
  readonly onOpen?: (() => void) | undefined;
  readonly mono?: boolean;
  /** Enter and Tab take the best match of a typed part: for names of what is there. */
  readonly completes?: boolean;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
};

export function Suggest<Item extends Suggestion>({
  value,
  onChange,
  onPick,
  items,
  note,
  onOpen,
  mono = false,
  completes = false,
  onBlur,
  ...input
}: SuggestProps<Item>) {
  const list = useId();
  const [box, setBox] = useState<HTMLInputElement | null>(null);
  // Opened over a value that is there, the list offers the others as well.
  const [open, setOpen] = useState<'no' | 'all' | 'typed'>('no');
  const [active, setActive] = useState(-1);
  const shown = useMemo(
    () => (open === 'no' ? [] : matchSuggestions(items, open === 'typed' ? value : '')),
    [open, items, value],
  );
  const isOpen = shown.length > 0;
  const isNoted = open === 'all' && items.length === 0 && note !== undefined;
  const isPart = completes && open === 'typed' && value.trim() !== '';
  const marked = active < 0 && isPart && isOpen ? 0 : active;
  const show = (what: 'no' | 'all' | 'typed'): void => {
    setOpen(what);
    setActive(-1);
    if (what !== 'no' && open === 'no') onOpen?.();
  };
  const pick = (picked: string, item?: Item): void => {
    show('no');
    if (onPick === undefined) onChange(picked);
    else onPick(picked, item);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (isOpen) setActive(moved(marked, step, shown.length));
      else show('all');
    } else if (event.key === 'Enter') {
      const item = shown[marked];
      if (item !== undefined) pick(item.value, item);
      else if (onPick !== undefined && value !== '') pick(value);
      else if (isOpen) show('no');
      else return;
      event.preventDefault();
    } else if (event.key === 'Tab' && isPart) {
      // On it goes to the next field, as ever.
      const item = shown[marked];
      if (item !== undefined) pick(item.value, item);
    } else if (event.key === 'Escape' && (isOpen || isNoted)) {
      // The dialog around it stays.
      event.preventDefault();
      event.stopPropagation();
      show('no');
    }
  };
  return (
    <>
      <input
        {...input}
        ref={setBox}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={isOpen ? list : undefined}
        aria-activedescendant={marked < 0 ? undefined : `${list}-${marked}`}
        autoComplete="off"
        spellCheck={false}
        className={`${inputs.input} ${mono ? inputs.mono : ''}`}
        value={value}
        onChange={({ target }) => {
          show('typed');
          onChange(target.value);
        }}
        onClick={() => (isOpen ? undefined : show('all'))}
        onKeyDown={onKeyDown}
        onBlur={(event) => {
          show('no');
          onBlur?.(event);
        }}
      />
      {(isOpen || isNoted) && box !== null ? (
        <SuggestList
          id={list}
          anchor={box}
          items={shown}
          note={note}
          active={marked}
          onPick={(item) => pick(item.value, item)}
        />
      ) : null}
    </>
  );
}

/** From the box into the list at its end nearest by, and round; -1 is the box. */
function moved(active: number, step: number, count: number): number {
  if (active < 0) return step > 0 ? 0 : count - 1;
  if (Math.abs(step) > 1) return Math.min(count - 1, Math.max(0, active + step));
  return (active + step + count) % count;
}
