/**
 * The shortcuts of what also stands in the menus of the desktop app, which knows nothing of components:
 * one place for both. Written as `Action.keys`.
 */
export const UNDO = 'Mod+Z';
export const REDO = 'Mod+Shift+Z';
export const RUN = 'Mod+Enter';
export const RUN_TO_HERE = 'Mod+Shift+Enter';
export const CANCEL_RUN = 'Mod+.';
export const OPEN = 'Mod+O';
export const OPEN_DATA = 'Mod+Shift+O';
export const SAVE = 'Mod+S';
export const SAVE_AS = 'Mod+Shift+S';
export const DUPLICATE = 'Mod+D';
export const GROUP = 'Mod+G';
export const UNGROUP = 'Mod+Shift+G';
export const TOGGLE_LEFT = 'Mod+B';
export const TOGGLE_RESULTS = 'Mod+J';
export const TOGGLE_INSPECTOR = 'Mod+I';
export const PALETTE = 'Mod+K';

/** Of features that are loaded after the page is there: whoever presses them before has not to wait. */
export const LOADED_LATER: readonly string[] = [OPEN, SAVE, SAVE_AS];
