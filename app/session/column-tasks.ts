/** Renaming and finding a column can be asked for wherever one is shown. */
import type { ColumnTask, SessionStore } from './session-store.ts';

/** @param target `node.port` */
export function startColumnTask(
  session: SessionStore,
  kind: ColumnTask['kind'],
  target: string,
  column?: string,
): void {
  const dot = target.indexOf('.');
  const task = { kind, node: target.slice(0, dot), port: target.slice(dot + 1) };
  session.setState({ columnTask: column === undefined ? task : { ...task, column } });
}
