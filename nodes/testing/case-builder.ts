/** Short ways to write conformance cases. */
import type {
  DocumentInput,
  DocumentNode,
  PipelineDocument,
} from '../../engine/document/schema.ts';
import type { CaseSize, CaseTable } from './case-data.ts';
import { caseTable } from './case-data.ts';
import type { ConformanceCase } from './case.ts';

export const step = (
  type: string,
  params: Readonly<Record<string, unknown>>,
  inputs?: string | Readonly<Record<string, DocumentInput>>,
): DocumentNode => ({
  type,
  ...(inputs === undefined
    ? {}
    : { inputs: typeof inputs === 'string' ? { input: inputs } : inputs }),
  params,
});

export const tableStep = ({ columns, rows }: CaseTable): DocumentNode =>
  step('input.inline', { columns, rows });

export const documentOf = (
  name: string,
  nodes: Readonly<Record<string, DocumentNode>>,
): PipelineDocument => ({ format: 'sluice/1', name, parameters: {}, nodes });

interface CaseOptions {
  readonly ordered?: boolean;
  readonly shuffles?: boolean;
  /** Output ports; all of them together hold the input's rows when `conserves`. */
  readonly ports?: readonly string[];
  readonly conserves?: boolean;
  readonly sizes?: readonly CaseSize[];
  /** Narrows the input first. */
  readonly columns?: readonly string[];
}

const SIZES: readonly CaseSize[] = ['many', 'one', 'empty'];

/** One step over the made-up table in each size. The step is `step`, the table `data`. */
export const overTable = (
  name: string,
  type: string,
  params: Readonly<Record<string, unknown>>,
  options: CaseOptions = {},
): ConformanceCase[] =>
  (options.sizes ?? SIZES).map((size) => {
    const targets = (options.ports ?? ['output']).map((port) => `step.${port}`);
    const from = options.columns === undefined ? 'data' : 'narrow';
    const narrow =
      options.columns === undefined
        ? {}
        : {
            narrow: step(
              'columns.select',
              { columns: options.columns.map((column) => ({ column })) },
              'data',
            ),
          };
    return {
      name: `${name} (${size})`,
      document: documentOf(`${type}: ${name}`, {
        data: tableStep(caseTable(size)),
        ...narrow,
        step: step(type, params, from),
      }),
      targets,
      ordered: options.ordered ?? true,
      shuffles: options.shuffles ?? false,
      ...(options.conserves === true ? { conserves: { from: 'data.output', to: targets } } : {}),
    };
  });

/** One step over two made-up tables, the second one smaller and partly disjoint. */
export const overTwo = (
  name: string,
  type: string,
  params: Readonly<Record<string, unknown>>,
  inputs: Readonly<Record<string, DocumentInput>>,
  options: Pick<CaseOptions, 'ordered' | 'ports'> = {},
): ConformanceCase[] =>
  (
    [
      ['many', 'many'],
      ['many', 'empty'],
      ['empty', 'many'],
      ['one', 'one'],
    ] as const
  ).map(([left, right]) => ({
    name: `${name} (${left}, ${right})`,
    document: documentOf(`${type}: ${name}`, {
      data: tableStep(caseTable(left)),
      other: step(
        'columns.select',
        { columns: ['id', 'g', 'x', 'd'].map((column) => ({ column })) },
        'other_all',
      ),
      other_all: tableStep(caseTable(right, 2)),
      step: step(type, params, inputs),
    }),
    targets: (options.ports ?? ['output']).map((port) => `step.${port}`),
    ordered: options.ordered ?? false,
  }));
