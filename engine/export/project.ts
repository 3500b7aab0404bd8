/** A pipeline as code: the files of a small project. */
import type { Diagnostic } from '../contract/diagnostic.ts';

export const EXPORT_TARGETS = [
  'sql',
  'python-duckdb',
  'pyspark',
  'scala-spark',
  'java-spark',
  'typescript',
] as const;

export type ExportTarget = (typeof EXPORT_TARGETS)[number];

export interface ExportedFile {
  /** With `/`, relative to the project's folder. */
  readonly path: string;
  readonly text: string;
}

export interface ExportedProject {
  readonly target: ExportTarget;
  /** The one that people look at first stands first. */
  readonly files: readonly ExportedFile[];
  /** Of programs for Spark: where each output step writes to. */
  readonly writes?: readonly { readonly step: string; readonly target: string }[];
}

/** Where a program for a cluster finds files; undefined: the cluster does not see them, and the step is refused. */
export interface ClusterFiles {
  readonly uriOf: (path: string) => string | undefined;
  readonly sinkUriOf: (path: string) => string | undefined;
}

/**
 * The project, with what there is to say of steps whose rows may differ there; or why there is none: one
 * finding for each step that the target cannot do.
 */
export type ExportResult =
  | {
      readonly ok: true;
      readonly project: ExportedProject;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };
