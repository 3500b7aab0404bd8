/** A compiled pipeline as a project of a target. */
import type { Describe } from '../contract/describe.ts';
import type { Diagnostic } from '../contract/diagnostic.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { translatePipeline } from '../spark/translate-pipeline.ts';
import { commentOf } from './comments.ts';
import { differsInDuckdb } from './duckdb/notes.ts';
import { notInDuckdb } from './duckdb/refusals.ts';
import type { DuckdbInput } from './duckdb/steps.ts';
import { outputFolders } from './duckdb/steps.ts';
import type { ExportResult, ExportTarget, ExportedFile } from './project.ts';
import { pythonProject } from './python-duckdb/project.ts';
import { sqlProject } from './sql/project.ts';
import { typescriptProject } from './typescript/project.ts';
import { javaProject } from './java-spark/project.ts';
import { pysparkProject } from './pyspark/project.ts';
import { scalaProject } from './scala-spark/project.ts';
import { sparkArguments } from './spark-code/arguments.ts';
import { pruneJoins } from '../spark/prune-joins.ts';
import { stepNames } from './step-names.ts';

export interface ExportInput extends DuckdbInput {
  readonly document: PipelineDocument;
  readonly describe: Describe;
  /** Of this package. */
  readonly version: string;
}

/** Same pipeline, same bytes: nothing in a project depends on when or where it is made. */
export async function exportPipeline(
  target: ExportTarget,
  input: ExportInput,
): Promise<ExportResult> {
  switch (target) {
    case 'pyspark':
    case 'scala-spark':
    case 'java-spark':
      return exportSpark(target, input);
    case 'sql':
    case 'python-duckdb':
      return exportDuckdb(target, input);
    case 'typescript':
      return ok(target, typescriptOf(input));
  }
}

const typescriptOf = (input: ExportInput): readonly ExportedFile[] => {
  const folders = outputFolders(input).map(([folder]) => folder);
  return typescriptProject(input.document, input.parameters, folders, input.version);
};

const ok = (
  target: ExportTarget,
  files: readonly ExportedFile[],
  diagnostics: readonly Diagnostic[] = [],
): ExportResult => ({ ok: true, project: { target, files }, diagnostics });

function exportDuckdb(target: 'sql' | 'python-duckdb', input: ExportInput): ExportResult {
  const diagnostics = notInDuckdb(input);
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  const project = target === 'sql' ? sqlProject : pythonProject;
  return ok(target, project(input.document, input), differsInDuckdb(input));
}

const SPARK_PROJECTS = {
  pyspark: pysparkProject,
  'scala-spark': scalaProject,
  'java-spark': javaProject,
} as const;

const described = (description: string | undefined): { readonly description?: string } =>
  description === undefined || description.trim() === '' ? {} : { description };

async function exportSpark(
  target: keyof typeof SPARK_PROJECTS,
  input: ExportInput,
): Promise<ExportResult> {
  const { document, plan, parameters, use, describe, describeSource } = input;
  const { steps, writes, notes, diagnostics } = await translatePipeline(plan.sinks, {
    sinks: plan.sinks,
    steps: stepNames(plan),
    schemaOf: plan.schemaOf,
    describe,
    describeSource,
    commentOf: (node) => commentOf(document, node),
  });
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  const { diagnostics: mixed, ...given } = sparkArguments({ steps, writes }, parameters, use);
  if (mixed.length > 0) return { ok: false, diagnostics: mixed };
  const program = pruneJoins({
    name: document.name,
    ...described(document.description),
    ...given,
    parameters: given.parameters.map((parameter) => ({
      ...parameter,
      ...described(document.parameters?.[parameter.name]?.description),
    })),
    steps,
    writes,
    notes,
  });
  const findings = notes.map(({ step, ...note }): Diagnostic => ({
    ...note,
    code: 'differs-on-spark',
    node: step,
  }));
  return ok(target, SPARK_PROJECTS[target](program), findings);
}
