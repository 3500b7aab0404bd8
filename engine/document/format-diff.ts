/** A document diff as text for a terminal or a review. */
import type { DocumentChange } from './diff.ts';
import { formatPath } from './json-path.ts';

/**
 * One line per change: `+` came, `-` went, `~` changed; layout is summed up in lines that begin with
 * a space. Ends in a newline unless there is nothing to tell.
 */
export function formatDiff(changes: readonly DocumentChange[]): string {
  const lines = changes.filter((change) => change.kind !== 'layout').map(formatChange);
  const canvas = new Set<string>();
  for (const change of changes) {
    if (change.kind !== 'layout') continue;
    if (change.what === 'order')
      lines.push(`  layout: steps in the order ${change.after.join(', ')}`);
    else canvas.add(change.path.slice(0, 2).join(' '));
  }
  if (canvas.size > 0) lines.push(`  layout: ${[...canvas].join(', ')}`);
  return lines.map((line) => `${line}\n`).join('');
}

function formatChange(change: Exclude<DocumentChange, { kind: 'layout' }>): string {
  switch (change.kind) {
    case 'document':
      return `~ ${change.field}: ${transition(change.before, change.after)}`;
    case 'parameter': {
      const { before, after } = change;
      if (before === undefined) return `+ parameter ${change.name}: ${show(after)}`;
      if (after === undefined) return `- parameter ${change.name}: ${show(before)}`;
      return `~ parameter ${change.name}: ${transition(before, after)}`;
    }
    case 'node-removed':
      return `- step ${change.node} (${change.before.type})`;
    case 'node-added':
      return `+ step ${change.node} (${change.after.type}) ${show(change.after.params)}`;
    case 'node-renamed':
      return `~ step ${change.before} is now ${change.node}`;
    case 'node-retyped':
      return `~ ${change.node}: type ${change.before} → ${change.after}`;
    case 'node-field':
      if (change.field === 'disabled') {
        return `~ ${change.node}: ${change.after === true ? 'disabled' : 'enabled'}`;
      }
      return `~ ${change.node}: ${change.field} ${transition(change.before, change.after)}`;
    case 'param': {
      const at = `${change.node}: ${formatPath(change.path) || 'params'}`;
      if (change.op === 'insert' || change.before === undefined)
        return `+ ${at} = ${show(change.after)}`;
      if (change.op === 'remove' || change.after === undefined)
        return `- ${at} = ${show(change.before)}`;
      return `~ ${at}: ${transition(change.before, change.after)}`;
    }
    case 'edge-removed':
      return `- edge ${change.from} → ${change.node}.${change.port}`;
    case 'edge-added':
      return `+ edge ${change.from} → ${change.node}.${change.port}`;
  }
}

const transition = (before: unknown, after: unknown): string => `${show(before)} → ${show(after)}`;

const LONGEST = 120;

function show(value: unknown): string {
  if (value === undefined) return '(none)';
  const text = JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 3)}...`;
}
