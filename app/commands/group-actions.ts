import type { Action } from '../session/action-store.ts';

/** First parts of ids: what one does most comes first, whatever registered when. */
const ORDER = ['run', 'canvas', 'history', 'columns', 'files', 'view', 'commands'];

const rank = ({ id }: Action): number => {
  const at = ORDER.indexOf(id.split('.')[0] ?? '');
  return at < 0 ? ORDER.length : at;
};

/** Actions under their headings: features by what one does most, each in the order of registration. */
export function groupActions(actions: readonly Action[]): ReadonlyMap<string, readonly Action[]> {
  const groups = new Map<string, Action[]>();
  for (const action of actions.toSorted((a, b) => rank(a) - rank(b))) {
    const group = groups.get(action.group);
    if (group === undefined) groups.set(action.group, [action]);
    else group.push(action);
  }
  return groups;
}

/** How many of the last ones are offered again. */
const LAST = 4;

/** The ids used last, the latest first. */
export const withUsed = (used: readonly string[], id: string): readonly string[] =>
  [id, ...used.filter((each) => each !== id)].slice(0, LAST);
