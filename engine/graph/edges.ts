/** Second pass: the edges. Names are checked, cycles found, disabled steps passed over. */
import type { NodeId, PortRef } from '../contract/ids.ts';
import type { InputPort } from '../contract/node-definition.ts';
import { nameHint, quotedChoice } from '../document/near-names.ts';
import { inputList, parseInput } from '../document/schema.ts';
import type { Report, Step } from './steps.ts';

type Steps = ReadonlyMap<NodeId, Step>;

/** Edges of one step by input port; `complete` is false where an edge or a port is in error. */
export interface StepEdges {
  readonly inputs: ReadonlyMap<string, readonly PortRef[]>;
  readonly complete: boolean;
}

/** Resolves the edges of an enabled step of a known type. */
export function resolveEdges(step: Step, steps: Steps, report: Report): StepEdges {
  const ports = step.definition?.ports.in ?? [];
  const inputs = new Map<string, readonly PortRef[]>();
  let complete = true;
  const error = (code: string, message: string, hint?: string): void => {
    complete = false;
    report({
      severity: 'error',
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
      node: step.id,
    });
  };

  for (const name of Object.keys(step.document.inputs ?? {})) {
    if (ports.some((port) => port.name === name)) continue;
    const names = ports.map((port) => port.name);
    const hint = names.length === 0 ? 'The step reads no other step.' : nameHint(name, names);
    error('unknown-input-port', `The step has no input "${name}".`, hint);
  }

  for (const port of ports) {
    const texts = inputList(step.document.inputs?.[port.name]);
    if (texts.length === 0) {
      if (port.optional !== true) error('missing-input', ...describeMissing(port));
      continue;
    }
    if (texts.length > 1 && port.many !== true) {
      const message = `The input "${port.name}" takes one edge, but has ${texts.length}.`;
      error('too-many-inputs', message, 'Put them together with a "combine.union" step first.');
      continue;
    }
    const found: PortRef[] = [];
    const silent: NodeId[] = [];
    const before: boolean = complete;
    for (const text of texts) {
      const edge = resolveEdge(step, text, steps);
      if ('ref' in edge) found.push(edge.ref);
      else if ('silent' in edge) silent.push(edge.silent);
      else if ('unknown' in edge) complete = false;
      else error(edge.code, edge.message, edge.hint);
    }
    if (found.length > 0) {
      inputs.set(port.name, found);
      for (const id of silent) reportLeftOut(step, port, id, report);
    } else if (silent.length > 0 && port.optional !== true && complete === before) {
      const [id] = silent;
      const message = `The input "${port.name}" gets nothing, because "${id}" is disabled.`;
      error('missing-input', message, `Enable "${id}", disable this step too, or connect another.`);
    }
  }
  return { inputs, complete };
}

const describeMissing = (port: InputPort): [string, string] => [
  `The input "${port.name}" is not connected.`,
  port.many === true ? 'Connect one or more steps to it.' : 'Connect a step to it.',
];

const reportLeftOut = (step: Step, port: InputPort, disabled: NodeId, report: Report): void =>
  report({
    severity: 'warning',
    code: 'disabled-input',
    message: `The input "${port.name}" goes without "${disabled}", which is disabled.`,
    node: step.id,
  });

type Edge =
  | { readonly ref: PortRef }
  /** A disabled step that hands nothing on. */
  | { readonly silent: NodeId }
  /** An upstream step whose ports are not known; it has its own diagnostic. */
  | { readonly unknown: true }
  | { readonly code: string; readonly message: string; readonly hint?: string };

function resolveEdge(step: Step, text: string, steps: Steps): Edge {
  const { node, port } = parseInput(text);
  const source = steps.get(node);
  if (source === undefined) {
    const hint = nameHint(node, steps.keys());
    return {
      code: 'unknown-node',
      message: `There is no step "${node}" to read from.`,
      ...(hint === undefined ? {} : { hint }),
    };
  }
  if (source === step) {
    return { code: 'cycle', message: `The step reads its own output "${text}".` };
  }
  const { outPorts } = source;
  if (outPorts?.length === 0) {
    return { code: 'unknown-output-port', message: `The step "${node}" has no output.` };
  }
  if (port !== undefined && outPorts !== undefined && !outPorts.includes(port)) {
    return {
      code: 'unknown-output-port',
      message: `The step "${node}" has no output "${port}".`,
      hint: nameHint(port, outPorts) ?? `Its outputs: ${quotedChoice(outPorts)}.`,
    };
  }
  if (source.disabled) return passOver(source, port, steps, new Set());
  return refTo(source, port);
}

/** A ref to an enabled step whose port was checked. */
function refTo(source: Step, port: string | undefined): Edge {
  const name = port ?? source.outPorts?.[0];
  return source.definition === undefined || name === undefined
    ? { unknown: true }
    : { ref: { node: source.id, port: name } };
}

/**
 * What a disabled step hands on: through its first output, the edge of its only input port. The
 * edges of disabled steps themselves are not checked, so whatever is wrong there hands on nothing.
 */
function passOver(step: Step, port: string | undefined, steps: Steps, seen: Set<NodeId>): Edge {
  const silent: Edge = { silent: step.id };
  if (seen.has(step.id)) return silent;
  seen.add(step.id);
  if (port !== undefined && port !== step.outPorts?.[0]) return silent;
  const inputs = step.document.inputs ?? {};
  const ports = step.definition?.ports.in.map((one) => one.name) ?? Object.keys(inputs);
  const edges = inputList(inputs[ports[0] ?? '']);
  const [text] = edges;
  if (ports.length !== 1 || edges.length !== 1 || text === undefined) return silent;
  const next = parseInput(text);
  const source = steps.get(next.node);
  if (source === undefined) return silent;
  if (source.disabled) {
    const edge = passOver(source, next.port, steps, seen);
    return 'silent' in edge ? silent : edge;
  }
  const { outPorts } = source;
  if (outPorts?.length === 0) return silent;
  if (next.port !== undefined && outPorts?.includes(next.port) === false) return silent;
  return refTo(source, next.port);
}

/** The steps that a step's document names as inputs, disabled ones not passed over. */
export const namedSources = (step: Step): NodeId[] => [
  ...new Set(
    Object.values(step.document.inputs ?? {})
      .flatMap(inputList)
      .map((text) => parseInput(text).node),
  ),
];

/**
 * Cycles of two steps and more, one of each knot, each begun at its first step in document order
 * and following the direction of the data. Disabled steps count: enabling one must not make a cycle.
 */
export function findCycles(steps: Steps): NodeId[][] {
  const sources = new Map(
    [...steps.values()].map((step) => [
      step.id,
      namedSources(step).filter((id) => id !== step.id && steps.has(id)),
    ]),
  );
  const left = new Set(steps.keys());
  const cycles: NodeId[][] = [];
  for (;;) {
    stripEnds(left, sources);
    const [start] = left;
    if (start === undefined) return cycles;
    const cycle = walkBack(start, left, sources);
    cycles.push(rotate(cycle.toReversed(), [...steps.keys()]));
    for (const id of cycle) left.delete(id);
  }
}

/** Removes steps that nothing left reads from or that read nothing left: they are on no cycle. */
function stripEnds(left: Set<NodeId>, sources: ReadonlyMap<NodeId, readonly NodeId[]>): void {
  for (let before = -1; before !== left.size;) {
    before = left.size;
    const read = new Set([...left].flatMap((id) => sources.get(id) ?? []));
    for (const id of left) {
      const reads = (sources.get(id) ?? []).some((source) => left.has(source));
      if (!reads || !read.has(id)) left.delete(id);
    }
  }
}

/** Follows inputs until a step comes again. Each step left has an input that is left. */
function walkBack(
  start: NodeId,
  left: ReadonlySet<NodeId>,
  sources: ReadonlyMap<NodeId, readonly NodeId[]>,
): NodeId[] {
  const path: NodeId[] = [];
  let id: NodeId | undefined = start;
  while (id !== undefined && !path.includes(id)) {
    path.push(id);
    id = sources.get(id)?.find((source) => left.has(source));
  }
  return id === undefined ? path : path.slice(path.indexOf(id));
}

function rotate(cycle: readonly NodeId[], order: readonly NodeId[]): NodeId[] {
  const first = order.find((id) => cycle.includes(id));
  const at = Math.max(0, first === undefined ? 0 : cycle.indexOf(first));
  return [...cycle.slice(at), ...cycle.slice(0, at)];
}
