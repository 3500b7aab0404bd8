/** A change of the document: one gesture of the user, one entry of the history. */
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { documentEnglish } from './document.en.ts';

/** The document while a command changes it. */
export type DocumentDraft = Mutable<PipelineDocument>;

type Mutable<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : { -readonly [K in keyof T]: Mutable<T[K]> };

type WithoutNumber<Key> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key;

/** A text of the interface: its key and what to put in. */
export interface Text<Key extends string = string> {
  readonly key: Key;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** One of the `document` texts: a key without text is an error where the command is written. */
export type Message = Text<WithoutNumber<keyof typeof documentEnglish>>;

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
