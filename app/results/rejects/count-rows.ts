/** Counts rows of outputs exactly, all of them in one go. */
import type { Result } from '../../../engine/contract/errors.ts';
import type { DocumentNode, PipelineDocument } from '../../../engine/document/schema.ts';
import { formatCell } from '../../../engine/values/cell.ts';
import { freeId } from '../../document/commands/steps.ts';
import type { EngineClient, Question, TargetQuestion } from '../../session/engine-client.ts';
import { openedRows } from '../../session/row-source.ts';
import { createRowReader } from '../grid/row-reader.ts';

/** A question whose rows are the row counts of the outputs, in their order. */
export function countQuestion(question: Question, outputs: readonly string[]): TargetQuestion {
  let { document } = question;
  const add = (wish: string, node: DocumentNode): string => {
    const id = freeId(document, wish);
    document = withStep(document, id, node);
    return id;
  };
  const counts = outputs.map((output) =>
    add('count', {
      type: 'aggregate.group-by',
      inputs: { input: output },
      params: { aggregates: [{ name: 'rows', function: 'count' }] },
    }),
  );
  const all = add('counts', {
    type: 'combine.union',
    inputs: { inputs: counts },
    params: { by: 'position' },
  });
  return { ...question, document, target: `${all}.output` };
}

const withStep = (
  document: PipelineDocument,
  id: string,
  node: DocumentNode,
): PipelineDocument => ({ ...document, nodes: { ...document.nodes, [id]: node } });

/** Runs to the outputs; a run that is under way would be ended by it. */
export async function countRows(
  engine: EngineClient,
  question: Question,
  outputs: readonly string[],
): Promise<Result<ReadonlyMap<string, number>>> {
  const opened = await engine.openRows(countQuestion(question, outputs), () => undefined);
  if (!opened.ok) return opened;
  const reader = createRowReader(openedRows(opened.value, engine), () => undefined);
  const read = await reader.readRange(0, outputs.length - 1, [0]);
  reader.close();
  void engine.closeRows(opened.value.id);
  if (!read.ok) return read;
  const counts = outputs.map(
    (output, i) => [output, Number(formatCell(read.value[i]?.[0] ?? null))] as const,
  );
  return { ok: true, value: new Map(counts) };
}
