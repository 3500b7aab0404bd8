/** Commands that change what steps do, and the pipeline's parameters. */
import type { NodeRegistry } from '../../../engine/contract/node-definition.ts';
import type { DocumentParameter } from '../../../engine/document/schema.ts';
import type { Command, DocumentDraft } from '../command.ts';
import { renamedParams } from '../rename-parameter.ts';

/**
 * Sets one param, or part of one.
 *
 * @param path keys and indexes below `params`
 * @param value undefined removes it
 */
export const setParam = (
  id: string,
  path: readonly (string | number)[],
  value: unknown,
): Command => ({
  label: { key: 'param', values: { title: id, param: String(path[0] ?? '') } },
  merge: `param:${id}:${path.join('.')}`,
  change: (draft) => {
    const node = draft.nodes[id];
    if (node === undefined) return;
    node.params = withValue(node.params, path, value) as typeof node.params;
  },
});

/** Sets several params of a step at once, as one entry. */
export const setParams = (id: string, params: Readonly<Record<string, unknown>>): Command => ({
  label: { key: 'params', values: { title: id } },
  change: (draft) => {
    const node = draft.nodes[id];
    if (node !== undefined) node.params = { ...params };
  },
});

/** The container with the value at a path; containers that are missing on the way are made. */
function withValue(
  container: unknown,
  path: readonly (string | number)[],
  value: unknown,
): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const list = Array.isArray(container) ? [...(container as unknown[])] : [];
    if (rest.length === 0 && value === undefined) list.splice(key, 1);
    else list[key] = withValue(list[key], rest, value);
    return list;
  }
  const object: Record<string, unknown> =
    typeof container === 'object' && container !== null && !Array.isArray(container)
      ? { ...container }
      : {};
  const changed = withValue(object[key], rest, value);
  if (changed === undefined) delete object[key];
  else object[key] = changed;
  return object;
}

export const setName = (name: string): Command => ({
  label: { key: 'name' },
  merge: 'name',
  change: (draft) => {
    draft.name = name;
  },
});

/** Adds, changes (same name) or removes (undefined) a parameter of the pipeline. */
export const setParameter = (name: string, parameter: DocumentParameter | undefined): Command => ({
  label: { key: parameter === undefined ? 'parameter-removed' : 'parameter', values: { name } },
  merge: `parameter:${name}`,
  change: (draft) => {
    if (parameter === undefined) delete draft.parameters[name];
    else draft.parameters[name] = { ...parameter } as DocumentDraft['parameters'][string];
  },
});

/** Renames a parameter of the pipeline, and its uses in all steps. A name that is taken: nothing. */
export const renameParameter = (name: string, to: string, registry: NodeRegistry): Command => ({
  label: { key: 'parameter-renamed', values: { name, to } },
  change: (draft) => {
    if (!Object.hasOwn(draft.parameters, name) || Object.hasOwn(draft.parameters, to)) return;
    const changed = renamedParams(draft, name, to, registry);
    // In its place among the others.
    draft.parameters = Object.fromEntries(
      Object.entries(draft.parameters).map(([key, value]) => [key === name ? to : key, value]),
    );
    for (const [id, params] of Object.entries(changed)) {
      const node = draft.nodes[id];
      if (node !== undefined) node.params = { ...params };
    }
  },
});

export const setDescription = (description: string): Command => ({
  label: { key: 'description' },
  merge: 'description',
  change: (draft) => {
    if (description === '') delete draft.description;
    else draft.description = description;
  },
});
