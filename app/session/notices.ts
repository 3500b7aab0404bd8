/** Short messages that come and go, such as "Copied". What must not be missed is no notice. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';

export interface Notice {
  readonly id: number;
  readonly kind: 'info' | 'success' | 'warning' | 'error';
  /** Translated. */
  readonly text: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Stays until it is closed. */
  readonly stays?: boolean;
}

export type NoticeStore = StoreApi<{ readonly notices: readonly Notice[] }>;

let ids = 0;

export const createNoticeStore = (): NoticeStore =>
  createStore<{ readonly notices: readonly Notice[] }>(() => ({ notices: [] }));

/** Shows a notice; one with the same text that is shown already is replaced. */
export function notify(store: NoticeStore, notice: Omit<Notice, 'id'>): void {
  ids += 1;
  const added = { ...notice, id: ids };
  store.setState(({ notices }) => ({
    notices: [...notices.filter(({ text }) => text !== notice.text), added],
  }));
}

export function closeNotice(store: NoticeStore, id: number): void {
  store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
