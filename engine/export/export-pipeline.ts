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
import type { ClusterFiles, ExportResult, ExportTarget, ExportedFile } from './project.ts';
import { pythonProject } from './python-duckdb/project.ts';
import { sqlProject } from './sql/project.ts';
import { typescriptProject } from './typescript/project.ts';
import { javaProject } from './java-spark/project.ts';
import { pysparkProject } from './pyspark/project.ts';
import { scalaProject } from './scala-spark/project.ts';
import { sparkArguments } from './spark-code/arguments.ts';
import { pruneJoins } from '../spark/prune-joins.ts';
import { seenBy, written } from './spark-code/cluster-files.ts';
import { stepNames } from './step-names.ts';

export interface ExportInput extends DuckdbInput {
  readonly document: PipelineDocument;
  readonly describe: Describe;
  /** Of this package. */
  readonly version: string;
  /** Of a program that is handed in to a cluster; absent: paths are those of the pipeline. */
  readonly cluster?: ClusterFiles;
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
  const { document, plan, parameters, use, describe, describeSource, cluster } = input;
  const {
    steps,
    writes: local,
    notes,
    diagnostics,
  } = await translatePipeline(plan.sinks, {
    sinks: plan.sinks,
    steps: stepNames(plan),
    schemaOf: plan.schemaOf,
    describe,
    describeSource,
    commentOf: (node) => commentOf(document, node),
    ...(cluster === undefined ? {} : { given: seenBy(cluster) }),
  });
  const { writes, unseen } =
    cluster === undefined ? { writes: local, unseen: [] } : written(local, cluster);
  const refused = [...diagnostics, ...unseen];
  if (refused.length > 0) return { ok: false, diagnostics: refused };
  // Of paths, parameters have become part of the URIs.
  const used = cluster === undefined ? use : { ...use, paths: new Map() };
  const { diagnostics: mixed, ...given } = sparkArguments({ steps, writes }, parameters, used);
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
  const project = { target, files: SPARK_PROJECTS[target](program) };
  const targets = writes.map(({ node, target: { path } }) => ({ step: node, target: path }));
  return { ok: true, project: { ...project, writes: targets }, diagnostics: findings };
}
