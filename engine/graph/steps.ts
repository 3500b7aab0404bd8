/** First pass over a document: each step by itself, its type, params and ports. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import type { ParameterValue } from '../contract/expression.ts';
import type { NodeId } from '../contract/ids.ts';
import type { NodeDefinition, NodeRegistry } from '../contract/node-definition.ts';
import { formatPath } from '../document/json-path.ts';
import { nameHint } from '../document/near-names.ts';
import { substituteParams } from '../document/parameters.ts';
import { documentNodes } from '../document/schema.ts';
import type { DocumentNode, PipelineDocument } from '../document/schema.ts';
import { check } from '../document/zod-issues.ts';
import type { Finding } from '../document/zod-issues.ts';

/** A step of the document. What could not be found out is `undefined`. */
export interface Step {
  readonly id: NodeId;
  readonly document: DocumentNode;
  readonly disabled: boolean;
  readonly definition: NodeDefinition | undefined;
  readonly params: { readonly value: unknown } | undefined;
  readonly outPorts: readonly string[] | undefined;
}

export type Report = (diagnostic: Diagnostic) => void;

export function readSteps(
  document: PipelineDocument,
  registry: NodeRegistry,
  values: Readonly<Record<string, ParameterValue>>,
  report: Report,
): Map<NodeId, Step> {
  const declared = Object.keys(document.parameters);
  return new Map(
    documentNodes(document).map(([id, node]): [NodeId, Step] => {
      const disabled = node.disabled === true;
      const definition = registry.get(node.type);
      if (definition === undefined) {
        report(unknownType(id, node.type, disabled, registry));
        const unknown = { definition, params: undefined, outPorts: undefined };
        return [id, { id, document: node, disabled, ...unknown }];
      }
      // The params of a disabled step may be half done: that is one reason to disable it.
      const reportParams: Report = disabled ? () => undefined : report;
      const params = readParams(id, node, definition, values, declared, reportParams);
      const outPorts = readOutPorts(definition, params);
      return [id, { id, document: node, disabled, definition, params, outPorts }];
    }),
  );
}

function unknownType(
  id: NodeId,
  type: string,
  disabled: boolean,
  registry: NodeRegistry,
): Diagnostic {
  const hint = nameHint(type, registry.types());
  return {
    severity: disabled ? 'warning' : 'error',
    code: 'unknown-node-type',
    message: `There is no step of type "${type}".`,
    ...(hint === undefined ? {} : { hint }),
    node: id,
  };
}

const CODES: Readonly<Record<Finding['reason'], string>> = {
  'unknown-key': 'unknown-param',
  missing: 'missing-param',
  invalid: 'invalid-param',
};

function readParams(
  id: NodeId,
  node: DocumentNode,
  definition: NodeDefinition,
  values: Readonly<Record<string, ParameterValue>>,
  declared: readonly string[],
  report: Report,
): { readonly value: unknown } | undefined {
  const filled = substituteParams(node.params, definition.params, values, declared);
  for (const diagnostic of filled.diagnostics) report({ ...diagnostic, node: id });
  // A reference that could not be filled in was reported: what the schema says of it adds nothing.
  const unfilled = new Set(filled.diagnostics.map((diagnostic) => diagnostic.param));
  const result = check(definition.params, filled.params);
  if (result.ok) return unfilled.size === 0 ? { value: result.value } : undefined;
  for (const finding of result.findings) {
    const param = formatPath(finding.path);
    if (unfilled.has(param)) continue;
    report({
      severity: 'error',
      code: CODES[finding.reason],
      message: finding.message,
      ...(finding.hint === undefined ? {} : { hint: finding.hint }),
      node: id,
      ...(param === '' ? {} : { param }),
    });
  }
  return undefined;
}

function readOutPorts(
  definition: NodeDefinition,
  params: { readonly value: unknown } | undefined,
): readonly string[] | undefined {
  const { out } = definition.ports;
  if (typeof out !== 'function') return out;
  return params && out(params.value);
}
