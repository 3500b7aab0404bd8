/** Steps back and forth through the changes of a document. Pure. */
import { applyPatches, enablePatches, produceWithPatches } from 'immer';
import type { Patch } from 'immer';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { Command, DocumentDraft, Message } from './command.ts';
import { joinOrders, keyOrders, withOrders } from './key-order.ts';
import type { KeyOrder } from './key-order.ts';

enablePatches();

export interface HistoryEntry {
  /** Grows with every entry; never used twice. */
  readonly id: number;
  readonly label: Message;
  readonly redo: readonly Patch[];
  readonly undo: readonly Patch[];
  readonly orders: readonly KeyOrder[];
  readonly merge?: string;
  /** Milliseconds since the epoch of the last change in it. */
  readonly time: number;
}

export interface History {
  readonly document: PipelineDocument;
  /** Oldest first. */
  readonly past: readonly HistoryEntry[];
  /** Next to redo first. */
  readonly future: readonly HistoryEntry[];
}

/** Entries kept: what a long day of work makes. */
export const KEPT = 1000;

/**
 * The history after a command; undefined when it changes nothing.
 *
 * @param continues whether it may go into the last entry, if that has the same `merge`
 */
export function change(
  { document, past }: History,
  { label, change: edit, merge }: Command,
  { id, time, continues }: { id: number; time: number; continues: boolean },
): History | undefined {
  const [changed, redo, undo] = produceWithPatches(document, (draft) => {
    edit(draft as DocumentDraft);
  });
  if (redo.length === 0) return undefined;
  const orders = keyOrders(document, changed, [...redo, ...undo]);
  const last = past.at(-1);
  if (continues && last !== undefined && merge !== undefined && last.merge === merge) {
    const entry: HistoryEntry = {
      ...last,
      label,
      redo: [...last.redo, ...redo],
      undo: [...undo, ...last.undo],
      orders: joinOrders(last.orders, orders),
      time,
    };
    return { document: changed, past: [...past.slice(0, -1), entry], future: [] };
  }
  const entry = { id, label, redo, undo, orders, time, ...(merge === undefined ? {} : { merge }) };
  return { document: changed, past: [...past, entry].slice(-KEPT), future: [] };
}

export function stepBack({ document, past, future }: History): History | undefined {
  const entry = past.at(-1);
  if (entry === undefined) return undefined;
  return {
    document: withOrders(applyPatches(document, [...entry.undo]), entry.orders, 'before'),
    past: past.slice(0, -1),
    future: [entry, ...future],
  };
}

export function stepForth({ document, past, future }: History): History | undefined {
  const [entry, ...rest] = future;
  if (entry === undefined) return undefined;
  return {
    document: withOrders(applyPatches(document, [...entry.redo]), entry.orders, 'after'),
    past: [...past, entry],
    future: rest,
  };
}

/** Back or forth until this entry is the last one done; 0 is before all entries. */
export function stepTo(history: History, id: number): History {
  const has = (entries: readonly HistoryEntry[]): boolean => entries.some((each) => each.id === id);
  if (id !== 0 && !has(history.past) && !has(history.future)) return history;
  let now = history;
  while (has(now.future)) now = stepForth(now) ?? now;
  while (now.past.length > 0 && now.past.at(-1)?.id !== id) now = stepBack(now) ?? now;
  return now;
}
