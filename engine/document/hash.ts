/** Content hashes: pure, synchronous, the same everywhere. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { inputList } from './schema.ts';
import type { DocumentNode, PipelineDocument } from './schema.ts';

/** SHA-256 of a text's UTF-8 bytes: 64 hexadecimal digits. */
export const hashText = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/**
 * Hash of what a document computes. Layout, names, titles, notes and descriptions do not count, nor
 * do the order of keys and of steps, nor values written out that equal their absence. Step ids do
 * count: queries name their inputs by them.
 */
export const semanticHash = (document: PipelineDocument): string =>
  hashText(canonicalJson(meaning(document)));

function meaning(document: PipelineDocument): unknown {
  return {
    parameters: Object.fromEntries(
      Object.entries(document.parameters).map(([name, { type, default: value }]) => [
        name,
        { type, default: value },
      ]),
    ),
    nodes: Object.fromEntries(
      Object.entries(document.nodes).map(([id, node]) => [id, nodeMeaning(node)]),
    ),
  };
}

const nodeMeaning = (node: DocumentNode): unknown => ({
  type: node.type,
  version: node.version ?? 1,
  disabled: node.disabled ?? false,
  inputs: Object.fromEntries(
    Object.entries(node.inputs ?? {})
      .map(([port, input]) => [port, inputList(input)] as const)
      .filter(([, edges]) => edges.length > 0),
  ),
  params: node.params,
});

/** JSON without spaces and with sorted keys, after RFC 8785: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`);
  return `{${entries.join(',')}}`;
}
