/** One step: params and input relations → output relations that know the step they belong to. */
import { EngineFailure } from '../contract/errors.ts';
import type { Diagnostic } from '../contract/diagnostic.ts';
import type { Origin, Relation } from '../contract/relation.ts';
import { inputsOf, withInputs } from '../contract/relation.ts';
import type { NodeDefinition } from '../contract/node-definition.ts';
import type { NodeId } from '../contract/ids.ts';
import type { LowerSetup } from './lower-context.ts';
import { LowerAbort, createLowerContext } from './lower-context.ts';

/** Key under which a node without output ports gives what it does. */
export const SINK_PORT = 'sink';

export type LowerResult =
  | { readonly ok: true; readonly outputs: ReadonlyMap<string, Relation> }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export function lowerNode(
  definition: NodeDefinition,
  setup: LowerSetup,
  outPorts: readonly string[],
): LowerResult {
  const { node } = setup;
  let lowered: Readonly<Record<string, Relation>>;
  try {
    lowered = definition.lower(createLowerContext(setup));
  } catch (thrown) {
    if (thrown instanceof LowerAbort) return { ok: false, diagnostics: thrown.diagnostics };
    return { ok: false, diagnostics: [lowerFault(node, thrown)] };
  }
  const inputs = [...setup.inputs.values()].flat().map((input) => input.relation);
  const ports = outPorts.length === 0 ? [SINK_PORT] : outPorts;
  const named = setOrigins(lowered, ports, node, new Set(inputs));
  const missing = ports.filter((port) => !named.has(port));
  if (missing.length === 0) return { ok: true, outputs: named };
  const message = `The step type ${definition.type} gave nothing for its output "${missing.join('", "')}".`;
  return { ok: false, diagnostics: [{ severity: 'error', code: 'internal', message, node }] };
}

/** A fault of one step must not take the others' results away. */
function lowerFault(node: NodeId, thrown: unknown): Diagnostic {
  if (thrown instanceof EngineFailure && thrown.error.kind !== 'internal') {
    return failureDiagnostic(thrown, node);
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { severity: 'error', code: 'internal', message: `The step broke: ${message}`, node };
}

/** An engine error as a diagnostic. `param` is where to point when the error does not say. */
export function failureDiagnostic(
  { error }: EngineFailure,
  node: NodeId,
  param?: string,
): Diagnostic {
  const at = error.param ?? param;
  return {
    severity: 'error',
    code: error.code,
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    node: error.node ?? node,
    ...(at === undefined ? {} : { param: at }),
    ...(error.start === undefined ? {} : { start: error.start }),
    ...(error.end === undefined ? {} : { end: error.end }),
    ...(error.location === undefined ? {} : { location: error.location }),
  };
}

/**
 * Names the step and port in every relation that the node made. A relation below several ports
 * belongs to the first of them; relations of the inputs keep their own.
 */
function setOrigins(
  lowered: Readonly<Record<string, Relation>>,
  ports: readonly string[],
  node: NodeId,
  inputs: ReadonlySet<Relation>,
): Map<string, Relation> {
  const done = new Map<Relation, Relation>();
  const visit = (relation: Relation, origin: Origin): Relation => {
    if (inputs.has(relation)) return relation;
    const known = done.get(relation);
    if (known !== undefined) return known;
    const above = withInputs(
      relation,
      inputsOf(relation).map((input) => visit(input, origin)),
    );
    const result = above.origin === undefined ? { ...above, origin } : above;
    done.set(relation, result);
    return result;
  };
  const outputs = new Map<string, Relation>();
  for (const port of ports) {
    const relation = lowered[port];
    if (relation !== undefined) outputs.set(port, visit(relation, { node, port }));
  }
  return outputs;
}
