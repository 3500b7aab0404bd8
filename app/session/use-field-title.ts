/** Where a value of a step's params stands, in the words of the step's form. */
import { formatPath, parsePath } from '../../engine/document/json-path.ts';
import type { Path } from '../../engine/document/json-path.ts';
import { fieldTitle } from '../document/field-title.ts';
import { useDocument, useStudio } from './studio.ts';

/** @param path below the step's params, as parts or as a diagnostic writes it */
export function useFieldTitle(node: string | undefined, path: Path | string): string {
  const { registry } = useStudio();
  return useDocument(({ document }) => {
    const text = typeof path === 'string' ? path : formatPath(path);
    const parts = typeof path === 'string' ? parsePath(path) : path;
    const step = node === undefined ? undefined : document.nodes[node];
    const definition = step === undefined ? undefined : registry.get(step.type);
    if (definition === undefined || parts === undefined) return text;
    return fieldTitle(definition.params, parts, step?.params);
  });
}
