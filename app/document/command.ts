/** A change of the document: one gesture of the user, one entry of the history. */
import type { PipelineDocument } from '../../engine/document/schema.ts';

/** The document while a command changes it. */
export type DocumentDraft = Mutable<PipelineDocument>;

type Mutable<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : { -readonly [K in keyof T]: Mutable<T[K]> };

/** A text of the interface: a key of the `document` texts and what to put in. */
export interface Message {
  readonly key: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

export interface Command {
  /** What the history says of it. */
  readonly label: Message;
  readonly change: (draft: DocumentDraft) => void;
  /**
   * Commands in a row with the same key are one entry, such as the keys typed into one field. A pause
   * or `seal()` ends the row.
   */
  readonly merge?: string;
}
