/** The system's own dialogs, where the host has a screen: the desktop app gives them. */
export interface Dialogs {
  /** Absolute paths; none when it was closed. */
  readonly open: (options: {
    readonly kinds: DialogKinds;
    readonly multiple: boolean;
    /** The window that asks. */
    readonly caller: string;
  }) => Promise<readonly string[]>;
  /** Absolute; undefined when it was closed. It has asked whether to replace. */
  readonly save: (options: {
    readonly kinds: DialogKinds;
    /** What it proposes. */
    readonly name: string;
    readonly caller: string;
  }) => Promise<string | undefined>;
  /** Shows a file, which is there, in its folder. */
  readonly reveal: (path: string) => void;
}

export type DialogKinds = 'pipeline' | 'data' | 'any';
