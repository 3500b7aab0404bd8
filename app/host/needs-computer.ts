/** Which pipelines and findings a browser tab cannot serve. Pure. */
import type { PipelineDocument } from '../../engine/document/schema.ts';

/** Steps that speak to a database, which no tab can. */
const NEEDING = /^(?:input\.database(?:-file)?|output\.database)$/;

export const needsComputer = ({ nodes }: PipelineDocument): boolean =>
  Object.values(nodes).some(({ type, disabled }) => disabled !== true && NEEDING.test(type));
